// Variables: what templates become, and that the random ones come from the seed alone.

import Foundation
import Testing

@testable import WorkbookKit

struct ScriptVariablesTests {
  private static func template(_ text: String) throws -> Template {
    try #require(try onlyEntry("GET http://localhost/\nX-Value: \(text)")?.request.headers.first)
      .value
  }

  private static func fill(_ text: String, seed: UInt64 = 1) throws -> String {
    var variables = ScriptVariables(seed: seed, values)
    return try variables.fill(template(text))
  }

  private static let values: [String: Value] = [
    "name": .text("Rahul \"R\""), "id": .integer(-7), "price": .float(1.5), "open": .bool(true),
    "none": .null,
    "tags": .list([.text("a\n"), .integer(1)]), "user": .object([("id", .integer(1))]),
    "bytes": .bytes([0, 255]),
    "date": .date(0.25),
  ]

  // MARK: Templates

  static let templates: [Row<String>] = [
    Row("plain", "plain"), Row("{{name}}", "Rahul \"R\""),
    Row("/{{id}}/{{id}}?open={{open}}", "/-7/-7?open=true"),
    Row("{{price}}", "1.5"), Row("{{none}}", "null"), Row("{{tags}}", #"["a\n",1]"#),
    Row("{{user}}", #"{"id":1}"#),
    Row("{{bytes}}", "00ff"), Row("{{date}}", "1970-01-01T00:00:00.250Z"),
  ]

  /// Each doubles the one before: forty of them would fill any memory.
  @Test func whatIsFilledInHasALimit() throws {
    let tooLong = EvaluationError("with its variables filled in this has more than 64 KiB")
    var variables = ScriptVariables(seed: 1, ["value": .text("x")])
    for _ in 0..<16 {
      variables["value"] = .text(try variables.fill(Self.template("{{value}}{{value}}")))
    }
    #expect(variables["value"]?.written.utf8.count == 65_536)
    for text in ["{{value}}{{value}}", "x{{value}}"] {
      #expect(throws: tooLong) { try variables.fill(Self.template(text)) }
      #expect(throws: tooLong) { try variables.fillJSON(Self.template(text)) }
    }
  }

  @Test(arguments: templates) func aTemplateIsFilled(_ row: Row<String>) throws {
    #expect(try Self.fill(row.text) == row.expected)
  }

  @Test func aVariableKeepsItsKindAndATemplateIsText() throws {
    var variables = ScriptVariables(seed: 1, Self.values)
    #expect(try variables.value(of: "id") == .integer(-7))
    #expect(try variables.value(of: "tags") == .list([.text("a\n"), .integer(1)]))
    #expect(try variables.fill(Self.template("{{id}}")) == "-7")
  }

  @Test func aValueThatIsSetIsTheOneThatIsRead() throws {
    var variables = ScriptVariables(seed: 1)
    variables["name"] = .text("Priya")
    #expect(variables["name"] == .text("Priya"))
    #expect(try variables.fill(Self.template("{{name}}")) == "Priya")
  }

  static let unknown: [Row<String>] = [
    Row("{{nme}}", #"the variable "nme" has no value: did you mean "name"?"#),
    Row("{{newUUID}}", #"the variable "newUUID" has no value: did you mean "newUuid"?"#),
    Row("{{elsewhere}}", #"the variable "elsewhere" has no value"#),
  ]

  @Test(arguments: unknown) func anUnknownVariableIsAnErrorThatNamesTheNearest(_ row: Row<String>) {
    #expect(throws: EvaluationError(row.expected)) { try Self.fill(row.text) }
  }

  // MARK: Random values

  @Test func theSameSeedDrawsTheSameValues() throws {
    let text = "{{random}} {{randomName}} {{newUuid}} {{newUuid}}"
    #expect(try Self.fill(text, seed: 7) == Self.fill(text, seed: 7))
    let drawn = try (0..<20).map { try Self.fill(text, seed: $0) }
    #expect(Set(drawn).count == 20)
    #expect(ScriptVariables(seed: 7).seed == 7)
  }

  @Test func randomValuesAreDrawnOnceARun() throws {
    let words = try Self.fill("{{random}} {{random}} {{randomName}} {{randomName}}").split(
      separator: " ")
    #expect(words[0] == words[1])
    #expect(words[2] == words[3])
  }

  @Test(arguments: 0..<20 as Range<UInt64>) func randomValuesHaveTheirForm(_ seed: UInt64) throws {
    #expect(try Self.fill("{{random}}", seed: seed).wholeMatch(of: /[1-9]\d{5}/) != nil)
    #expect(try Self.fill("{{randomName}}", seed: seed).wholeMatch(of: /[a-z]{8}/) != nil)
    let uuid = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/
    #expect(try Self.fill("{{newUuid}}", seed: seed).wholeMatch(of: uuid) != nil)
  }

  @Test func eachNewUuidIsAnother() throws {
    let words = try Self.fill("{{newUuid}} {{newUuid}}").split(separator: " ")
    #expect(words[0] != words[1])
  }

  @Test func newDateIsDrawnFromTheSeed() throws {
    let text = "{{newDate}} {{newDate}}"
    let first = try Self.fill(text)
    #expect(try Self.fill(text) == first)
    #expect(try Self.fill(text, seed: 2) != first)
    let dates = first.split(separator: " ")
    #expect(dates[0] != dates[1])
    for date in dates {
      #expect(date.wholeMatch(of: /202\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d\d\dZ/) != nil)
    }
  }

  /// The algorithm's published first values for the seed 1234567.
  @Test func theGeneratorIsSplitMix64() {
    var generator = SeededGenerator(seed: 1_234_567)
    let drawn = (0..<3).map { _ in generator.next() }
    #expect(
      drawn == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
  }
}
