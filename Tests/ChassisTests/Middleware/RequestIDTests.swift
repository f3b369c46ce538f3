// Chassis: middleware that ships: a name for each request, which follows its task.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct RequestIDTests {
  private struct Broken: Error {}

  private func app(_ middleware: @escaping Middleware, _ log: LogLines) -> App {
    let app = App()
    app.log = { _ in }
    log.collect(from: app)
    let plain = app.log
    app.log = { plain("\(RequestID.current ?? "-") \($0)") }
    app.use(middleware)
    app.get("/") { request, response in
      try await Task.sleep(for: .milliseconds(1))
      let inner = await Task { RequestID.current ?? "none" }.value
      response.onFinish { app.log("finished") }
      response.send("\(request.id ?? "none") \(RequestID.current ?? "none") \(inner)")
    }
    app.get("/broken") { _, _ in throw Broken() }
    app.get("/caught") { _, _ in throw HTTPError(418) }
    app.onError { error, _, response in
      guard error is HTTPError else { throw error }
      response.send("caught \(RequestID.current ?? "none")")
    }
    return app
  }

  @Test(arguments: [
    ("a", true), ("Root=1-67891233-abcdef", true), ("a.b_c~d:e+f/g@h", true), ("", false),
    (String(repeating: "a", count: 128), true), (String(repeating: "a", count: 129), false),
    ("a b", false), ("a\u{1b}", false), ("a\"", false), ("é", false), ("a,b", false),
    ("a;b", false),
    ("<b>", false),
  ])
  func `a name from outside is well-formed, or none`(text: String, isGood: Bool) async throws {
    #expect(RequestID.isWellFormed(text) == isGood)
    let app = app(requestID(trusting: "X-Request-Id") { "made" }, LogLines())
    guard text.utf8.allSatisfy({ $0 >= 0x20 }) else { return }
    let answer = try await app.answer("GET /", ["X-Request-ID: \(text)"])
    let id = isGood ? text : "made"
    #expect(
      answer.description
        == "200 | X-Request-Id: \(id) | Content-Type: text/html; charset=utf-8 | \(id) \(id) \(id)")
  }

  @Test func `a client that is not trusted names nothing`() async throws {
    let app = app(requestID { "made" }, LogLines())
    #expect(try await app.answer("GET /", ["X-Request-Id: forged"]).body == "made made made")
    let silent = self.app(requestID(echo: nil) { "made" }, LogLines())
    #expect(try await silent.answer("GET /").fields == ["Content-Type: text/html; charset=utf-8"])
  }

  @Test func `handlers of errors, what runs at the end, and the log know it`() async throws {
    let log = LogLines()
    let app = app(requestID { "made" }, log)
    #expect(try await app.answer("GET /caught").body == "caught made")
    let broken = try await app.answer("GET /broken")
    #expect(broken.status == 500)
    #expect(broken["X-Request-Id"] == "made")
    _ = try await app.answer("GET /")
    #expect(
      log.lines == [
        "made GET /broken: Broken(), in GET /broken (RequestIDTests.swift:24)", "made finished",
      ])
    #expect(RequestID.current == nil)
  }

  @Test func `two requests at a time keep their names`() async throws {
    let app = app(requestID(trusting: "X-Id"), LogLines())
    try await app.served { client in
      async let first = client.request("GET /", ["X-Id: 1"])
      async let second = client.request("GET /", ["X-Id: 2"])
      let bodies = try await [first.body, second.body]
      #expect(bodies == ["1 1 1", "2 2 2"])
    }
  }

  @Test func `names made here are 128 bits, and never the same`() {
    let names = (0..<100).map { _ in RequestID.random() }
    #expect(Set(names).count == 100)
    #expect(names.allSatisfy { $0.wholeMatch(of: /[0-9a-f]{32}/) != nil })
  }
}
