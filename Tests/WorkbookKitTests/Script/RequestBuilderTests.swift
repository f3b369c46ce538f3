// Requests as they go over the wire, byte by byte.

import Foundation
import Testing

@testable import WorkbookKit

struct RequestBuilderTests {
  private static func build(_ script: String, folder: String = "/nowhere") throws -> WireRequest {
    var variables = ScriptVariables(
      seed: 1,
      [
        "host": .text("http://127.0.0.1:3000"), "name": .text("R\"ah\\ul\n"), "id": .integer(7),
        "user": .object([("id", .integer(1))]),
      ])
    let request = try #require(try onlyEntry(script)).request
    return try RequestBuilder(folder: folder).build(request, &variables)
  }

  private static func wire(_ lines: String...) -> String { lines.joined(separator: "\r\n") }
  private static let added = "Accept: */*\r\nUser-Agent: workbook"

  // MARK: Lines and fields

  static let heads: [Row<String>] = [
    Row("GET {{host}}", wire("GET / HTTP/1.1", "Host: 127.0.0.1:3000", added, "", "")),
    Row(
      "GET {{host}}?page=1", wire("GET /?page=1 HTTP/1.1", "Host: 127.0.0.1:3000", added, "", "")),
    Row(
      "DELETE {{host}}/users/{{id}}",
      wire("DELETE /users/7 HTTP/1.1", "Host: 127.0.0.1:3000", added, "", "")),
    Row(
      "POST {{host}}/",
      wire("POST / HTTP/1.1", "Host: 127.0.0.1:3000", added, "Content-Length: 0", "", "")),
    // Nothing is tidied up.
    Row(
      "GET {{host}}/a/../%2e%2E//b?x=a;b",
      wire("GET /a/../%2e%2E//b?x=a;b HTTP/1.1", "Host: 127.0.0.1:3000", added, "", "")),
    Row(
      "GET {{host}}/\n[Options]\nhttp1.0: true",
      wire("GET / HTTP/1.0", "Host: 127.0.0.1:3000", added, "", "")),
    Row(
      "GET {{host}}/\nX-Id: {{id}}\nX-Empty:\nx-id: 8",
      wire(
        "GET / HTTP/1.1", "Host: 127.0.0.1:3000", "X-Id: 7", "X-Empty: ", "x-id: 8", added, "", "")),
    // What the script writes itself is left as it is.
    Row(
      "GET {{host}}/\nhost: example.org\naccept: text/html\nuser-agent: Priya\ncontent-length: 3",
      wire(
        "GET / HTTP/1.1", "host: example.org", "accept: text/html", "user-agent: Priya",
        "content-length: 3", "", "")),
    // Sections.
    Row(
      "GET {{host}}/\n[Query]\nq: a b&c=d/é\nid: {{id}}\nq:",
      wire("GET /?q=a%20b%26c%3Dd%2F%C3%A9&id=7&q= HTTP/1.1", "Host: 127.0.0.1:3000", added, "", "")
    ),
    Row(
      "GET {{host}}/?page=1\n[Query]\nrole: admin",
      wire("GET /?page=1&role=admin HTTP/1.1", "Host: 127.0.0.1:3000", added, "", "")),
    Row(
      "GET {{host}}/\n[Cookies]\nsession: abc\ntheme: {{id}}",
      wire("GET / HTTP/1.1", "Host: 127.0.0.1:3000", "Cookie: session=abc; theme=7", added, "", "")),
    Row(
      "GET {{host}}/\n[BasicAuth]\nrahul: p:ass {{id}}",
      wire(
        "GET / HTTP/1.1", "Host: 127.0.0.1:3000", "Authorization: Basic cmFodWw6cDphc3MgNw==",
        added, "", "")),
  ]

  @Test(arguments: heads) func aHeadIsWritten(_ row: Row<String>) throws {
    #expect(String(decoding: try Self.build(row.text).bytes, as: UTF8.self) == row.expected)
  }

  // MARK: Bodies

  private static func post(_ type: String?, _ body: String) -> String {
    let typeLine = type.map { "Content-Type: \($0)\r\n" } ?? ""
    return wire(
      "POST / HTTP/1.1", "Host: 127.0.0.1:3000", typeLine + added,
      "Content-Length: \(body.utf8.count)", "", body)
  }

  static let bodies: [Row<String>] = [
    Row(#"{ "id": {{id}} }"#, post("application/json", #"{ "id": 7 }"#)),
    Row(#"[{{user}}]"#, post("application/json", #"[{"id":1}]"#)),
    // What stands between quotation marks stays there.
    Row(
      #"{"a": "{{name}}!", "b\"": "\\", "c": "{{name}}", "d": {{id}}}"#,
      post("application/json", #"{"a": "R\"ah\\ul\n!", "b\"": "\\", "c": "R\"ah\\ul\n", "d": 7}"#)),
    Row(
      "```json\n{\"id\": {{id}\n```".replacing("{{id}", with: "{{id}}"),
      post("application/json", "{\"id\": 7\n")),
    Row("```\nid {{id}}\nend\n```", post(nil, "id 7\nend\n")),
    Row("```text\na\n```", post(nil, "a\n")),
    Row("`é`", post(nil, "é")), Row("base64,UmFodWw=;", post(nil, "Rahul")),
    Row("hex,5261;", post(nil, "Ra")),
    Row(
      "[Form]\nname: Rahul & Priya+\nid: {{id}}",
      post("application/x-www-form-urlencoded", "name=Rahul%20%26%20Priya%2B&id=7")),
  ]

  @Test(arguments: bodies) func aBodyIsWritten(_ row: Row<String>) throws {
    let request = try Self.build("POST {{host}}/\n\(row.text)")
    #expect(String(decoding: request.bytes, as: UTF8.self) == row.expected)
  }

  @Test func aTypeThatTheScriptWritesIsKept() throws {
    let request = try Self.build("PUT {{host}}/\ncontent-type: text/plain\n{}")
    #expect(
      String(decoding: request.bytes, as: UTF8.self)
        == Self.wire(
          "PUT / HTTP/1.1", "Host: 127.0.0.1:3000", "content-type: text/plain", Self.added,
          "Content-Length: 2", "", "{}"))
  }

  static let chunked: [Row<String>] = [
    Row("`Rahul`", "2\r\nRa\r\n3\r\nhul\r\n0\r\n\r\n"), Row("`R`", "1\r\nR\r\n0\r\n\r\n"),
    Row("``````", "0\r\n\r\n"),
    Row(
      "```\n0123456789abcdef0123456789abcde\n```",
      "10\r\n0123456789abcdef\r\n10\r\n0123456789abcde\n\r\n0\r\n\r\n"),
  ]

  @Test(arguments: chunked) func aBodyIsCutIntoChunksWhereTheScriptAsksForIt(_ row: Row<String>)
    throws
  {
    let request = try Self.build(
      "POST {{host}}/\nHost: example.org\nTransfer-Encoding: chunked\n\(row.text)")
    #expect(
      String(decoding: request.bytes, as: UTF8.self)
        == Self.wire(
          "POST / HTTP/1.1", "Host: example.org", "Transfer-Encoding: chunked", Self.added, "",
          row.expected))
  }

  // MARK: Files

  @Test func aFileStandsBesideTheScript() throws {
    let parent = FileManager.default.temporaryDirectory.appending(
      path: "workbook-\(UUID().uuidString)")
    let folder = parent.appending(path: "script")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: parent) }
    try Data([0, 13, 255]).write(to: folder.appending(path: "users 7.bin"))
    try Data("secret".utf8).write(to: parent.appending(path: "secret.txt"))
    try FileManager.default.createSymbolicLink(
      at: folder.appending(path: "link.txt"),
      withDestinationURL: parent.appending(path: "secret.txt"))

    let request = try Self.build("POST {{host}}/\nfile,users {{id}}.bin;", folder: folder.path)
    #expect(request.body == [0, 13, 255])
    #expect(request.fields.last == .init(name: "Content-Length", value: "3"))

    let large = folder.appending(path: "large.bin")
    try Data().write(to: large)
    try FileHandle(forWritingTo: large).truncate(atOffset: 16_777_217)
    #expect(
      throws: EvaluationError(
        "the file \"large.bin\" is too large (16777217 bytes); at most 16 MiB are sent")
    ) { try Self.build("POST {{host}}/\nfile,large.bin;", folder: folder.path) }
    for name in ["../secret.txt", "link.txt"] {
      #expect(throws: EvaluationError("the file \"\(name)\" lies outside the script's folder")) {
        try Self.build("POST {{host}}/\nfile,\(name);", folder: folder.path)
      }
    }
    #expect(
      throws: EvaluationError(
        "the file \"none.txt\" cannot be read (it is looked for beside the script)")
    ) {
      try Self.build("POST {{host}}/\nfile,none.txt;", folder: folder.path)
    }
  }

  // MARK: Refused

  static let refused: [Row<String>] = [
    Row("GET localhost/", #""localhost/" is no http:// address"#),
    Row("GET https://localhost/", #""https://localhost/" is no http:// address"#),
    Row(
      "GET {{host}}/é",
      #""http://127.0.0.1:3000/é" holds a character that has to be percent-encoded"#),
    Row("GET {{hots}}/", #"the variable "hots" has no value: did you mean "host"?"#),
    Row(
      "GET {{host}}/\nX-Name: {{nme}}", #"the variable "nme" has no value: did you mean "name"?"#),
  ]

  @Test(arguments: refused) func whatCannotBeSentIsRefused(_ row: Row<String>) {
    #expect(throws: EvaluationError(row.expected)) { try Self.build(row.text) }
  }
}
