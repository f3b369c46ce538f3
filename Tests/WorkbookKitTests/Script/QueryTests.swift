// Queries: what each of them finds in one and the same answer, made by hand.

import Testing

@testable import WorkbookKit

struct QueryTests {
  private static let evidence = Evidence(
    response: answer(
      201,
      [
        "Content-Type": "application/json", "Vary": "Accept", "X-Empty": "", "vary": "Origin",
        "Set-Cookie": "theme=dark", "set-cookie": "session=old; Secure",
        "SET-COOKIE":
          "session=a=b; Path=/; Max-Age=60; expires=Sat, 21 Nov 2026 08:49:37 GMT; HttpOnly; SameSite=Lax",
        "Set-cookie": "empty=; Max-Age=soon",
      ], #"{"name": "Rahul", "tags": ["a", "b"]}"#),
    url: "http://localhost/users/1",
    redirects: ["http://localhost/users", "http://localhost/users/1"])

  private static func find(_ source: String, _ evidence: Evidence = evidence) throws -> Value? {
    var variables = ScriptVariables(seed: 1, ["name": .text("session"), "list": .list([.null])])
    let assert = try #require(try onlyAssert("\(source) exists"))
    return try assert.query.evaluate(evidence, &variables)
  }

  static let found: [Row<Value?>] = [
    Row("status", .integer(201)), Row("version", .text("1.1")),
    Row("url", .text("http://localhost/users/1")), Row("duration", .integer(12)),
    Row("redirects", .list([.text("http://localhost/users"), .text("http://localhost/users/1")])),
    Row("body", .text(#"{"name": "Rahul", "tags": ["a", "b"]}"#)),
    Row("bytes", .bytes(Array(#"{"name": "Rahul", "tags": ["a", "b"]}"#.utf8))),
    Row("rawbytes", .bytes(Array(#"{"name": "Rahul", "tags": ["a", "b"]}"#.utf8))),
    // Headers: none, one, several.
    Row(#"header "Content-Type""#, .text("application/json")),
    Row(#"header "content-TYPE""#, .text("application/json")), Row(#"header "X-Empty""#, .text("")),
    Row(#"header "Vary""#, .list([.text("Accept"), .text("Origin")])),
    Row(#"header "X-Absent""#, nil),
    // Cookies: of two with one name the last.
    Row(#"cookie "theme""#, .text("dark")), Row(#"cookie "session""#, .text("a=b")),
    Row(#"cookie "{{name}}[Value]""#, .text("a=b")), Row(#"cookie "session[Path]""#, .text("/")),
    Row(#"cookie "session[Max-Age]""#, .integer(60)),
    Row(#"cookie "session[Expires]""#, .text("Sat, 21 Nov 2026 08:49:37 GMT")),
    Row(#"cookie "session[HttpOnly]""#, .bool(true)),
    Row(#"cookie "session[SameSite]""#, .text("Lax")),
    Row(#"cookie "session[Secure]""#, nil), Row(#"cookie "session[Domain]""#, nil),
    Row(#"cookie "theme[Path]""#, nil), Row(#"cookie "empty""#, .text("")),
    Row(#"cookie "empty[Max-Age]""#, .text("soon")), Row(#"cookie "Session""#, nil),
    // Parts of the body.
    Row(#"jsonpath "$.name""#, .text("Rahul")),
    Row(#"jsonpath "$.tags[*]""#, .list([.text("a"), .text("b")])),
    Row(#"jsonpath "$.age""#, nil), Row(#"regex /"name": "(\w+)"/"#, .text("Rahul")),
    Row(#"regex "(tags)""#, .text("tags")), Row("regex /(\\d+)/", nil),
    Row(#"variable "name""#, .text("session")), Row(#"variable "list""#, .list([.null])),
    Row(#"variable "absent""#, nil),
  ]

  @Test(arguments: found) func aQueryFinds(_ row: Row<Value?>) throws {
    #expect(try Self.find(row.text) == row.expected)
  }

  static let refused: [Row<String>] = [
    Row(#"jsonpath "$.name""#, "no JSON: no JSON value (line 1, column 1)"),
    Row(#"jsonpath "name""#, #"JSONPath "name": a path begins with $ (column 1)"#),
    Row("regex /a/", "the expression has no group in parentheses to capture"),
    Row(#"regex "(""#, #""(" is no regular expression"#),
    Row(#"header "{{absent}}""#, #"the variable "absent" has no value"#),
  ]

  @Test(arguments: refused) func whatCannotBeAskedIsAnError(_ row: Row<String>) {
    let evidence = Evidence(response: answer(200, [:], "a"), url: "http://localhost/")
    #expect(throws: EvaluationError(row.expected)) { try Self.find(row.text, evidence) }
  }

  @Test(arguments: ["body", "regex /(a)/"]) func bytesThatAreNoTextHaveNoText(_ query: String) {
    var response = answer()
    response.body = [0xFF]
    let evidence = Evidence(response: response, url: "http://localhost/")
    #expect(throws: EvaluationError("the body is no UTF-8 text")) { try Self.find(query, evidence) }
    #expect(throws: Never.self) { try Self.find("bytes", evidence) }
  }
}
