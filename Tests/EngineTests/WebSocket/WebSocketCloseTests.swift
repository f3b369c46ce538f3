import TestSupport
import Testing

@testable import Engine

/// Both sides' parts in closing, and what happens when the other side does not play its own.
@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct WebSocketCloseTests {
  private static let bye = RawWebSocket.frame(.close, [0x0F, 0xA0] + "enough".utf8)

  /// A handler that takes its time for each message, and says how its `send` went.
  private func slow(
    _ gate: Gate, _ taken: Gate, _ limits: WebSocketLimits,
    _ note: @escaping @MainActor (String) -> Void
  ) -> Handler {
    { request, response in
      let webSocket = try response.acceptWebSocket(request, limits: limits)
      while let message = try await webSocket.receive() {
        taken.open()
        await gate.wait()
        do {
          try await webSocket.send(message)
          note("sent")
        } catch { note("\(error)") }
      }
      note("ended with \(webSocket.closing?.code ?? 0) \(webSocket.closing?.reason ?? "")")
    }
  }

  @Test func whatCameBeforeACloseIsAnsweredBeforeIt() async throws {
    let (gate, taken) = (Gate(), Gate())
    var notes: [String] = []
    let handler = slow(gate, taken, WebSocketLimits()) { notes.append($0) }
    try await withServer(handler) { server in
      let raw = try await RawWebSocket.open(server)
      try await raw.send(RawWebSocket.frame(.text, "one"))
      #expect(await taken.opens())
      try await raw.send(RawWebSocket.frame(.text, "two") + Self.bye)
      raw.socket.end()
      await turns(5)
      gate.open()
      let expected =
        WebSocketFrame.bytes(.text, Array("one".utf8))
        + WebSocketFrame.bytes(.text, Array("two".utf8)) + RawWebSocket.close(4000)
      #expect(try await raw.readAll() == expected)
      #expect(notes == ["sent", "sent", "ended with 4000 enough"])
      raw.socket.close()
    }
  }

  @Test func aCloseIsAnsweredInTimeAlsoWhereTheHandlerIsNot() async throws {
    let (gate, taken) = (Gate(), Gate())
    var notes: [String] = []
    var limits = WebSocketLimits()
    limits.closeTimeout = .milliseconds(100)
    let handler = slow(gate, taken, limits) { notes.append($0) }
    try await withServer(handler) { server in
      let raw = try await RawWebSocket.open(server)
      try await raw.send(RawWebSocket.frame(.text, "one") + Self.bye)
      #expect(await taken.opens())
      #expect(try await raw.readAll() == RawWebSocket.close(4000))
      raw.socket.close()
      gate.open()
    }
    for _ in 0..<1_000 where notes.count < 2 { await turns(1) }
    #expect(notes == ["\(WebSocketError.closed)", "ended with 4000 enough"])
  }

  /// Both have said goodbye, only the connection below is still there when the server has no more time: nothing was lost.
  @Test func whatEndedInGoodOrderIsNotLostAfterwards() async throws {
    let (gate, taken) = (Gate(), Gate())
    var limits = WebSocketLimits()
    limits.closeTimeout = .seconds(60)
    var notes: [String] = []
    let ended = Gate()
    let handler: Handler = { request, response in
      let webSocket = try response.acceptWebSocket(request, limits: limits)
      taken.open()
      await gate.wait()
      do { notes.append("\(try await webSocket.receive().debugDescription)") } catch {
        notes.append("\(error)")
      }
      do { try await webSocket.send("late") } catch { notes.append("\(error)") }
      ended.open()
    }
    let server = HTTPServer(handler)
    try server.bind(port: 0)
    let raw = try await RawWebSocket.open(server)
    #expect(await taken.opens())
    try await raw.send(Self.bye)
    #expect(try await raw.readAll() == RawWebSocket.close(4000))
    await server.close(deadline: .zero)
    gate.open()
    #expect(await ended.opens())
    #expect(notes == ["nil", "\(WebSocketError.closed)"])
    raw.socket.close()
  }

  /// Who only sends is not waited for.
  @Test func aCloseIsAnsweredWhileNobodyAsksForMessages() async throws {
    let gate = Gate()
    let handler: Handler = { request, response in
      let webSocket = try response.acceptWebSocket(request)
      await gate.wait()
      #expect(!webSocket.isOpen)
    }
    try await withServer(handler) { server in
      let raw = try await RawWebSocket.open(server)
      try await raw.send(RawWebSocket.frame(.ping, "x") + Self.bye)
      #expect(
        try await raw.readAll()
          == WebSocketFrame.bytes(.pong, Array("x".utf8)) + RawWebSocket.close(4000))
      raw.socket.close()
      gate.open()
    }
  }

  @Test func whoDoesNotAnswerACloseIsCutOff() async throws {
    var limits = WebSocketLimits()
    limits.closeTimeout = .milliseconds(50)
    let closed = Gate()
    let handler: Handler = { request, response in
      let webSocket = try response.acceptWebSocket(request, limits: limits)
      await webSocket.close(1008, reason: "house rules")
      #expect(webSocket.closing == WebSocketClose(code: 1006))
      #expect(try await webSocket.receive() == nil)
      closed.open()
    }
    try await withServer(handler) { server in
      let raw = try await RawWebSocket.open(server)
      #expect(try await raw.readAll() == RawWebSocket.close(1008, "house rules"))
      #expect(await closed.opens())
      raw.socket.close()
    }
  }

  /// Who reads slowly comes late to our close frame, but comes to it. In a process of its own, as times are measured.
  @Test(.inItsOwnProcess) func whoReadsSlowlyReadsEverything() async {
    await #expect(processExitsWith: .success) { try await WebSocketCloseTests.readSlowly() }
  }

  private static func readSlowly() async throws {
    var limits = WebSocketLimits()
    limits.closeTimeout = .milliseconds(500)
    var sent = 0
    let handler: Handler = { request, response in
      let webSocket = try response.acceptWebSocket(request, limits: limits)
      while sent < 5_000_000 || webSocket.bufferedBytes == 0 {
        try await webSocket.send([UInt8](repeating: 7, count: 65_536))
        sent += 65_546
      }
    }
    try await withServer(handler) { server in
      let raw = try await RawWebSocket.open(server)
      raw.socket.holdLittle()
      var received = 0
      var last: [UInt8] = []
      while let bytes = try await raw.socket.read(upTo: 32_768) {
        received += bytes.count
        last = bytes.suffix(4)
        await withCheckedContinuation { next in setTimeout(.milliseconds(25)) { next.resume() } }
      }
      #expect(received == sent + 4)
      #expect(last == RawWebSocket.close(1000))
      raw.socket.close()
    }
  }

  /// A client that was refused and goes on sending is not listened to, and not for ever.
  @Test func whoWasRefusedIsNotListenedTo() async throws {
    var limits = WebSocketLimits()
    limits.closeTimeout = .milliseconds(50)
    let seen = Seen()
    try await withServer(seen.echo(limits: limits)) { server in
      let raw = try await RawWebSocket.open(server)
      try await raw.send([0xFF])
      let refusal = RawWebSocket.close(1002, "a reserved bit is set")
      #expect(try await raw.read(refusal.count) == refusal)
      let text = RawWebSocket.frame(.text, "still here?")
      var error: (any Error)?
      for _ in 0..<100_000 where error == nil {
        do { try await raw.send(text) } catch let reason { error = reason }
        await turns(1)
      }
      #expect(error != nil)
      #expect(await seen.ended.opens())
      let violation = WebSocketViolation(code: 1002, reason: "a reserved bit is set")
      #expect(seen.error as? WebSocketError == .violated(violation))
      #expect(seen.messages.isEmpty)
      raw.socket.close()
    }
  }

  @Test(arguments: [999, 1005, 1006, 1015, 5000, -1])
  func aCodeThatCannotBeSentBecomes1000(_ code: Int) async throws {
    let handler: Handler = { request, response in
      await (try response.acceptWebSocket(request)).close(code, reason: "why")
    }
    try await withServer(handler) { server in
      let raw = try await RawWebSocket.open(server)
      let expected = code == 1005 ? [0x88, 0] : RawWebSocket.close(1000, "why")
      #expect(try await raw.read(expected.count) == expected)
      raw.socket.close()
    }
  }

  @Test func closingFromBothSidesAtOnce() async throws {
    let closed = Gate()
    var closing: WebSocketClose?
    let handler: Handler = { request, response in
      let webSocket = try response.acceptWebSocket(request)
      await webSocket.close(4001)
      closing = webSocket.closing
      closed.open()
    }
    try await withServer(handler) { server in
      let raw = try await RawWebSocket.open(server)
      try await raw.send(RawWebSocket.frame(.close, [0x0F, 0xA2]))
      #expect(try await raw.readAll() == RawWebSocket.close(4001))
      raw.socket.close()
      #expect(await closed.opens())
      #expect(closing == WebSocketClose(code: 4002))
    }
  }
}
