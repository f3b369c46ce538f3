import TestSupport
import Testing

@testable import Engine

/// WebSockets over real connections, both ends ours.
@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct WebSocketTests {
  private func open(
    _ server: HTTPServer, protocols: [String] = [], headers: Headers = [:],
    limits: WebSocketLimits = WebSocketLimits()
  ) async throws -> WebSocket {
    try await WebSocket.connect(
      "ws://127.0.0.1:\(server.port)/chat", protocols: protocols, headers: headers, limits: limits)
  }

  @Test func saysBackWhatItHears() async throws {
    let seen = Seen()
    try await withServer(seen.echo()) { server in
      let client = try await open(server)
      let messages: [WebSocketMessage] = [
        .text("hello"), .text(""), .binary([]), .binary([0, 255]), .text("日本語 🙂"),
        .text(String(repeating: "x", count: 125)), .text(String(repeating: "x", count: 126)),
        .binary([UInt8](repeating: 7, count: 65_535)),
        .binary((0..<300_001).map { UInt8(truncatingIfNeeded: $0) }),
      ]
      for message in messages {
        try await client.send(message)
        #expect(try await client.receive() == message)
      }
      await client.close(4000, reason: "enough")
      #expect(await seen.ended.opens())
      #expect(seen.messages == messages)
      #expect(seen.closing == WebSocketClose(code: 4000, reason: "enough"))
      #expect(seen.error == nil)
      #expect(client.closing == WebSocketClose(code: 4000))
      #expect(try await client.receive() == nil)
      await #expect(throws: WebSocketError.closed) { try await client.send("late") }
    }
  }

  @Test func manyMessagesComeInOrder() async throws {
    let seen = Seen()
    try await withServer(seen.echo()) { server in
      let client = try await open(server)
      let sending = Task { for number in 0..<5_000 { try await client.send("\(number)") } }
      for number in 0..<5_000 {
        let message = try await client.receive()
        #expect(message == .text("\(number)"))
      }
      try await sending.value
      await client.close()
      #expect(try await client.receive() == nil)
    }
  }

  /// The loop ends when the handler returns, with 1000, and with 1011 when it throws.
  @Test(arguments: [(false, 1000), (true, 1011)])
  func theHandlersEndIsTheConnections(_ throwsError: Bool, _ code: Int) async throws {
    let handler: Handler = { request, response in
      let webSocket = try response.acceptWebSocket(request)
      try await webSocket.send("welcome")
      if throwsError { throw SystemError("open", path: "secret.txt", number: 2) }
    }
    try await withServer(handler) { server in
      let client = try await open(server)
      #expect(try await client.receive() == .text("welcome"))
      #expect(try await client.receive() == nil)
      #expect(client.closing == WebSocketClose(code: code))
    }
  }

  @Test func aServerThatClosesSaysGoingAway() async throws {
    let seen = Seen()
    let server = HTTPServer(seen.echo())
    try server.bind(port: 0)
    let raw = try await RawWebSocket.open(server)
    let client = try await open(server)
    let closing = Task { await server.close() }
    let goingAway = RawWebSocket.close(1001, "the server is closing")
    #expect(try await raw.read(goingAway.count) == goingAway)
    try await raw.send(RawWebSocket.frame(.close, [0x03, 0xE9]))
    #expect(try await raw.readAll() == [])
    raw.socket.close()
    #expect(try await client.receive() == nil)
    #expect(client.closing == WebSocketClose(code: 1001, reason: "the server is closing"))
    await closing.value
    #expect(await seen.ended.opens())
    #expect(seen.error == nil)
  }

  @Test func aServerThatIsToldNotToWaitCutsThemOff() async throws {
    let seen = Seen()
    let server = HTTPServer(seen.echo())
    try server.bind(port: 0)
    let raw = try await RawWebSocket.open(server)
    await server.close(deadline: .milliseconds(10))
    #expect(await seen.ended.opens())
    #expect(try await raw.readAll() == RawWebSocket.close(1001, "the server is closing"))
    raw.socket.close()
  }

  @Test func messagesThatWaitComeBeforeTheEnd() async throws {
    let (gate, opened) = (Gate(), Gate())
    var received: [WebSocketMessage] = []
    var error: (any Error)?
    let ended = Gate()
    let handler: Handler = { request, response in
      let webSocket = try response.acceptWebSocket(request)
      opened.open()
      await gate.wait()
      do { for try await message in webSocket { received.append(message) } } catch let reason {
        error = reason
      }
      ended.open()
    }
    try await withServer(handler) { server in
      let raw = try await RawWebSocket.open(server)
      #expect(await opened.opens())
      try await raw.send(RawWebSocket.frame(.text, "one") + RawWebSocket.frame(.text, "two"))
      raw.socket.close()
      await turns(5)
      gate.open()
      #expect(await ended.opens())
      #expect(received == [.text("one"), .text("two")])
      #expect(error as? WebSocketError == .lost)
    }
  }

  // MARK: A client that is suddenly gone

  enum Departure: CaseIterable { case closed, reset, halfFrame, halfMessage }

  @Test(arguments: Departure.allCases)
  func aClientThatIsGoneEndsTheMessagesWithAnError(_ departure: Departure) async throws {
    let seen = Seen()
    try await withServer(seen.echo()) { server in
      let raw = try await RawWebSocket.open(server)
      switch departure {
      case .closed: raw.socket.close()
      case .reset: raw.socket.reset()
      case .halfFrame:
        try await raw.send([0x81, 0x85, 1, 2])
        raw.socket.close()
      case .halfMessage:
        try await raw.send(RawWebSocket.frame(.text, "hel", more: true))
        raw.socket.close()
      }
      #expect(await seen.ended.opens())
      #expect(seen.error as? WebSocketError == .lost)
      #expect(seen.closing == WebSocketClose(code: 1006))
    }
    for _ in 0..<1_000 where seen.webSocket != nil || seen.socket != nil { await turns(1) }
    #expect(seen.webSocket == nil)
    #expect(seen.socket == nil)
  }

  @Test func aHandlerThatWaitsForSomethingElseIsCancelled() async throws {
    let (started, cancelled) = (Gate(), Gate())
    let handler: Handler = { request, response in
      let webSocket = try response.acceptWebSocket(request)
      started.open()
      do { try await Task.sleep(for: .seconds(60)) } catch { cancelled.open() }
      await #expect(throws: WebSocketError.lost) { try await webSocket.send("anybody?") }
    }
    try await withServer(handler) { server in
      let raw = try await RawWebSocket.open(server)
      #expect(await started.opens())
      raw.socket.close()
      #expect(await cancelled.opens())
    }
  }

  /// Descriptors and objects, in a process of its own: nothing is left, however they go.
  @Test(.inItsOwnProcess) func nothingIsLeftOfAThousandConnections() async {
    await #expect(processExitsWith: .success) { try await WebSocketTests.comeAndGo() }
  }

  private static func comeAndGo() async throws {
    let seen = Seen()
    let server = HTTPServer(seen.echo())
    try server.bind(port: 0)
    var before: Int32 = 0
    for number in 0..<1_000 {
      if number == 20 { before = try lowestFreeDescriptor() }
      let raw = try await RawWebSocket.open(server)
      try await raw.send(RawWebSocket.frame(.text, "hi"))
      _ = try await raw.read(4)
      switch number % 3 {
      case 0: raw.socket.reset()
      case 1: raw.socket.close()
      default:
        try await raw.send(RawWebSocket.frame(.close, [0x03, 0xE8]))
        _ = try await raw.readAll()
        raw.socket.close()
      }
    }
    await server.close(deadline: .seconds(30))
    for _ in 0..<1_000 where seen.webSocket != nil { await turns(1) }
    let after = try lowestFreeDescriptor()
    #expect(after <= before)
    #expect(seen.webSocket == nil)
  }

  // MARK: Back-pressure

  @Test func whoSendsWithoutEndIsStopped() async throws {
    let (gate, opened) = (Gate(), Gate())
    var count = 0
    let handler: Handler = { request, response in
      let webSocket = try response.acceptWebSocket(request)
      opened.open()
      await gate.wait()
      for try await message in webSocket { count += message.count }
    }
    try await withServer(handler) { server in
      let client = try await open(server)
      #expect(await opened.opens())
      let message = [UInt8](repeating: 7, count: 100_000)
      let sending = Task { for _ in 0..<150 { try await client.send(message) } }
      await turns(300)
      #expect(client.bufferedBytes > 0)
      gate.open()
      try await sending.value
      await client.close()
      #expect(count == 150 * 100_000)
    }
  }

  @Test func sendingToWhoDoesNotReadSuspends() async throws {
    var sent = 0
    var buffered = 0
    let handler: Handler = { request, response in
      let webSocket = try response.acceptWebSocket(request)
      for _ in 0..<150 {
        try await webSocket.send([UInt8](repeating: 7, count: 100_000))
        sent += 1
        buffered = max(buffered, webSocket.bufferedBytes)
      }
    }
    try await withServer(handler) { server in
      let raw = try await RawWebSocket.open(server)
      await turns(300)
      #expect(sent < 120)
      let all = try await raw.read(150 * (100_000 + 10) + 4)
      #expect(all.count == 150 * (100_000 + 10) + 4)
      #expect(all.suffix(4) == [0x88, 2, 0x03, 0xE8])
      #expect(buffered <= Socket.highWaterMark)
      try await raw.send(RawWebSocket.frame(.close, [0x03, 0xE8]))
      #expect(try await raw.readAll() == [])
      raw.socket.close()
    }
  }

  /// Pings from somebody who takes no pongs: they do not pile up.
  @Test func pongsDoNotPileUp() async throws {
    let seen = Seen()
    try await withServer(seen.echo()) { server in
      let raw = try await RawWebSocket.open(server)
      let ping = RawWebSocket.frame(.ping, [UInt8](repeating: 7, count: 125))
      let many = Array(repeating: ping, count: 500).flatMap { $0 }
      var most = 0
      let sending = Task {
        for _ in 0..<250 { try await raw.send(many) }
        try await raw.send(
          RawWebSocket.frame(.ping, "last") + RawWebSocket.frame(.close, [0x03, 0xE8]))
      }
      // 16 MB of pongs are more than the system's own buffers take: sooner or later they wait here.
      var turnsBehind = 0
      while turnsBehind < 1_500 {
        await turns(1)
        most = max(most, seen.webSocket?.bufferedBytes ?? 0)
        if most > 0 { turnsBehind += 1 }
      }
      #expect(most < 3 * Socket.highWaterMark)
      let answers = try await raw.readAll()
      try await sending.value
      #expect(answers.count < 250 * 500 * 127)
      raw.socket.close()
    }
  }
}

/// The lowest number that a new descriptor would get: it grows when one leaks.
@MainActor private func lowestFreeDescriptor() throws -> Int32 {
  let (readEnd, writeEnd) = try makePipe()
  closeDescriptor(readEnd)
  closeDescriptor(writeEnd)
  return readEnd
}
