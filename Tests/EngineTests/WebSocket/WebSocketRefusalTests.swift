import TestSupport
import Testing

@testable import Engine

/// Hostile bytes, beyond what the Autobahn test suite has, and the close code that must come back; on both sides.
@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct WebSocketRefusalTests: WebSocketTalk
{
  @Test func aMessageThatIsTooLargeIsRefusedBeforeItComes() async throws {
    let large = RawWebSocket.close(1009, "a message of more than 1048576 bytes")
    // Its length alone is sent, never its bytes.
    try await checkBoth(([0x82, 0xFF, 0, 0, 0, 0, 0, 0x10, 0, 1, 1, 2, 3, 4], large))
    try await checkBoth(
      ([0x82, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3, 4], large))
    let halves =
      Self.sent(.binary, [UInt8](repeating: 7, count: 1_000_000), more: true)
      + [0x80, 0xFE, 0xFF, 0xFF, 1, 2, 3, 4]
    try await checkBoth((halves, large))
  }

  @Test func framesMustBeMaskedAndTheirLengthsShort() async throws {
    try await checkBoth(
      (Self.back(.text, "Hello"), Self.fault("a client's frame must be masked")))
    try await checkBoth(
      (
        [0x81, 0xFE, 0, 5, 0, 0, 0, 0, 1, 2, 3, 4, 5],
        Self.fault("a length in more bytes than it needs")
      ))
    try await checkBoth(
      (
        [0x81, 0xFF, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 1, 2, 3, 4, 5],
        Self.fault("a length in more bytes than it needs")
      ))
    try await checkBoth(([0x81, 0xFF, 0x80], Self.fault("a length of more than 63 bits")))
  }

  /// Frames that come right behind the request, before the answer to it.
  @Test func framesRightBehindTheRequestAreNotLost() async throws {
    let seen = Seen()
    try await withServer(seen.echo()) { server in
      let client = try await RawWebSocket.open(server, early: Self.sent(.text, "early") + Self.bye)
      #expect(try await client.readAll() == Self.back(.text, "early") + Self.goodbye)
      client.socket.close()
      #expect(await seen.ended.opens())
    }
  }

  /// The other way round: what a client answers to a server that breaks the rules.
  @Test(
    arguments: [
      ([0x81, 0x80, 1, 2, 3, 4], 1002, "a server's frame must not be masked"),
      ([0xC1, 0x00], 1002, "a reserved bit is set"),
      ([0x81, 0x01, 0xFF], 1007, "a text that is not UTF-8"),
      ([0x80, 0x00], 1002, "a continuation without a beginning"),
      ([0x88, 0x01, 0x03], 1002, "a close code of one byte"),
      ([0x82, 0x7F, 0, 0, 0, 0, 0, 0x10, 0, 1], 1009, "a message of more than 1048576 bytes"),
    ] as [([UInt8], Int, String)])
  func aClientRefusesToo(_ bytes: [UInt8], _ code: Int, _ reason: String) async throws {
    var answer: [UInt8] = []
    let ended = Gate()
    let handler: Handler = { request, response in
      let accept = WebSocketHandshake.accept(request.headers["Sec-WebSocket-Key"] ?? "")
      let connection = try response.upgrade(
        request, to: "websocket", ["Sec-WebSocket-Accept": accept])
      try await connection.write(bytes)
      while let more = try await connection.read() { answer += more }
      ended.open()
    }
    try await withServer(handler) { server in
      let client = try await WebSocket.connect("ws://127.0.0.1:\(server.port)/")
      let violation = WebSocketViolation(code: code, reason: reason)
      await #expect(throws: WebSocketError.violated(violation)) { try await client.receive() }
      #expect(await ended.opens())
    }
    var reader = WebSocketMessageReader(sender: .client, messageLimit: 100)
    var events: [WebSocketMessageReader.Event] = []
    try reader.read(answer.span, into: &events)
    #expect(events == [.close(WebSocketClose(code: code, reason: reason))])
  }
}
