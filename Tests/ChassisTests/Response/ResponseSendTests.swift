// What handlers answer with, and what of it reaches the wire: bodies, types, statuses, and answers that cannot be given.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ResponseSendTests {
  private struct User: Codable {
    var id = 1
    var name = "Rahul"
    var admin = false
  }

  private let plain = [
    "Content-Type: text/plain; charset=utf-8", "X-Content-Type-Options: nosniff",
  ]

  /// An app with one route, and the lines of its log.
  private func app(_ handler: @escaping Handler) -> (app: App, log: LogLines, line: Int) {
    let app = App()
    let log = LogLines()
    log.collect(from: app)
    let line = #line + 1
    app.all("/", handler: handler)
    return (app, log, line)
  }

  private func answer(_ handler: @escaping Handler) async throws -> String {
    let (app, log, _) = app(handler)
    let answer = try await app.answer("GET /")
    #expect(log.lines == [])
    return "\(answer)"
  }

  private let ways: [String: Handler] = [
    "text": { $1.send("Welcome") },
    "empty text": { $1.send("") },
    "other characters": { $1.send("नमस्ते, Priya") },
    "text with a type": { $1.type("text").send("Welcome") },
    "text with a type set as a field": { $1.set("Content-Type", "text/csv").send("id,name") },
    "bytes": { $1.send([82, 97, 104, 117, 108]) },
    "bytes with a type": { $1.type("png").send([82, 97, 104, 117, 108]) },
    "nothing": { $1.send() },
    "nothing with a type": { $1.type("text").send() },
    "json": { $1.json(User()) },
    "json with a type": { $1.type("application/problem+json").json(["status": 404]) },
    "json of a list": { $1.json([User(), User(id: 2, name: "Priya", admin: true)]) },
    "json of nothing": { $1.json(nil as User?) },
    "json of text": { $1.json("Rahul") },
    "json with options": { $1.json(["b": 1, "a": 2], options: .init(spaces: 2)) },
    "status and json": { $1.status(201).json(User()) },
    "status and text": { $1.status(404).send("User not found") },
    "the last status": { $1.status(500).status(409).send("taken") },
    "status of no name": { $1.status(999).send("own") },
    "end": { $1.status(202).end("raw") },
    "sendStatus": { $1.sendStatus(404) },
    "sendStatus 200": { $1.sendStatus(200) },
    "sendStatus of no name": { $1.sendStatus(799) },
    "sendStatus over another type": { $1.type("json").sendStatus(403) },
  ]

  @Test(arguments: [
    ("text", "200 | Content-Type: text/html; charset=utf-8 | Welcome"),
    ("empty text", "200 | Content-Type: text/html; charset=utf-8 | "),
    ("other characters", "200 | Content-Type: text/html; charset=utf-8 | नमस्ते, Priya"),
    ("text with a type", "200 | Content-Type: text/plain; charset=utf-8 | Welcome"),
    ("text with a type set as a field", "200 | Content-Type: text/csv | id,name"),
    ("bytes", "200 | Content-Type: application/octet-stream | Rahul"),
    ("bytes with a type", "200 | Content-Type: image/png | Rahul"),
    ("nothing", "200 | "),
    ("nothing with a type", "200 | Content-Type: text/plain; charset=utf-8 | "),
    (
      "json",
      #"200 | Content-Type: application/json; charset=utf-8 | {"id":1,"name":"Rahul","admin":false}"#
    ),
    ("json with a type", #"200 | Content-Type: application/problem+json | {"status":404}"#),
    (
      "json of a list",
      "200 | Content-Type: application/json; charset=utf-8 | "
        + #"[{"id":1,"name":"Rahul","admin":false},{"id":2,"name":"Priya","admin":true}]"#
    ),
    ("json of nothing", "200 | Content-Type: application/json; charset=utf-8 | null"),
    ("json of text", "200 | Content-Type: application/json; charset=utf-8 | \"Rahul\""),
    (
      "json with options",
      "200 | Content-Type: application/json; charset=utf-8 | {\n  \"a\": 2,\n  \"b\": 1\n}"
    ),
    (
      "status and json",
      #"201 | Content-Type: application/json; charset=utf-8 | {"id":1,"name":"Rahul","admin":false}"#
    ),
    ("status and text", "404 | Content-Type: text/html; charset=utf-8 | User not found"),
    ("the last status", "409 | Content-Type: text/html; charset=utf-8 | taken"),
    ("status of no name", "999 | Content-Type: text/html; charset=utf-8 | own"),
    ("end", "202 | raw"),
    ("sendStatus", "404 | Content-Type: text/plain; charset=utf-8 | Not Found"),
    ("sendStatus 200", "200 | Content-Type: text/plain; charset=utf-8 | OK"),
    ("sendStatus of no name", "799 | Content-Type: text/plain; charset=utf-8 | 799"),
    ("sendStatus over another type", "403 | Content-Type: text/plain; charset=utf-8 | Forbidden"),
  ])
  func `answers`(way: String, expected: String) async throws {
    let handler = try #require(ways[way])
    #expect(try await answer(handler) == expected)
  }

  @Test func `the app says how JSON is written, a call may say otherwise`() async throws {
    let app = App()
    app.jsonOptions = .init(sortedKeys: true, escapeHTML: true)
    app.get("/app") { _, response in response.json(User(name: "<Rahul & Priya>")) }
    app.get("/call") { _, response in response.json(User(name: "<Rahul>"), options: .init()) }
    #expect(
      try await app.answer("GET /app").body
        == #"{"admin":false,"id":1,"name":"\u003cRahul \u0026 Priya\u003e"}"#)
    #expect(try await app.answer("GET /call").body == #"{"id":1,"name":"<Rahul>","admin":false}"#)
  }

  // MARK: Answers without a body

  /// The whole head but for its date, and the body.
  private func wire(_ line: String, _ handler: @escaping Handler) async throws -> [String] {
    let (app, _, _) = app(handler)
    var text = ""
    try await app.served {
      text = try await $0.exchange("\(line) HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n")
    }
    return text.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
      .filter { !$0.hasPrefix("Date: ") && $0 != "Connection: close" }
  }

  private let bodiless: [String: Handler] = [
    "send": { $1.type("text").set("X-Kept", "yes").send("body") },
    "204": { $1.status(204).set("X-Kept", "yes").send("body") },
    "304": { $1.status(304).set("ETag", "\"1\"").type("text").send([1, 2]) },
    "205": { $1.status(205).set("Content-Length", "4").json(["a"]) },
    "sendStatus 204": { $1.sendStatus(204) },
    "end": { $1.status(204).end() },
    "nothing": { $1.send() },
  ]

  @Test(arguments: [
    (
      "HEAD /", "send",
      [
        "HTTP/1.1 200 OK", "Content-Type: text/plain; charset=utf-8", "X-Kept: yes",
        "Content-Length: 4", "", "",
      ]
    ),
    ("GET /", "204", ["HTTP/1.1 204 No Content", "X-Kept: yes", "", ""]),
    ("HEAD /", "204", ["HTTP/1.1 204 No Content", "X-Kept: yes", "", ""]),
    ("GET /", "304", ["HTTP/1.1 304 Not Modified", "ETag: \"1\"", "", ""]),
    ("GET /", "205", ["HTTP/1.1 205 Reset Content", "Content-Length: 0", "", ""]),
    ("GET /", "sendStatus 204", ["HTTP/1.1 204 No Content", "", ""]),
    ("GET /", "end", ["HTTP/1.1 204 No Content", "", ""]),
    ("GET /", "nothing", ["HTTP/1.1 200 OK", "Content-Length: 0", "", ""]),
  ])
  func `answers without a body`(line: String, way: String, expected: [String]) async throws {
    let handler = try #require(bodiless[way])
    #expect(try await wire(line, handler) == expected)
  }

  // MARK: Answers that cannot be given

  private let impossible: [String: Handler] = [
    "status 99": { $1.status(99).send("never") },
    "status 100": { $1.status(100).send("never") },
    "status 1000": { $1.status(1000).json(["never"]) },
    "sendStatus 9999": { $1.sendStatus(9999) },
    "redirect 0": { $1.redirect(0, "/") },
    "first of two": { $1.status(0).status(9999).send("never") },
    "NaN": { $1.json(["ratio": Double.nan]) },
    "status before NaN": { $1.status(201).json([1, Double.infinity]) },
    "caught": { request, response in
      response.status(42)
      throw HTTPError(409, "the error that was thrown counts")
    },
  ]

  @Test(arguments: [
    ("status 99", "status(99): the status of an answer has three digits, from 200 on"),
    ("status 100", "status(100): the status of an answer has three digits, from 200 on"),
    ("status 1000", "status(1000): the status of an answer has three digits, from 200 on"),
    ("sendStatus 9999", "status(9999): the status of an answer has three digits, from 200 on"),
    ("redirect 0", "status(0): the status of an answer has three digits, from 200 on"),
    ("first of two", "status(0): the status of an answer has three digits, from 200 on"),
    ("NaN", "ratio: nan is no JSON number"),
    ("status before NaN", "[1]: inf is no JSON number"),
  ])
  func `what cannot be sent is a 500 and a line in the log`(way: String, message: String)
    async throws
  {
    let handler = try #require(impossible[way])
    let (app, log, line) = app(handler)
    let expected = Answer(status: 500, fields: plain, body: "Internal Server Error")
    #expect(try await app.answer("GET /") == expected)
    let place =
      way.contains("NaN") ? ", in all / (ResponseSendTests.swift:\(line))" : ""
    #expect(log.lines == ["GET /: \(message)\(place)"])
  }

  @Test func `what cannot be sent reaches onError`() async throws {
    let handler = try #require(impossible["NaN"])
    let (app, log, _) = app(handler)
    app.onError { error, _, response in response.status(500).send("seen: \(error)") }
    let expected =
      "500 | Content-Type: text/html; charset=utf-8 | seen: ratio: nan is no JSON number"
    #expect(try await "\(app.answer("GET /"))" == expected)
    #expect(log.lines == [])
  }

  @Test func `what the handler throws outranks what it could not send`() async throws {
    let handler = try #require(impossible["caught"])
    let (app, log, _) = app(handler)
    let expected = Answer(
      status: 409, fields: plain, body: "the error that was thrown counts")
    #expect(try await app.answer("GET /") == expected)
    #expect(
      log.lines == [
        "GET /: status(42): the status of an answer has three digits, from 200 on"
      ])
  }

  private let twice: [String: Handler] = [
    "send": {
      $1.send("first")
      $1.send("second")
    },
    "json": {
      $1.send("first")
      $1.json(["second"])
    },
    "sendStatus": {
      $1.send("first")
      $1.sendStatus(500)
    },
    "redirect": {
      $1.send("first")
      $1.redirect("/second")
    },
    "after end": {
      $1.end("first")
      $1.send("second")
    },
  ]

  @Test(arguments: ["send", "json", "sendStatus", "redirect", "after end"])
  func `the first answer counts`(way: String) async throws {
    let handler = try #require(twice[way])
    var status = 0
    let (app, log, line) = app { request, response in
      response.onFinish { status = response.statusCode }
      try await handler(request, response)
    }
    let answer = try await app.answer("GET /")
    let type = way == "after end" ? "" : "Content-Type: text/html; charset=utf-8 | "
    #expect("\(answer)" == "200 | \(type)first")
    #expect(status == 200)
    #expect(
      log.lines == [
        "GET /: all / (ResponseSendTests.swift:\(line)) answered twice: "
          + "return after the first answer"
      ])
  }
}
