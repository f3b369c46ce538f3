import TestSupport
import Testing

@testable import Engine

/// A connection after its upgrade: what becomes of it, and of its handler, when the client leaves, dawdles, or is one too
/// many.
@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct UpgradedConnectionTests {
  private static let request =
    "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: loud\r\n\r\n"

  private static func open(_ server: HTTPServer) async throws -> WireClient {
    let client = try await WireClient.connect(to: server)
    try await client.send(request)
    let answer = try await client.read(until: "\r\n\r\n")
    #expect(answer.hasPrefix("HTTP/1.1 101 "))
    return client
  }

  // MARK: A client that is gone

  enum Departure: CaseIterable {
    /// It breaks the connection.
    case resets
    /// The same, and something that it sent before was never read.
    case resetsAfterSending
    /// It closes, and writing shows that nobody is there.
    case closesAndIsWrittenTo
  }

  /// Its handler neither reads nor writes, but waits for something else.
  @Test(arguments: Departure.allCases)
  func aHandlerIsCancelledWhenItsClientIsGone(_ departure: Departure) async throws {
    let (started, left, cancelled) = (Gate(), Gate(), Gate())
    let handler: Handler = { request, response in
      let connection = try response.upgrade(request, to: "loud")
      started.open()
      if departure == .closesAndIsWrittenTo {
        await left.wait()
        // The first bytes are answered by a reset, the next ones fail.
        for _ in 0..<2 { try? await connection.write([7]) }
      }
      do { try await Task.sleep(for: .seconds(60)) } catch { cancelled.open() }
    }
    try await withServer(handler) { server in
      let client = try await Self.open(server)
      #expect(await started.opens())
      switch departure {
      case .resets: client.socket.reset()
      case .resetsAfterSending:
        try await client.send("never read")
        client.socket.reset()
      case .closesAndIsWrittenTo:
        client.socket.close()
        left.open()
      }
      #expect(await cancelled.opens())
      for _ in 0..<1_000 where server.openConnections > 0 { await turns(1) }
      #expect(server.openConnections == 0)
    }
  }

  /// Who has said its last word does the rest for itself: that both sides have ended is no reason to cancel it.
  @Test func aHandlerThatHasEndedIsLeftInPeace() async throws {
    let (gate, done) = (Gate(), Gate())
    var read: [UInt8]?
    var wasCancelled = true
    let handler: Handler = { request, response in
      let connection = try response.upgrade(request, to: "loud")
      connection.end()
      await gate.wait()
      wasCancelled = Task.isCancelled
      read = try await connection.read()
      done.open()
    }
    try await withServer(handler) { server in
      let client = try await Self.open(server)
      try await client.send("last words")
      client.socket.end()
      #expect(try await client.readAll() == "")
      await turns(5)
      gate.open()
      #expect(await done.opens())
      #expect(!wasCancelled)
      #expect(read == Array("last words".utf8))
      client.socket.close()
    }
  }

  // MARK: Its faults

  /// That a client left is no news; that somebody else did not answer is.
  @Test(.inItsOwnProcess) func whatIsNoFaultOfTheClientIsReported() async {
    let result = await #expect(
      processExitsWith: .success, observing: [\.standardErrorContent]
    ) { try await UpgradedConnectionTests.fail() }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(
      text
        == "GET /: the handler threw: the server did not open a WebSocket (status 404): Not Found\n"
    )
  }

  private static func fail() async throws {
    for error in [WebSocketError.lost, .closed, .refused(status: 404, reason: "Not Found")] {
      let handler: Handler = { request, response in
        _ = try response.upgrade(request, to: "loud")
        throw error
      }
      try await withServer(handler) { server in
        let client = try await open(server)
        #expect(try await client.readAll() == "")
        client.socket.close()
      }
    }
  }

  // MARK: A client that is slow

  /// The handler has returned; what it wrote still waits for a client that reads slowly, but reads.
  @Test(.inItsOwnProcess) func aSlowReaderGetsEverything() async {
    await #expect(processExitsWith: .success) { try await UpgradedConnectionTests.readSlowly() }
  }

  private static func readSlowly() async throws {
    var sent = 0
    let handler: Handler = { request, response in
      let connection = try response.upgrade(request, to: "loud")
      connection.lingerPeriod = .milliseconds(500)
      #expect(try await connection.read() == Array("go".utf8))
      let piece = [UInt8](repeating: 7, count: 65_536)
      while sent < 5_000_000 || connection.socket.waitingBytes == 0 {
        try await connection.write(piece)
        sent += piece.count
      }
    }
    try await withServer(handler) { server in
      let client = try await open(server)
      client.socket.holdLittle()
      try await client.send("go")
      var received = 0
      while let bytes = try await client.socket.read(upTo: 32_768) {
        received += bytes.count
        await withCheckedContinuation { next in setTimeout(.milliseconds(25)) { next.resume() } }
      }
      #expect(received == sent)
      client.socket.close()
    }
  }

  // MARK: A client too many

  /// A connection stays one, whatever protocol it speaks.
  @Test func upgradedConnectionsCountAsConnections() async throws {
    var limits = Limits()
    limits.connections = 2
    let handler: Handler = { request, response in
      let connection = try response.upgrade(request, to: "loud")
      while let bytes = try await connection.read() { try await connection.write(bytes) }
    }
    try await withServer(limits: limits, handler) { server in
      let first = try await Self.open(server)
      let second = try await Self.open(server)
      #expect(server.openConnections == 2)
      let third = try await WireClient.connect(to: server)
      try await third.send(Self.request)
      await turns(20)
      #expect(server.openConnections == 2)
      first.socket.close()
      let answer = try await third.read(until: "\r\n\r\n")
      #expect(answer.hasPrefix("HTTP/1.1 101 "))
      second.socket.close()
      third.socket.close()
    }
  }
}
