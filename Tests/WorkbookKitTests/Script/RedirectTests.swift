// Redirects: followed where the script says so, and only to the server under test.

import Engine
import TestSupport
import Testing

@testable import WorkbookKit

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct RedirectTests {
  /// `/<status>?to=<location>` redirects; everything else says what came in.
  private static let server: Handler = { request, response in
    let body = String(decoding: try await request.body.collect(), as: UTF8.self)
    let parts = request.url.split(separator: "?to=", maxSplits: 1)
    if parts.count == 2, let status = parts[0].split(separator: "/").last.flatMap({ Int($0) }) {
      response.writeHead(status, ["Location": try decodeURIComponent(String(parts[1]))])
      return response.end("moved")
    }
    let type = request.headers["Content-Type"] ?? "untyped"
    response.end("\(request.method) \(request.url) \(type) \(body)".trimmingSuffix(" "))
  }

  nonisolated static let ways: [Row<String>] = [
    Row("GET {{host}}/301?to=/users", "GET /users untyped"),
    Row("GET {{host}}/302?to=%2Fusers%3Fpage=2", "GET /users?page=2 untyped"),
    Row("GET {{host}}/deep/302?to=users", "GET /deep/users untyped"),
    Row("GET {{host}}/302?to=%3Fpage=2", "GET /302?page=2 untyped"),
    Row("GET {{host}}/302?to={{host}}/users", "GET /users untyped"),
    Row("GET {{host}}/302?to={{host}}", "GET / untyped"),
    Row("GET {{host}}/301?to=/302?to=/303?to=/users", "GET /users untyped"),
    // After 301, 302 and 303 the request is a GET without a body; after 307 and 308 it is what it was.
    Row("POST {{host}}/301?to=/users\n{}", "GET /users untyped"),
    Row("PUT {{host}}/302?to=/users\n{}", "GET /users untyped"),
    Row("POST {{host}}/303?to=/users\nTransfer-Encoding: chunked\n{}", "GET /users untyped"),
    Row("POST {{host}}/307?to=/users\n{}", "POST /users application/json {}"),
    Row("DELETE {{host}}/308?to=/users", "DELETE /users untyped"),
    // No redirect.
    Row("GET {{host}}/200?to=/users", "moved"),
  ]

  @Test(arguments: ways) func aRedirectIsFollowed(_ row: Row<String>) async throws {
    // Options stand before the body.
    let lines = row.text.split(separator: "\n").map(String.init)
    let head = lines.prefix { !$0.hasPrefix("{}") }.joined(separator: "\n")
    let body = lines.contains("{}") ? "{}\n" : ""
    let script =
      "\(head)\n[Options]\nlocation: true\n\(body)HTTP 200\n[Asserts]\nbody == \"\(row.expected)\"\n"
    #expect(try await run(script, on: Self.server).map(\.failures) == [[]])
  }

  @Test func aHeadRequestStaysOne() async throws {
    let script =
      "HEAD {{host}}/303?to=/users\n[Options]\nlocation: true\nHTTP 200\n[Asserts]\nurl endsWith \"/users\""
    #expect(try await run(script, on: Self.server).map(\.failures) == [[]])
  }

  @Test func whereARedirectLedCanBeAsked() async throws {
    let script = """
      GET {{host}}/301?to=/302?to=/users
      [Options]
      location: true
      HTTP 200
      [Asserts]
      url == "{{host}}/users"
      redirects count == 2
      redirects nth 0 location == "{{host}}/302?to=/users"
      redirects nth 1 location == "{{host}}/users"
      """
    #expect(try await run(script, on: Self.server).map(\.failures) == [[]])
  }

  @Test func withoutTheOptionARedirectIsAnAnswerLikeAnyOther() async throws {
    let script =
      "GET {{host}}/302?to=/users\nHTTP 302\nLocation: /users\n[Asserts]\nredirects isEmpty\nbody == \"moved\""
    #expect(try await run(script, on: Self.server).map(\.failures) == [[]])
  }

  nonisolated static let refused: [Row<String>] = [
    Row(
      "GET {{host}}/302?to=/302?to=/users\n[Options]\nlocation: true\nmax-redirs: 1",
      "more than 1 redirects"),
    Row(
      "GET {{host}}/302?to=http://example.org/\n[Options]\nlocation: true",
      "a redirect leads to another server: http://example.org/"),
    Row(
      "GET {{host}}/302?to=//example.org/\n[Options]\nlocation: true",
      "a redirect leads to another server: //example.org/"),
    Row(
      "GET {{host}}/302?to=https://example.org/\n[Options]\nlocation: true",
      #""https://example.org/" is no http:// address"#),
  ]

  @Test(arguments: refused) func aRedirectThatIsNotFollowedIsToldAsSuch(_ row: Row<String>)
    async throws
  {
    let reports = try await run(row.text, on: Self.server)
    let question = String(row.text.prefix { $0 != "\n" }).replacing("{{host}}", with: "")
    #expect(
      reports.map(\.failures) == [
        [
          Failure(
            position: at(1), question: question, expected: "a redirect that can be followed",
            actual: row.expected)
        ]
      ])
  }
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}
