// Clients that ask and never read: the server's patience with them ends, and nothing of them is left.

import TestSupport
import Testing

@testable import Engine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ConnectionEndTests {
  /// More than the system keeps between two sockets.
  private static let much = 64 << 20

  /// How a handler answers, as long as it is let.
  enum Answering: CaseIterable {
    case writes, endsWithMuch, endsWithAFile
  }

  @Test(arguments: Answering.allCases)
  func aClientThatNeverReadsIsGivenUp(_ answering: Answering) async throws {
    try await inFolder { folder in
      try await appendFile("\(folder)/large", "")
      #expect(truncate("\(folder)/large", off_t(Self.much)) == 0)
      var limits = Limits()
      limits.sendTimeout = .milliseconds(200)
      limits.keepAliveTimeout = .milliseconds(200)
      var hasEnded = false
      let handler: Handler = { _, response in
        defer { hasEnded = true }
        switch answering {
        case .writes:
          while true { try await response.write([UInt8](repeating: 120, count: 65_536)) }
        case .endsWithMuch: response.end([UInt8](repeating: 120, count: Self.much))
        case .endsWithAFile: try await response.end(file: try await openFile("\(folder)/large"))
        }
      }
      try await withServer(limits: limits, handler) { server in
        let client = try await WireClient.connect(to: server)
        try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        while !hasEnded || server.openConnections > 0 { try await turn() }
        client.socket.close()
      }
    }
  }

  /// The client takes nothing while the handler has nothing for it: that is not its fault.
  @Test func aClientThatWaitsForTheHandlerIsKept() async throws {
    var limits = Limits()
    limits.sendTimeout = .milliseconds(20)
    let handler: Handler = { _, response in
      try await response.write("one ")
      await withCheckedContinuation { done in setTimeout(.milliseconds(200)) { done.resume() } }
      response.end("two")
    }
    try await withServer(limits: limits, handler) { server in
      let answer = try await WireClient.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n", with: server)
      #expect(answer.hasSuffix("4\r\none \r\n3\r\ntwo\r\n0\r\n\r\n"))
    }
  }

  private func turn() async throws {
    try Task.checkCancellation()
    await withCheckedContinuation { turn in setImmediate { turn.resume() } }
  }
}
