// Bodies that are asked for without the middleware that reads them: the program is told what to write.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct RequestBodyTests {
  private func logged(
    _ readers: [Middleware], _ handler: @escaping Handler, line: inout UInt
  ) async throws -> [String] {
    let app = App()
    let log = LogLines()
    log.collect(from: app)
    for reader in readers { app.use(reader) }
    line = #line + 1
    app.post("/users", handler: handler)
    let answer = try await app.answer("POST /users", ["Content-Type: text/plain"], body: "Rahul")
    #expect(answer.status == 500)
    return log.lines
  }

  @Test func `each names its middleware`() async throws {
    let rows: [(handler: Handler, what: String, missing: String)] = [
      ({ $1.send(try $0.body(as: String.self)) }, "the body", "json()"),
      ({ $1.send(try $0.form["name"] ?? "") }, "request.form", "urlencoded()"),
      ({ $1.send(try $0.bodyText) }, "request.bodyText", "text()"),
      ({ $1.send(try $0.bodyBytes) }, "request.bodyBytes", "raw()"),
    ]
    for row in rows {
      var line: UInt = 0
      let lines = try await logged([], row.handler, line: &line)
      #expect(
        lines == [
          "POST /users: POST /users (RequestBodyTests.swift:\(line)) asks for \(row.what), but "
            + "nothing has read it: add app.use(\(row.missing)) before this route"
        ])
    }
  }

  @Test func `another parser was quicker`() async throws {
    var line: UInt = 0
    let lines = try await logged(
      [raw(type: "*/*"), text()], { $1.send(try $0.bodyText) }, line: &line)
    #expect(
      lines == [
        "POST /users: POST /users (RequestBodyTests.swift:\(line)) asks for request.bodyText, but "
          + "another parser has read the body before text(): register text() first, or let the "
          + "other one take fewer types"
      ])
  }
}
