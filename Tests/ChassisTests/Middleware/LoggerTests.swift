// The logger's line: one for each request, when its answer is over, with the status that was sent.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct LoggerTests {
  @MainActor private final class Lines {
    private(set) var all: [String] = []
    func take(_ line: String) { all.append(line) }
  }

  /// The lines without their times, once each is seen to end in one.
  private func withoutTimes(_ lines: [String]) throws -> [String] {
    try lines.map { line in
      let match = try #require(line.wholeMatch(of: /(.+) - \d+\.\d{3} ms/), "\(line)")
      return String(match.1)
    }
  }

  private struct Broken: Error {}

  private func app(_ lines: Lines) -> App {
    let app = App()
    let router = Router()
    app.log = { _ in }
    app.use(logger { lines.take($0) })
    app.use { request, _, next in
      if request.url == "/old" { request.url = "/teapot" }
      try await next()
    }
    router.get("/:id") { $1.send($0.params["id"] ?? "") }
    app.use("/users", router)
    app.post("/users") { $1.status(201).json(["id": 3]) }
    app.get("/teapot") { _, _ in throw HTTPError(418) }
    app.get("/broken") { _, _ in throw Broken() }
    app.get("/silent") { _, _ in }
    app.get("/late") { request, response in
      response.send("first")
      response.status(404).send("second")
    }
    app.get("/streamed") { request, response in
      response.status(203)
      try await response.write("a")
      response.end("b")
    }
    app.get("/illegal") { $1.set("X", "a\r\nb").send("never") }
    app.use("/kept") { _, response, next in
      do { try await next() } catch { response.status(502).send("kept") }
    }
    app.get("/kept") { _, _ in throw Broken() }
    return app
  }

  @Test(arguments: [
    ("GET /users/7?full=yes", "GET /users/7?full=yes 200"), ("HEAD /users/7", "HEAD /users/7 200"),
    ("POST /users", "POST /users 201"), ("GET /nothing", "GET /nothing 404"),
    ("GET /teapot", "GET /teapot 418"), ("GET /broken", "GET /broken 500"),
    ("GET /old", "GET /old 418"),
    ("GET /silent", "GET /silent 500"), ("GET /late", "GET /late 200"),
    ("GET /streamed", "GET /streamed 203"), ("GET /illegal", "GET /illegal 500"),
    ("GET /kept", "GET /kept 502"), ("OPTIONS /teapot", "OPTIONS /teapot 200"),
    ("GET /users/%ZZ", "GET /users/%ZZ 400"), ("GET /users/%1b%5B31m", "GET /users/%1b%5B31m 200"),
    ("GET http://test/users/7", "GET http://test/users/7 200"),
  ])
  func `one line a request`(line: String, expected: String) async throws {
    let lines = Lines()
    _ = try await app(lines).answer(line)
    #expect(try withoutTimes(lines.all) == [expected])
  }

  @Test func `lines go where the app's log goes unless said otherwise`() async throws {
    let app = App()
    let log = LogLines()
    log.collect(from: app)
    app.use(logger())
    app.get("/") { $1.send("welcome") }
    _ = try await app.answer("GET /")
    #expect(try withoutTimes(log.lines) == ["GET / 200"])
  }

  @Test func `onFinish is called once for each, in order, when the answer is over`() async throws {
    let app = App()
    let lines = Lines()
    app.use { request, response, next in
      response.onFinish { lines.take("outer \(response.statusCode) \(response.ended)") }
      try await next()
      lines.take("way out")
    }
    app.get("/") { _, response in
      response.onFinish { lines.take("inner") }
      response.status(202).send("welcome")
    }
    _ = try await app.answer("GET /")
    #expect(lines.all == ["way out", "outer 202 true", "inner"])
  }

  @Test(arguments: [
    (Duration.zero, "0.000 ms"), (.microseconds(4), "0.004 ms"), (.microseconds(1_204), "1.204 ms"),
    (.microseconds(10_050), "10.050 ms"), (.seconds(2), "2000.000 ms"),
    (.nanoseconds(1_999), "0.001 ms"), (.milliseconds(61_000.5), "61000.500 ms"),
  ])
  func `times`(duration: Duration, expected: String) {
    #expect(readableMilliseconds(duration) == expected)
  }
}
