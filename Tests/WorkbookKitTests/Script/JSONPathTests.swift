// JSONPath: what each form of a path finds in one and the same text, and the paths that are refused.

import Testing

@testable import WorkbookKit

struct JSONPathTests {
  static let text = #"""
    {
      "users": [
        {"id": 1, "name": "Rahul", "age": 31, "role": "admin", "address": {"city": "Pune"}},
        {"id": 2, "name": "Priya", "age": 28, "role": "author"},
        {"id": 3, "name": "Asha", "age": 45, "role": "admin", "nick": null}
      ],
      "total": 3,
      "first name": "Rahul",
      "it's": true,
      "numbers": [1, 2, 3, 4],
      "nothing": null,
      "empty": []
    }
    """#

  private static func numbers(_ numbers: Int64...) -> Value { .list(numbers.map { .integer($0) }) }
  private static func texts(_ texts: String...) -> Value { .list(texts.map { .text($0) }) }

  static let paths: [Row<Value?>] = [
    // One value at most: the value itself.
    Row("$.total", .integer(3)), Row("$.users[0].name", .text("Rahul")),
    Row("$['users'][1][\"name\"]", .text("Priya")), Row("$['first name']", .text("Rahul")),
    Row(#"$['it\'s']"#, .bool(true)), Row("$.users[-1].name", .text("Asha")),
    Row("$.users[ 0 ].address.city", .text("Pune")), Row("$.nothing", .null),
    Row("$.users[2].nick", .null), Row("$.empty", .list([])),
    // Nothing there.
    Row("$.absent", nil), Row("$.users[3]", nil), Row("$.users[-4]", nil), Row("$.total.name", nil),
    Row("$.users.name", nil), Row("$.numbers['0']", nil), Row("$.total[0]", nil),
    // Several values: a list, also when it has one element or none.
    Row("$.users[*].id", numbers(1, 2, 3)), Row("$.users.*.id", numbers(1, 2, 3)),
    Row("$.numbers[1:3]", numbers(2, 3)), Row("$.numbers[:1]", numbers(1)),
    Row("$.numbers[-2:]", numbers(3, 4)), Row("$.numbers[1:-1]", numbers(2, 3)),
    Row("$.numbers[3:1]", .list([])), Row("$.numbers[2:99]", numbers(3, 4)),
    Row("$.numbers[0,2]", numbers(1, 3)), Row("$.numbers[0, 0]", numbers(1, 1)),
    Row("$['total', 'it\\'s']", .list([.integer(3), .bool(true)])),
    Row("$.empty[*]", .list([])), Row("$.absent[*]", .list([])), Row("$.empty[0:1]", .list([])),
    Row("$..city", texts("Pune")), Row("$..id", numbers(1, 2, 3)), Row("$..absent", .list([])),
    Row("$..['name']", texts("Rahul", "Priya", "Asha")), Row("$..numbers[0]", numbers(1)),
    Row("$.users[0].address.*", texts("Pune")),
    // Conditions.
    Row("$.users[?(@.id == 2)].name", texts("Priya")),
    Row("$.users[?(@.role == 'admin')].id", numbers(1, 3)),
    Row("$.users[?(@.role==\"admin\" && @.age > 40)].id", numbers(3)),
    Row("$.users[?(@.role != 'admin')].id", numbers(2)),
    Row("$.users[?(@.age<=31)].id", numbers(1, 2)),
    Row("$.users[?(@.age < 28.5)].id", numbers(2)), Row("$.users[?(@.age >= 45)].id", numbers(3)),
    Row("$.users[?(@.nick)].id", numbers(3)), Row("$.users[?(@.nick == null)].id", numbers(3)),
    Row("$.users[?(@.address.city == 'Pune')].id", numbers(1)),
    Row("$.users[?(@.name > 'Q')].id", numbers(1)), Row("$.numbers[?(@ > 2)]", numbers(3, 4)),
    Row("$.users[?(@.id == 9)]", .list([])), Row("$.users[?(@.name < 1)]", .list([])),
  ]

  @Test(arguments: paths) func aPathFinds(_ row: Row<Value?>) throws {
    let json = try JSONText.parse(Array(Self.text.utf8))
    #expect(try JSONPathParser.parse(row.text).evaluate(json) == row.expected)
  }

  @Test func theWholeValueIsThePathOfADollarAlone() throws {
    let json = try JSONText.parse(Array(Self.text.utf8))
    #expect(try JSONPathParser.parse("$").evaluate(json) == json)
  }

  @Test func everyDepthBeginsAtTheTop() throws {
    let json = try JSONText.parse(Array(#"{"a": {"a": 1, "b": [2]}}"#.utf8))
    let inner = Value.object([("a", .integer(1)), ("b", .list([.integer(2)]))])
    #expect(try JSONPathParser.parse("$..a").evaluate(json) == .list([inner, .integer(1)]))
    #expect(
      try JSONPathParser.parse("$..*").evaluate(json)
        == .list([inner, .integer(1), .list([.integer(2)]), .integer(2)]))
  }

  static let parsed: [Row<JSONPath>] = [
    Row("$", JSONPath(steps: [])),
    Row("$.user-id_2.é", JSONPath(steps: [.name("user-id_2"), .name("é")])),
    Row("$[0]['a b'].*", JSONPath(steps: [.index(0), .name("a b"), .all])),
    Row("$..[*]", JSONPath(steps: [.descend(.all)])),
    Row("$[1:,'a']", JSONPath(steps: [.union([.slice(from: 1, to: nil), .name("a")])])),
    Row(
      "$[?( @.a.b == -1.5 && @.c )]",
      JSONPath(steps: [
        .filter([
          .init(names: ["a", "b"], comparison: "==", value: .float(-1.5)), .init(names: ["c"]),
        ])
      ])),
  ]

  @Test(arguments: parsed) func aPathIsAPlainValue(_ row: Row<JSONPath>) throws {
    #expect(try JSONPathParser.parse(row.text) == row.expected)
  }

  static let refused: [Row<String>] = [
    Row("", "a path begins with $ (column 1)"), Row("users", "a path begins with $ (column 1)"),
    Row("$users", "a dot or a bracket belongs here (column 2)"),
    Row("$.", "a name is missing (column 3)"), Row("$.users.", "a name is missing (column 9)"),
    Row("$...a", "a name is missing (column 4)"),
    Row("$.a b", "a dot or a bracket belongs here (column 4)"),
    Row("$[", "a name between quotation marks or an index belongs here (column 3)"),
    Row("$[]", "a name between quotation marks or an index belongs here (column 3)"),
    Row("$[name]", "a name between quotation marks or an index belongs here (column 3)"),
    Row("$[0", "] is missing (column 4)"), Row("$[0:4:2]", "] is missing (column 6)"),
    Row("$['name]", "the text is not closed (column 9)"),
    Row("$[0,]", "a name between quotation marks or an index belongs here (column 5)"),
    Row("$[?@.a]", "( is missing (column 4)"), Row("$[?(a == 1)]", "@ is missing (column 5)"),
    Row("$[?(@.a == )]", "a value is missing (column 12)"),
    Row("$[?(@.a == 1]", ") is missing (column 13)"),
    Row("$[?(@.a == 1 || @.b == 2)]", ") is missing (column 14)"),
    Row("$[?(@. == 1)]", "a name is missing (column 7)"),
    Row("$[?(@.a =~ /b/)]", ") is missing (column 9)"),
    Row("$.length()", "a dot or a bracket belongs here (column 9)"),
  ]

  @Test(arguments: refused) func aWrongPathIsRefusedWithItsColumn(_ row: Row<String>) {
    #expect(throws: EvaluationError("JSONPath \"\(row.text)\": \(row.expected)")) {
      try JSONPathParser.parse(row.text)
    }
  }
}
