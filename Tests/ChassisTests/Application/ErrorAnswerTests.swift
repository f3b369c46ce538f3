// The answers that nobody wrote: what errors become, what the client sees of them, what the log does, and what of the
// fields that were set before stays.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ErrorAnswerTests {
  private let plain = [
    "Content-Type: text/plain; charset=utf-8", "X-Content-Type-Options: nosniff",
  ]
  private struct Broken: Error, CustomStringConvertible { let description = "the disk is full" }

  /// The answer to an error, and the log without the place that each line ends with.
  private func thrown(_ error: any Error) async throws -> (Answer, [String]) {
    let app = App()
    let log = LogLines()
    log.collect(from: app)
    let line = #line + 1
    app.get("/users/:id") { _, _ in throw error }
    let answer = try await app.answer("GET /users/7?full=yes")
    let place = ", in GET /users/:id (ErrorAnswerTests.swift:\(line))"
    return (answer, log.lines.map { $0.hasSuffix(place) ? String($0.dropLast(place.count)) : $0 })
  }

  @Test(arguments: [
    (HTTPError(404, "User not found"), 404, "User not found"), (HTTPError(404), 404, "Not Found"),
    (HTTPError(400, ""), 400, ""), (HTTPError(499, "own"), 499, "own"),
    (HTTPError(422, "name: प्रिया?", code: "name.invalid"), 422, "name: प्रिया?"),
    (HTTPError(400, "<script>alert(1)</script>"), 400, "<script>alert(1)</script>"),
  ])
  func `a 4xx shows its message, and the log is quiet`(
    error: HTTPError, status: Int, body: String
  ) async throws {
    let (answer, lines) = try await thrown(error)
    #expect(answer == Answer(status: status, fields: plain, body: body))
    #expect(lines == [])
  }

  @Test(
    arguments: [
      (HTTPError(500, "password is 1234"), 500, "Internal Server Error", "500 password is 1234"),
      (HTTPError(503, "10.0.0.7 is down"), 503, "Service Unavailable", "503 10.0.0.7 is down"),
      (HTTPError(599, "own"), 599, "Unknown", "599 own"),
      (HTTPError(200, "fine?"), 500, "Internal Server Error", "200 fine?"),
      (HTTPError(399, "nearly"), 500, "Internal Server Error", "399 nearly"),
      (HTTPError(600, "beyond"), 500, "Internal Server Error", "600 beyond"),
      (HTTPError(0), 500, "Internal Server Error", "0 Unknown"),
      (Broken(), 500, "Internal Server Error", "the disk is full"),
    ] as [(any Error, Int, String, String)])
  func `a 5xx tells the client its phrase, and the log the rest`(
    error: any Error, status: Int, body: String, line: String
  ) async throws {
    let (answer, lines) = try await thrown(error)
    #expect(answer == Answer(status: status, fields: plain, body: body))
    #expect(lines == ["GET /users/7?full=yes: \(line)"])
  }

  @Test(arguments: [
    (BodyError.tooLarge(limit: 5), 413, "the body is larger than 5 bytes"),
    (
      .malformed("a chunk begins with its length"), 400,
      "the body is malformed: a chunk begins with its length"
    ),
    (.aborted, 400, "the client went away"),
  ])
  func `a body that could not be read`(error: BodyError, status: Int, body: String) async throws {
    let (answer, lines) = try await thrown(error)
    #expect(answer == Answer(status: status, fields: plain, body: body))
    #expect(lines == [])
  }

  @Test func `the error's fields are on the answer, each of them`() async throws {
    let challenges: Headers = [
      "WWW-Authenticate": "Basic realm=\"users\"", "WWW-Authenticate": "Bearer", "Retry-After": "5",
    ]
    let (answer, _) = try await thrown(HTTPError(401, headers: challenges))
    #expect(
      answer.fields == [
        "WWW-Authenticate: Basic realm=\"users\"", "WWW-Authenticate: Bearer", "Retry-After: 5",
      ] + plain)
  }

  @Test func `fields of the body that was meant go, others stay`() async throws {
    let app = App()
    app.get("/") { _, response in
      response.type("json").set("Content-Encoding", "gzip").set("Content-Length", "99")
        .set("Content-Language", "hi").set("ETag", "\"1\"").set("Content-Range", "bytes 0-1/2")
        .set("X-Request", "7").append("Set-Cookie", "a=1").set("Retry-After", "1").status(201)
      throw HTTPError(409, "taken", headers: ["retry-after": "9"])
    }
    let answer = try await app.answer("GET /")
    #expect(
      "\(answer)"
        == "409 | Content-Type: text/plain; charset=utf-8 | X-Request: 7 | Set-Cookie: a=1 | "
        + "retry-after: 9 | X-Content-Type-Options: nosniff | taken")
  }

  @Test func `HEAD gets the head only`() async throws {
    let app = App()
    app.get("/") { _, _ in throw HTTPError(410, "gone for good") }
    #expect(try await app.answer("HEAD /") == Answer(status: 410, fields: plain, body: ""))
    #expect(try await app.answer("HEAD /none") == Answer(status: 404, fields: plain, body: ""))
  }

  @Test(arguments: [
    ("GET http://test/none?a=b", "Cannot GET /none"), ("GET /a%20b", "Cannot GET /a%20b"),
    ("M-SEARCH /none", "Cannot M-SEARCH /none"), ("GET //none", "Cannot GET //none"),
    ("OPTIONS *", "Cannot OPTIONS *"),
  ])
  func `what was not found is named as it was asked for`(line: String, body: String) async throws {
    let app = App()
    let router = Router()
    app.use("/mounted", router)
    app.use { request, _, next in
      request.url = "/elsewhere"
      try await next()
    }
    #expect(try await app.answer(line) == Answer(status: 404, fields: plain, body: body))
  }

  // MARK: Methods

  /// Routes of one path in two routers and the app.
  private var spread: App {
    let app = App()
    let users = Router()
    let admins = Router()
    users.get("/:id") { $1.send("show") }
    admins.delete("/:id") { $1.send("remove") }
    admins.patch("/:id") { $1.send("change") }
    app.use("/users", users)
    app.use("/users", admins)
    app.put("/users/:id") { $1.send("replace") }
    app.post("/users") { $1.send("create") }
    app.all("/any") { $1.send("any") }
    return app
  }

  @Test func `OPTIONS names the methods of all routers`() async throws {
    let allow = "DELETE, GET, HEAD, PATCH, PUT"
    let fields = ["Allow: \(allow)", "Content-Type: text/plain", "X-Content-Type-Options: nosniff"]
    let expected = Answer(status: 200, fields: fields, body: allow)
    #expect(try await spread.answer("OPTIONS /users/7") == expected)
    #expect(try await spread.answer("OPTIONS /any").body == "any")
    #expect(try await spread.answer("OPTIONS /users/7/x").status == 404)
  }

  @Test func `another method is 404, or 405 where the app wants it`() async throws {
    let app = spread
    let unknown = Answer(status: 404, fields: plain, body: "Cannot POST /users/7")
    #expect(try await app.answer("POST /users/7") == unknown)
    app.methodNotAllowed = true
    let refused = Answer(
      status: 405, fields: ["Allow: DELETE, GET, HEAD, PATCH, PUT"] + plain,
      body: "Method Not Allowed")
    #expect(try await app.answer("POST /users/7") == refused)
    #expect(try await app.answer("GET /users").status == 405)
    #expect(try await app.answer("HEAD /users").fields.first == "Allow: POST")
    #expect(try await app.answer("OPTIONS /users").status == 200)
    #expect(try await app.answer("BREW /any").body == "any")
    #expect(try await app.answer("POST /none").status == 404)
  }

  @Test func `a fallback that answers comes before 405`() async throws {
    let app = spread
    app.methodNotAllowed = true
    app.use { _, response, _ in response.status(404).send("Page not found") }
    #expect(try await app.answer("POST /users/7").body == "Page not found")
  }
}
