// Two sockets within the process, and the server, the client and the WebSocket that speak over them.

import TestSupport
import Testing

@testable import Engine

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct SocketPairTests {
  @Test func `what one writes the other reads, in both directions, to the end`() async throws {
    let (ours, theirs) = try Socket.pair()
    try await ours.write(Array("ping".utf8))
    #expect(try await theirs.read() == Array("ping".utf8))
    try await theirs.write(Array("pong".utf8))
    #expect(try await ours.read() == Array("pong".utf8))
    ours.end()
    #expect(try await theirs.read() == nil)
    ours.close()
    theirs.close()
  }

  @Test func `a server without a port answers, and closes`() async throws {
    let server = HTTPServer { request, response in response.end("hello \(request.url)") }
    let client = HTTPClient { host, port in
      #expect((host, port) == ("localhost", 81))
      let (ours, theirs) = try Socket.pair()
      server.serve(theirs)
      return ours
    }
    for path in ["/one", "/two"] {
      let answer = try await client.get("http://localhost:81\(path)")
      #expect(try await answer.text() == "hello \(path)")
    }
    #expect(server.openConnections == 1)  // It was kept, and used again.
    #expect(server.port == 0)
    await server.close()
    #expect(server.openConnections == 0)
    let (ours, theirs) = try Socket.pair()
    server.serve(theirs)
    #expect(try await ours.read() == nil)
    ours.close()
  }

  @Test func `what connecting throws is told with the URL`() async throws {
    struct NoWay: Error {}
    let client = HTTPClient { _, _ in throw NoWay() }
    await #expect(throws: HTTPClientError("http://localhost/", .cannotConnect("NoWay()"))) {
      try await client.get("http://localhost/")
    }
  }

  @Test(
    arguments: [
      ("http://127.0.0.1:3000", nil), ("127.0.0.1:3000", "a URL begins with http://"),
    ] as [(String, String?)])
  func `whether a URL can be asked`(url: String, problem: String?) {
    #expect(HTTPClient.problem(with: url) == problem)
  }

  @Test func `a WebSocket that begins to close`() async throws {
    let status = AsyncStream<Int>.makeStream()
    let server = HTTPServer { request, response in
      let socket = try response.acceptWebSocket(request)
      status.continuation.yield(response.statusCode)
      socket.beginClosing(4_000, reason: "enough")
    }
    let socket = try await WebSocket.connect("ws://localhost/") { _, _ in
      let (ours, theirs) = try Socket.pair()
      server.serve(theirs)
      return ours
    }
    #expect(try await socket.receive() == nil)
    #expect(socket.closing == WebSocketClose(code: 4_000, reason: "enough"))
    var statuses = status.stream.makeAsyncIterator()
    #expect(await statuses.next() == 101)
    await server.close(deadline: .zero)
  }
}
