// The wall clock is set while a server runs: by a year, a day, back to 1970. What the server writes follows, what it waits for
// does not notice.

import TestSupport
import Testing

@testable import Engine

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ClockJumpTests {
  private let handler: Handler = { _, response in response.end("x") }
  private let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
  /// Sun, 06 Nov 1994 08:49:37 GMT
  private let start: Int64 = 784_111_777

  @Test(
    arguments: [
      (86_400, "Mon, 07 Nov 1994 08:49:37 GMT"), (-1, "Sun, 06 Nov 1994 08:49:36 GMT"),
      (-86_400, "Sat, 05 Nov 1994 08:49:37 GMT"), (-784_111_777, "Thu, 01 Jan 1970 00:00:00 GMT"),
      (3_318_333_022, "Thu, 31 Dec 2099 23:59:59 GMT"),
    ] as [(Int64, String)])
  func datesFollow(_ jump: Int64, _ date: String) async throws {
    try await withServer(handler) { server in
      server.wallClock = { start }
      let client = try await WireClient.connect(to: server)
      try await client.send(request)
      let before = try await client.read(until: "\r\n\r\nx")
      #expect(before.contains("\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"))
      server.wallClock = { start + jump }
      try await client.send(request)  // The connection has stayed.
      let after = try await client.read(until: "\r\n\r\nx")
      #expect(after.contains("\r\nDate: \(date)\r\n"))
      client.socket.close()
    }
  }

  /// Years pass on the wall, forward and back, and connections with a deadline of minutes go on; those whose time is over by
  /// the other clock end all the same.
  @Test(arguments: [3_000_000_000, -780_000_000] as [Int64])
  func deadlinesDoNot(_ jump: Int64) async throws {
    var patience = Limits()
    patience.keepAliveTimeout = .milliseconds(40)  // So it looks for what is overdue every 10 ms.
    try await withServer(limits: patience, handler) { patient in
      var limits = Limits()
      limits.headTimeout = .milliseconds(50)
      try await withServer(limits: limits, handler) { hasty in
        for server in [patient, hasty] { server.wallClock = { start } }
        let (waiting, late) = (
          try await WireClient.connect(to: patient), try await WireClient.connect(to: hasty)
        )
        for client in [waiting, late] { try await client.send("GET / HT") }
        for server in [patient, hasty] { server.wallClock = { start + jump } }
        #expect(try await late.readAll().hasPrefix("HTTP/1.1 408 "))
        await withCheckedContinuation { turn in setTimeout(.milliseconds(50)) { turn.resume() } }
        try await waiting.send("TP/1.1\r\nHost: a\r\n\r\n")
        #expect(try await waiting.read(until: "\r\n\r\nx").hasPrefix("HTTP/1.1 200 OK\r\n"))
        for client in [waiting, late] { client.socket.close() }
      }
    }
  }
}
