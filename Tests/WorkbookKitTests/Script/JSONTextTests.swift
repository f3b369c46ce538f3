// JSON as bodies bring it: read strictly, with the names in their order and whole numbers whole.

import Testing

@testable import WorkbookKit

struct JSONTextTests {
  static let texts: [Row<Value>] = [
    Row("null", .null), Row("true", .bool(true)), Row(" \t\r\nfalse\n", .bool(false)),
    Row("0", .integer(0)), Row("-12", .integer(-12)), Row("1.0", .float(1)),
    Row("1e2", .float(100)), Row("-0.5E-1", .float(-0.05)),
    Row("9223372036854775807", .integer(.max)),
    Row("9223372036854775808", .float(9_223_372_036_854_775_808)),
    Row(#""""#, .text("")), Row(#""Rahul""#, .text("Rahul")), Row(#""é 😀""#, .text("é 😀")),
    Row(#""\"\\\/\b\f\n\r\t""#, .text("\"\\/\u{8}\u{c}\n\r\t")),
    Row(#""\u00e9\u00E9""#, .text("éé")), Row(#""\ud83d\ude00""#, .text("😀")),
    Row("[]", .list([])), Row("[ ]", .list([])),
    Row("[1, [2], \"3\"]", .list([.integer(1), .list([.integer(2)]), .text("3")])),
    Row("{}", .object([])),
    Row(
      #"{"b": 1, "a": {"c": []}}"#,
      .object([("b", .integer(1)), ("a", .object([("c", .list([]))]))])),
    Row(#"{"a": 1, "b": 2, "a": 3}"#, .object([("b", .integer(2)), ("a", .integer(3))])),
  ]

  @Test(arguments: texts) func aTextIsRead(_ row: Row<Value>) throws {
    let value = try JSONText.parse(Array(row.text.utf8))
    #expect(value == row.expected)
    // Equal objects may differ in the order of their names; written out, they may not.
    #expect(value.json == row.expected.json)
  }

  static let refused: [Row<String>] = [
    Row("", "no JSON value (line 1, column 1)"),
    Row("nul", "no JSON value (line 1, column 4)"),
    Row("Rahul", "no JSON value (line 1, column 1)"),
    Row("01", "no JSON value (line 1, column 1)"),
    Row("+1", "no JSON value (line 1, column 1)"),
    Row("1.", "no JSON value (line 1, column 1)"),
    Row(".5", "no JSON value (line 1, column 1)"),
    Row("1e", "no JSON value (line 1, column 1)"),
    Row("NaN", "no JSON value (line 1, column 1)"),
    Row("1 2", "something follows the value (line 1, column 3)"),
    Row("[1,\n 2,\n]", "no JSON value (line 3, column 1)"),
    Row("[1 2]", "a comma or ] is missing (line 1, column 4)"),
    Row("[1", "a comma or ] is missing (line 1, column 3)"),
    Row(#"{"a" 1}"#, "a colon is missing (line 1, column 6)"),
    Row(#"{"a": 1,}"#, "a name between quotation marks is missing (line 1, column 9)"),
    Row(#"{"a": 1 "b": 2}"#, "a comma or } is missing (line 1, column 9)"),
    Row("{'a': 1}", "a name between quotation marks is missing (line 1, column 2)"),
    Row(#""Rahul"#, "a text is not closed (line 1, column 7)"),
    Row("\"a\tb\"", "a control character stands in a text (line 1, column 3)"),
    Row(#""\d""#, "unknown escape (line 1, column 3)"),
    Row(#""\u12""#, "four hexadecimal digits are missing (line 1, column 4)"),
    Row(#""\ud83d""#, "half of a surrogate pair (line 1, column 8)"),
    Row(#""\ude00""#, "half of a surrogate pair (line 1, column 8)"),
    Row(#""\ud83d\u0041""#, "half of a surrogate pair (line 1, column 14)"),
  ]

  @Test(arguments: refused) func whatIsNoJSONIsRefusedWithItsPlace(_ row: Row<String>) {
    #expect(throws: EvaluationError("no JSON: " + row.expected)) {
      try JSONText.parse(Array(row.text.utf8))
    }
  }

  @Test func bytesThatAreNoTextAreRefused() {
    #expect(throws: EvaluationError("no JSON: the bytes are no UTF-8")) {
      try JSONText.parse([0x22, 0xFF, 0x22])
    }
  }

  @Test func aTextThatIsCutAnywhereIsRefused() {
    let text = Array(#"{"users": [{"name": "Rahul\u00e9", "age": null}]}"#.utf8)
    #expect(throws: Never.self) { try JSONText.parse(text) }
    for count in 0..<text.count {
      #expect(throws: EvaluationError.self, "cut behind \(count) bytes") {
        try JSONText.parse(Array(text.prefix(count)))
      }
    }
  }

  @Test func nestingHasALimit() {
    let deep = Array(repeating: UInt8(ascii: "["), count: 501)
    #expect(throws: EvaluationError("no JSON: nested deeper than 500 (line 1, column 501)")) {
      try JSONText.parse(deep)
    }
    let closed = deep.dropLast() + Array(repeating: UInt8(ascii: "]"), count: 500)
    #expect(throws: Never.self) { try JSONText.parse(Array(closed)) }
  }
}
