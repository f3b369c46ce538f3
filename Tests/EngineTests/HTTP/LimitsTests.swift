// The limits that a program sets: requests over a connection, connections at once, chunk extensions.

import TestSupport
import Testing

@testable import Engine

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct LimitsTests {
  private let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

  @Test func withoutAWordTheyAre() {
    let limits = Limits()
    #expect(limits.headBytes == 16_384 && limits.fieldCount == 2_000)
    #expect(limits.headTimeout == .seconds(60) && limits.requestTimeout == .seconds(300))
    #expect(limits.keepAliveTimeout == .seconds(5) && limits.sendTimeout == .seconds(60))
    #expect(limits.halfClosedTimeout == .seconds(30))
    #expect(limits.unreadBodyBytes == 1 << 20 && limits.chunkExtensionBytes == 16_384)
    #expect(limits.requestsPerConnection == nil && limits.connections == nil)
  }

  @Test func theLastRequestOfAConnectionClosesIt() async throws {
    var limits = Limits()
    limits.requestsPerConnection = 2
    let handler: Handler = { _, response in response.end("x") }
    try await withServer(limits: limits, handler) { server in
      let client = try await WireClient.connect(to: server)
      try await client.send(request + request + request)
      let answer = try await client.readAll().withoutDates
      client.socket.close()
      #expect(
        answer == "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\n"
          + "Content-Length: 1\r\n\r\nx"
          + "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx")
    }
  }

  @Test func oneConnectionTooManyWaitsUntilAnotherEnds() async throws {
    var limits = Limits()
    limits.connections = 2
    limits.keepAliveTimeout = .seconds(60)
    var served = 0
    let handler: Handler = { _, response in
      served += 1
      response.end("x")
    }
    try await withServer(limits: limits, handler) { server in
      var clients: [WireClient] = []
      for _ in 0..<4 {
        let client = try await WireClient.connect(to: server)
        try await client.send(request)
        clients.append(client)
      }
      for client in clients.prefix(2) { _ = try await client.read(until: "\r\n\r\nx") }
      await turns(20)
      #expect(served == 2)
      clients[0].socket.close()
      _ = try await clients[2].read(until: "\r\n\r\nx")
      await turns(20)
      #expect(served == 3)
      clients[1].socket.close()
      _ = try await clients[3].read(until: "\r\n\r\nx")
      for client in clients { client.socket.close() }
    }
  }

  @Test(arguments: [(2, 413), (200, 200)])
  func chunkExtensionsAreCountedTogether(_ limit: Int, _ status: Int) async throws {
    var limits = Limits()
    limits.chunkExtensionBytes = limit
    let handler: Handler = { request, response in
      response.end(try await request.body.collect())
    }
    try await withServer(limits: limits, handler) { server in
      let answer = try await WireClient.exchange(
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
          + "1;a\r\nR\r\n1;a\r\na\r\n0\r\n\r\n", with: server)
      #expect(answer.hasPrefix("HTTP/1.1 \(status) "))
    }
  }

  /// Lets the loop turn, so that whatever could happen has happened.
  private func turns(_ count: Int) async {
    for _ in 0..<count {
      await withCheckedContinuation { turn in setImmediate { turn.resume() } }
    }
  }
}
