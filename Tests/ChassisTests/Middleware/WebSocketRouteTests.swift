// WebSockets as routes: what stands before them, what refuses them, how they end.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct WebSocketRouteTests {
  private struct Broken: Error {}

  private func app(_ log: LogLines) -> App {
    let app = App()
    log.collect(from: app)
    let authenticate: Middleware = { request, response, next in
      guard request.get("Authorization") == "Bearer good" else {
        throw HTTPError(401, "who are you?")
      }
      try await next()
    }
    app.webSocket("/chat/:room", authenticate, protocols: ["chat"]) { request, socket in
      try await socket.send("\(request.params["room"] ?? "") \(socket.subprotocol ?? "-")")
      for try await message in socket { try await socket.send(message) }
    }
    app.webSocket("/short") { _, _ in }
    app.webSocket("/broken") { _, _ in throw Broken() }
    app.get("/plain") { $1.send("plain") }
    return app
  }

  @Test func `messages, parameters, subprotocol`() async throws {
    let log = LogLines()
    let app = app(log)
    let socket = try await app.test.webSocket(
      "/chat/kitchen", protocols: ["other", "chat"], headers: ["Authorization": "Bearer good"])
    #expect(try await socket.receive() == .text("kitchen chat"))
    try await socket.send("hello")
    #expect(try await socket.receive() == .text("hello"))
    await socket.close()
    #expect(log.lines == [])
  }

  @Test(
    arguments: [
      ("/chat/kitchen", [:], 401), ("/chat/kitchen", ["Authorization": "Bearer bad"], 401),
      ("/short", ["Origin": "http://evil.example"], 403), ("/plain", [:], 200), ("/none", [:], 404),
    ] as [(String, Headers, Int)])
  func `what is no WebSocket is refused`(path: String, headers: Headers, status: Int) async throws {
    do {
      _ = try await app(LogLines()).test.webSocket(path, headers: headers)
      Issue.record("it was let in")
    } catch WebSocketError.refused(let refused, _) { #expect(refused == status) }
  }

  @Test(arguments: [
    (
      "GET /short",
      "426 | Upgrade: websocket | Sec-WebSocket-Version: 13 | Content-Type: text/plain; charset=utf-8 | X-Content-Type-Options: nosniff | this address speaks WebSocket: ask with Upgrade: websocket and Connection: Upgrade"
    ),
    (
      "HEAD /short",
      "405 | Allow: GET | Content-Type: text/plain; charset=utf-8 | X-Content-Type-Options: nosniff | "
    ),
    (
      "POST /short",
      "404 | Content-Type: text/plain; charset=utf-8 | X-Content-Type-Options: nosniff | Cannot POST /short"
    ),
    (
      "GET /chat/kitchen",
      "401 | Content-Type: text/plain; charset=utf-8 | X-Content-Type-Options: nosniff | who are you?"
    ),
  ])
  func `plain requests`(line: String, expected: String) async throws {
    let log = LogLines()
    #expect(try await app(log).answer(line).description == expected)
    #expect(log.lines == [])
  }

  @Test(arguments: [("/short", 1000, 0), ("/broken", 1011, 1)])
  func `a handler's end is the WebSocket's`(path: String, code: Int, lines: Int) async throws {
    let log = LogLines()
    let socket = try await app(log).test.webSocket(path)
    #expect(try await socket.receive() == nil)
    #expect(socket.closing?.code == code)
    await socket.close()
    #expect(log.lines.count == lines)
    #expect(
      log.lines.allSatisfy {
        $0.hasPrefix("GET /broken: Broken(), in GET /broken (WebSocketRouteTests.swift:")
      })
  }

  @Test func `the logger sees 101, and middleware its end`() async throws {
    let app = App()
    var status = 0
    let ended = AsyncStream<Int>.makeStream()
    app.use { request, response, next in
      try await next()
      status = response.statusCode
      ended.continuation.yield(status)
    }
    app.webSocket("/") { _, _ in }
    let socket = try await app.test.webSocket("/")
    #expect(try await socket.receive() == nil)
    var statuses = ended.stream.makeAsyncIterator()
    #expect(await statuses.next() == 101)
  }
}
