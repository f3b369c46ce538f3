// Chassis: middleware that ships: whether a program lives, and whether it can serve.

import TestSupport
import Testing

@testable import Chassis
@testable import Engine

/// One after the other: one of them makes the loop look as if the program ended.
@MainActor @Suite(.serialized, .fewAtOnce, .timeLimit(.minutes(10))) struct HealthTests {
  private struct Down: Error {}

  private func app(_ health: @escaping Middleware) -> App {
    let app = App()
    app.log = { _ in }
    app.use(health)
    return app
  }

  private func text(_ answer: Answer) -> String { "\(answer.status) \(answer.body)" }

  @Test func `without checks, who lives is ready`() async throws {
    let app = app(health())
    let live = try await app.answer("GET /livez")
    #expect(
      live.description
        == "200 | Cache-Control: no-store | Content-Type: application/json; charset=utf-8 | {\"status\":\"live\"}"
    )
    #expect(text(try await app.answer("GET /readyz?x")) == "200 {\"status\":\"ready\"}")
    #expect(text(try await app.answer("HEAD /readyz")) == "200 ")
    #expect(text(try await app.answer("POST /readyz")) == "404 Cannot POST /readyz")
    #expect(text(try await app.answer("GET /readyz/")) == "404 Cannot GET /readyz/")
    let renamed = self.app(health(live: "/alive", ready: "/open"))
    #expect(text(try await renamed.answer("GET /open")) == "200 {\"status\":\"ready\"}")
    #expect(try await renamed.answer("GET /livez").status == 404)
  }

  @Test func `a check that fails says no, and the log why`() async throws {
    let app = app(health(checks: ["store": {}, "database": { throw Down() }]))
    let log = LogLines()
    log.collect(from: app)
    #expect(
      text(try await app.answer("GET /readyz"))
        == "503 {\"checks\":{\"database\":\"failed\",\"store\":\"ok\"},\"status\":\"not ready\"}")
    #expect(log.lines == ["health: database: Down()"])
    #expect(try await app.answer("GET /livez").status == 200)
  }

  @Test func `a check that hangs says no in its time`() async throws {
    let checks: KeyValuePairs<String, HealthCheck> = [
      "queue": { try await Task.sleep(for: .seconds(6_000)) }
    ]
    let app = app(health(checks: checks, timeout: .milliseconds(20)))
    let log = LogLines()
    log.collect(from: app)
    #expect(
      text(try await app.answer("GET /readyz"))
        == "503 {\"checks\":{\"queue\":\"failed\"},\"status\":\"not ready\"}")
    #expect(log.lines == ["health: queue: it took longer than 0.02 seconds"])
  }

  @Test func `what a check said counts for a while, and is asked anew then`() async throws {
    var runs = 0
    let kept = app(health(checks: ["a": { runs += 1 }], keep: .seconds(600)))
    for _ in 0..<3 { _ = try await kept.answer("GET /readyz") }
    #expect(runs == 1)
    let fresh = app(health(checks: ["a": { runs += 1 }], keep: .zero))
    for _ in 0..<3 { _ = try await fresh.answer("GET /readyz") }
    #expect(runs == 4)
  }

  @Test func `who ends lives, and is not ready`() async throws {
    let app = app(health(checks: ["a": { Issue.record("nobody need ask") }]))
    EventLoop.main.isStopping = true
    defer { EventLoop.main.isStopping = false }
    #expect(text(try await app.answer("GET /readyz")) == "503 {\"status\":\"stopping\"}")
    #expect(text(try await app.answer("GET /livez")) == "200 {\"status\":\"live\"}")
  }
}
