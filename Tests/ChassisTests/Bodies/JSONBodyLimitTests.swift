// Bodies that are too large or broken, and programs that forgot to read them: who hears of it, and in which words.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct JSONBodyLimitTests {
  private let plain = [
    "Content-Type: text/plain; charset=utf-8", "X-Content-Type-Options: nosniff",
  ]
  private let isJSON = "Content-Type: application/json"

  private func app(limit: Int) -> App {
    let app = App()
    app.use(json(limit: limit))
    app.post("/numbers") { request, response in
      response.json(try request.body(as: [Int].self))
    }
    return app
  }

  private func chunked(_ pieces: [String]) -> String {
    pieces.map { "\(String($0.utf8.count, radix: 16))\r\n\($0)\r\n" }.joined() + "0\r\n\r\n"
  }

  /// Both ways of sending it.
  private func answers(_ app: App, _ body: String) async throws -> [Answer] {
    let announced = try await app.answer("POST /numbers", [isJSON], body: body)
    let cut = body.index(body.startIndex, offsetBy: body.count / 2)
    let fields = [isJSON, "Transfer-Encoding: chunked"]
    let chunks = chunked([String(body[..<cut]), String(body[cut...])])
    return [announced, try await app.answer("POST /numbers", fields, body: chunks)]
  }

  @Test func `as large as the limit is right, a byte more is 413`() async throws {
    let app = app(limit: 5)
    let right = Answer(
      status: 200, fields: ["Content-Type: application/json; charset=utf-8"], body: "[1,2]")
    #expect(try await answers(app, "[1,2]") == [right, right])
    let refused = Answer(status: 413, fields: plain, body: "the body is larger than 5 bytes")
    #expect(try await answers(app, "[1,23]") == [refused, refused])
  }

  @Test func `100 KiB unless another limit is given`() async throws {
    let app = App()
    app.use(json())
    app.post("/numbers") { $1.send("read") }
    let full = "[\(String(repeating: " ", count: 102_398))]"
    #expect(try await answers(app, full).map(\.body) == ["read", "read"])
    let refused = Answer(status: 413, fields: plain, body: "the body is larger than 102400 bytes")
    #expect(try await answers(app, full + " ") == [refused, refused])
  }

  @Test func `too large reaches onError, with its code`() async throws {
    let app = app(limit: 5)
    app.onError { error, _, response in
      guard let error = error as? HTTPError else { throw error }
      response.status(error.status).json([error.code, error.message])
    }
    let expected = #"["entity.too.large","the body is larger than 5 bytes"]"#
    for answer in try await answers(app, "[1,2,3]") {
      #expect(answer.status == 413)
      #expect(answer.body == expected)
    }
  }

  @Test func `the codes of what is refused`() async throws {
    let app = app(limit: 100)
    app.onError { error, _, response in
      let error = HTTPError(error)
      response.status(error.status).send("\(error.status) \(error.code ?? "none")")
    }
    let rows: [(fields: [String], body: String, code: String)] = [
      ([isJSON], "[", "400 entity.parse.failed"),
      ([isJSON], "5", "400 entity.parse.failed"),
      ([isJSON], "[\"a\"]", "400 body.invalid"),
      ([], "", "400 body.missing"),
      (["Content-Type: text/csv"], "id", "415 type.unsupported"),
      ([isJSON + "; charset=koi8-r"], "[1]", "415 charset.unsupported"),
      ([isJSON, "Content-Encoding: br"], "[1]", "415 encoding.unsupported"),
      ([isJSON, "Transfer-Encoding: chunked"], "zz\r\n", "400 request.size.invalid"),
    ]
    for row in rows {
      #expect(try await app.answer("POST /numbers", row.fields, body: row.body).body == row.code)
    }
  }

  @Test func `nested deeper than the stack should go`() async throws {
    let app = app(limit: 100_000)
    let deep = String(repeating: "[", count: 600) + String(repeating: "]", count: 600)
    let answer = try await app.answer("POST /numbers", [isJSON], body: deep)
    #expect(answer.status == 400)
    #expect(answer.body.hasSuffix("nested deeper than 500"))
  }

  @Test func `a middleware may answer for what came out of the parser`() async throws {
    let app = App()
    app.use { _, response, next in
      do { try await next() } catch let error as HTTPError where error.status == 413 {
        response.status(413).send("smaller, please")
      }
    }
    app.use(json(limit: 2))
    #expect(try await app.answer("POST /", [isJSON], body: "[1]").body == "smaller, please")
  }

  @Test func `a body that nothing has read is the program's mistake`() async throws {
    let app = App()
    let log = LogLines()
    log.collect(from: app)
    let line = #line + 1
    app.post("/users") { $1.json(try $0.body(as: [Int].self)) }
    app.use(json())
    let expected = Answer(status: 500, fields: plain, body: "Internal Server Error")
    #expect(try await app.answer("POST /users", [isJSON], body: "[1]") == expected)
    #expect(
      log.lines == [
        "POST /users: POST /users (JSONBodyLimitTests.swift:\(line)) asks for the "
          + "body, but nothing has read it: add app.use(json()) before this route"
      ])
  }
}
