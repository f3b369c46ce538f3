// Chassis: middleware that ships: 503 after a time, with the handler's task cancelled.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct TimeoutTests {
  private struct Broken: Error {}

  /// Opens once; who waits goes on then.
  @MainActor private final class Door {
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []
    func open() {
      isOpen = true
      for one in waiting { one.resume() }
      waiting = []
    }
    /// Waits without regard to cancellation.
    func wait() async { if !isOpen { await withCheckedContinuation { waiting.append($0) } } }
  }

  private static let late =
    "503 | Content-Type: text/plain; charset=utf-8 | X-Content-Type-Options: nosniff | Service Unavailable"

  @Test func `a slow handler is cancelled, and the client told`() async throws {
    let app = App()
    let log = LogLines()
    log.collect(from: app)
    let ended = Door()
    var thrown = ""
    app.get("/slow", timeout(.milliseconds(20))) { _, response in
      do { try await Task.sleep(for: .seconds(60)) } catch {
        thrown = "\(type(of: error))"
        ended.open()
        throw error
      }
    }
    #expect(try await app.answer("GET /slow").description == Self.late)
    await ended.wait()
    #expect(thrown == "CancellationError")
    #expect(
      log.lines == [
        "GET /slow: 503 not answered within 0.02 seconds, in GET /slow (TimeoutTests.swift:33)"
      ])
  }

  @Test(arguments: [false, true])
  func `one that does not listen keeps nobody waiting`(hasSession: Bool) async throws {
    let app = App()
    app.log = { _ in }
    let door = Door()
    let ended = Door()
    app.use(timeout(.milliseconds(20)))
    if hasSession { app.use(session(secret: "only for this test")) }
    app.get("/deaf") { request, response in
      defer { ended.open() }
      if hasSession { request.session["visits", default: 0] += 1 }
      await door.wait()
      response.send("too late")
    }
    try await app.served { client in
      let answer = try await client.request("GET /deaf")
      #expect(answer.description == Self.late)
      door.open()
      await ended.wait()
    }
  }

  @Test func `a session outside of it is kept, and its cookie set`() async throws {
    let app = App()
    app.log = { _ in }
    app.use(session(secret: "only for this test"))
    app.use { request, _, next in
      request.session["visits"] = 1
      try await next()
    }
    app.get("/slow", timeout(.milliseconds(20))) { _, _ in
      try await Task.sleep(for: .seconds(60))
    }
    let answer = try await app.answer("GET /slow")
    #expect(answer.status == 503)
    #expect(answer["Set-Cookie"]?.hasPrefix("session=") == true)
  }

  @Test func `one that is quick enough is left alone`() async throws {
    let app = App()
    app.log = { _ in }
    app.use(timeout(.seconds(50)))
    app.get("/quick") { $1.send("quick") }
    app.get("/broken") { _, _ in throw HTTPError(418, "broken") }
    app.get("/streamed") { _, response in
      try await response.write("a")
      response.end("b")
    }
    let answers = try await [
      app.answer("GET /quick"), app.answer("GET /broken"), app.answer("GET /missing"),
    ]
    #expect(
      answers.map { "\($0.status) \($0.body)" } == [
        "200 quick", "418 broken", "404 Cannot GET /missing",
      ])
  }

  @Test func `onError may answer otherwise`() async throws {
    let app = App()
    app.log = { _ in }
    app.use(timeout(.milliseconds(10)))
    app.get("/") { _, _ in try await Task.sleep(for: .seconds(60)) }
    app.onError { error, _, response in
      response.status(504).send((error as? HTTPError)?.code ?? "")
    }
    let answer = try await app.answer("GET /")
    #expect("\(answer.status) \(answer.body)" == "504 request.timeout")
  }

  @Test func `an answer that has begun is cut off`() async throws {
    let app = App()
    app.log = { _ in }
    app.use(timeout(.milliseconds(20)))
    app.get("/") { _, response in
      try await response.write("begun")
      try await Task.sleep(for: .seconds(60))
    }
    try await app.served { client in
      let text = try? await client.exchange("GET / HTTP/1.1\r\nHost: test\r\n\r\n")
      #expect(text?.contains("0\r\n\r\n") != true)
    }
  }

  @Test func `a client that goes away cancels the handler`() async throws {
    let app = App()
    app.log = { _ in }
    let (begun, ended) = (Door(), Door())
    app.use(timeout(.seconds(600)))
    app.get("/") { _, _ in
      begun.open()
      defer { ended.open() }
      try await Task.sleep(for: .seconds(600))
    }
    try await app.served { client in
      let socket = try await Socket.connect(host: "127.0.0.1", port: client.port)
      try await socket.write(Array("GET / HTTP/1.1\r\nHost: test\r\n\r\n".utf8))
      await begun.wait()
      socket.reset()
      await ended.wait()
    }
  }
}
