// What several tests of scripts need: short ways to write the parser's values, and one way to name a row of a table.

@testable import WorkbookKit

/// A row of a table: a text that goes in, and what must come out.
struct Row<Expected: Sendable>: Sendable, CustomStringConvertible {
  var text: String
  var expected: Expected

  init(_ text: String, _ expected: Expected) {
    self.text = text
    self.expected = expected
  }

  var description: String { text }
}

/// A place in a script.
func at(_ line: Int, _ column: Int = 1) -> Position { Position(line: line, column: column) }

/// `name: value` without variables.
func pair(_ name: String, _ value: String, _ position: Position) -> KeyValue {
  KeyValue(name: Template(name), value: Template(value), position: position)
}

/// The only request of a script.
func onlyEntry(_ text: String) throws -> Entry? {
  let entries = try Script.parse(text, file: "users.hurl").entries
  return entries.count == 1 ? entries[0] : nil
}

/// The only assertion behind a request.
func onlyAssert(_ line: String) throws -> Assert? {
  let asserts =
    try onlyEntry("GET http://localhost/\nHTTP 200\n[Asserts]\n\(line)\n")?.response?.asserts ?? []
  return asserts.count == 1 ? asserts[0] : nil
}

/// An answer, as if a server had sent it.
func answer(
  _ status: Int = 200, _ fields: KeyValuePairs<String, String> = [:], _ body: String = ""
) -> WireResponse {
  WireResponse(
    version: "1.1", status: status, reason: "OK",
    fields: fields.map { WireResponse.Field(name: $0.key, value: $0.value) },
    framing: .length(body.utf8.count), body: Array(body.utf8), fate: .kept,
    duration: .milliseconds(12))
}
