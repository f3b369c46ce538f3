// What a server must survive: clients that leave at any moment, and the state it is in afterwards.

import TestSupport
import Testing

@testable import Engine

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct FaultTests {
  private nonisolated static let exchanges = [
    "GET /whole HTTP/1.1\r\nHost: a\r\n\r\n",
    "POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\nRahul Priya",
    "POST /body HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
      + "5\r\nRahul\r\n6;x=1\r\n Priya\r\n0\r\nSum: 1f\r\n\r\n",
    "POST /body HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nok",
    "GET /streamed HTTP/1.1\r\nHost: a\r\n\r\nGET /whole HTTP/1.1\r\nHost: a\r\n\r\n",
  ]

  private let handler: Handler = { request, response in
    switch request.url {
    case "/body": response.end(try await request.body.collect())
    case "/streamed":
      for _ in 0..<4 { try await response.write([UInt8](repeating: 120, count: 40_000)) }
      response.end()
    default: response.end("whole")
    }
  }

  /// How the client leaves.
  enum Leaving: CaseIterable {
    /// It says that it is done, as a program that ends does.
    case closes
    /// It breaks the connection.
    case resets
  }

  @Test(arguments: exchanges, Leaving.allCases)
  func clientsLeaveAtEveryByte(_ exchange: String, _ leaving: Leaving) async throws {
    try await withServer(handler) { server in
      let bytes = Array(exchange.utf8)
      for length in 0...bytes.count {
        let client = try await WireClient.connect(to: server)
        try await client.socket.write(Array(bytes[..<length]))
        if length % 3 == 0 { try await turn() }
        switch leaving {
        case .closes: client.socket.close()
        case .resets: client.socket.reset()
        }
      }
      let answer = try await WireClient.exchange(
        "GET /whole HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", with: server)
      #expect(answer.hasSuffix("\r\n\r\nwhole"))
      try await allAreForgotten(server)
    }
  }

  /// The answer is larger than what the system keeps: the client leaves while the handler waits for it to read.
  @Test(arguments: Leaving.allCases) func clientsLeaveAtMomentsOfAnAnswer(_ leaving: Leaving)
    async throws
  {
    var running = 0
    let handler: Handler = { _, response in
      running += 1
      defer { running -= 1 }
      for _ in 0..<200 { try await response.write([UInt8](repeating: 120, count: 50_000)) }
      response.end()
    }
    try await withServer(handler) { server in
      for chunks in 0..<20 {
        let client = try await WireClient.connect(to: server)
        try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        for _ in 0..<chunks { _ = try await client.socket.read() }
        switch leaving {
        case .closes: client.socket.close()
        case .resets: client.socket.reset()
        }
      }
      try await allAreForgotten(server) { running == 0 }
    }
  }

  /// Waits until the server knows of no connection, and `handlersAreOver`; says so when that never comes.
  private func allAreForgotten(
    _ server: HTTPServer, _ handlersAreOver: () -> Bool = { true }
  ) async throws {
    let start = Instant.now
    while server.openConnections > 0 || !handlersAreOver() {
      guard Instant.now - start < .seconds(30) else {
        Issue.record(
          "after 30 s the server holds \(server.openConnections) connections whose clients are gone; all handlers are over: \(handlersAreOver())"
        )
        return
      }
      try await turn()
    }
  }

  private func turn() async throws {
    try Task.checkCancellation()
    await withCheckedContinuation { turn in setImmediate { turn.resume() } }
  }
}
