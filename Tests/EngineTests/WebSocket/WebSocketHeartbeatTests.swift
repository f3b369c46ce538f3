import TestSupport
import Testing

@testable import Engine

/// Pings of its own accord, and the end of its patience. Times are measured, so each test runs in a process of its own,
/// whose loop no other test keeps busy.
@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct WebSocketHeartbeatTests {
  private static let ping: [UInt8] = [0x89, 0]

  private static func limits(every interval: Duration, patience: Duration) -> WebSocketLimits {
    var limits = WebSocketLimits()
    limits.pingInterval = interval
    limits.pingTimeout = patience
    return limits
  }

  @Test(.inItsOwnProcess) func whoIsSilentIsCutOff() async {
    await #expect(processExitsWith: .success) {
      try await WebSocketHeartbeatTests.staySilent()
    }
  }

  private static func staySilent() async throws {
    let seen = Seen()
    let limits = limits(every: .milliseconds(50), patience: .milliseconds(50))
    try await withServer(seen.echo(limits: limits)) { server in
      let raw = try await RawWebSocket.open(server)
      #expect(await seen.ended.opens())
      #expect(seen.error as? WebSocketError == .silent)
      // It was asked once, and then cut without a word.
      let bytes = (try? await raw.readAll()) ?? []
      #expect(bytes == ping)
      raw.socket.close()
    }
  }

  /// Anything that comes is a sign of life: a pong, or a message.
  @Test(.inItsOwnProcess) func whoAnswersStays() async {
    await #expect(processExitsWith: .success) { try await WebSocketHeartbeatTests.answer() }
  }

  private static func answer() async throws {
    let seen = Seen()
    let limits = limits(every: .milliseconds(100), patience: .seconds(1))
    try await withServer(seen.echo(limits: limits)) { server in
      let raw = try await RawWebSocket.open(server)
      for _ in 0..<2 {
        #expect(try await raw.read(2) == ping)
        try await raw.send(RawWebSocket.frame(.pong, ""))
      }
      #expect(try await raw.read(2) == ping)
      try await raw.send(RawWebSocket.frame(.text, "a"))
      #expect(try await raw.read(5) == [0x81, 1, UInt8(ascii: "a")] + ping)
      let client = try await WebSocket.connect("ws://127.0.0.1:\(server.port)/")
      try await raw.send(RawWebSocket.frame(.close, [0x03, 0xE8]))
      #expect(try await raw.readAll() == RawWebSocket.close(1000))
      await client.close()
      raw.socket.close()
    }
    #expect(seen.error == nil)
  }

  /// Who sends much and takes nothing: its messages fill our memory up to a mark, then it is cut off.
  @Test(.inItsOwnProcess) func whoTakesNothingIsCutOff() async {
    await #expect(processExitsWith: .success) { try await WebSocketHeartbeatTests.takeNothing() }
  }

  private static func takeNothing() async throws {
    let seen = Seen()
    let limits = limits(every: .milliseconds(200), patience: .milliseconds(200))
    try await withServer(seen.echo(limits: limits)) { server in
      let raw = try await RawWebSocket.open(server)
      let text = RawWebSocket.frame(.binary, [UInt8](repeating: 7, count: 60_000))
      let sending = Task { while true { try await raw.send(text) } }
      #expect(await seen.ended.opens())
      #expect(seen.error as? WebSocketError == .silent)
      raw.socket.close()
      _ = await sending.result
    }
  }

  /// Who takes something now and then stays, also when that is not enough for our system to take more from us.
  @Test(.inItsOwnProcess) func whoReadsSlowlyStays() async {
    await #expect(processExitsWith: .success) { try await WebSocketHeartbeatTests.readSlowly() }
  }

  private static func readSlowly() async throws {
    let limits = limits(every: .milliseconds(500), patience: .milliseconds(500))
    var sent = 0
    let handler: Handler = { request, response in
      let webSocket = try response.acceptWebSocket(request, limits: limits)
      let bytes = [UInt8](repeating: 7, count: 65_536)
      while sent < 10_000_000 {
        try await webSocket.send(bytes)
        sent += 65_546
      }
    }
    try await withServer(handler) { server in
      let raw = try await RawWebSocket.open(server)
      raw.socket.holdLittle()
      var received = 0
      var pauses = 30
      while let bytes = try await raw.socket.read() {
        received += bytes.count
        pauses -= 1
        guard pauses > 0 else { continue }
        await withCheckedContinuation { next in setTimeout(.milliseconds(100)) { next.resume() } }
      }
      #expect(sent >= 10_000_000)
      #expect(received >= sent)
      raw.socket.close()
    }
  }

  /// A handler that takes its time is not the client's fault.
  @Test(.inItsOwnProcess) func whoIsNotListenedToStays() async {
    await #expect(processExitsWith: .success) { try await WebSocketHeartbeatTests.notListen() }
  }

  private static func notListen() async throws {
    let (gate, opened) = (Gate(), Gate())
    var count = 0
    let limits = limits(every: .milliseconds(20), patience: .milliseconds(20))
    let handler: Handler = { request, response in
      let webSocket = try response.acceptWebSocket(request, limits: limits)
      opened.open()
      await gate.wait()
      for try await _ in webSocket { count += 1 }
    }
    try await withServer(handler) { server in
      let raw = try await RawWebSocket.open(server)
      let text = RawWebSocket.frame(.binary, [UInt8](repeating: 7, count: 60_000))
      let sending = Task {
        for _ in 0..<4 { try await raw.send(text) }
        try await raw.send(RawWebSocket.frame(.close, [0x03, 0xE8]))
      }
      #expect(await opened.opens())
      await withCheckedContinuation { done in setTimeout(.milliseconds(300)) { done.resume() } }
      gate.open()
      let all = try await raw.readAll()
      #expect(all.suffix(4) == [0x88, 2, 0x03, 0xE8])
      #expect(count == 4)
      try await sending.value
      raw.socket.close()
    }
  }
}
