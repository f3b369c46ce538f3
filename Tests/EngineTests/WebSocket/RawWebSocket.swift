// What the tests of WebSocket speak with: exact bytes out, exact bytes in, after a handshake.

import TestSupport
import Testing

@testable import Engine

/// A client that has opened a WebSocket and then sends whatever bytes it is told.
@MainActor struct RawWebSocket {
  let socket: Socket

  /// The request of RFC 6455 section 1.2, whose answer is known.
  static let request =
    "GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
  static let mask = WebSocketMask([0x37, 0xFA, 0x21, 0x3D])

  /// Sends the request with what comes right behind it, and reads the head of the answer.
  static func open(_ server: HTTPServer, early: [UInt8] = []) async throws -> RawWebSocket {
    let socket = try await Socket.connect(host: "127.0.0.1", port: server.port)
    try await socket.write(Array(request.utf8) + early)
    var head: [UInt8] = []
    while !head.ends(with: Array("\r\n\r\n".utf8)) {
      head += try #require(try await socket.read(upTo: 1))
    }
    #expect(head.starts(with: Array("HTTP/1.1 101 ".utf8)))
    return RawWebSocket(socket: socket)
  }

  func send(_ bytes: [UInt8]) async throws { try await socket.write(bytes) }

  /// Exactly so many bytes, or fewer where the server closed before.
  func read(_ count: Int) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count, let more = try await socket.read(upTo: count - bytes.count) {
      bytes += more
    }
    return bytes
  }

  /// Everything until the server ends the connection.
  func readAll() async throws -> [UInt8] {
    var bytes: [UInt8] = []
    while let more = try await socket.read() { bytes += more }
    return bytes
  }

  /// A frame as a client must send it.
  nonisolated static func frame(
    _ opcode: WebSocketFrame.Opcode, _ payload: [UInt8], more: Bool = false
  ) -> [UInt8] {
    WebSocketFrame.bytes(
      opcode, payload, isFinal: !more, mask: WebSocketMask([0x37, 0xFA, 0x21, 0x3D]))
  }

  nonisolated static func frame(
    _ opcode: WebSocketFrame.Opcode, _ text: String, more: Bool = false
  ) -> [UInt8] { frame(opcode, Array(text.utf8), more: more) }

  /// A close frame as a server sends it.
  nonisolated static func close(_ code: Int, _ reason: String = "") -> [UInt8] {
    WebSocketFrame.bytes(.close, WebSocketClose(code: code, reason: reason).payload)
  }
}

extension [UInt8] {
  fileprivate nonisolated func ends(with ending: [UInt8]) -> Bool {
    suffix(ending.count) == ending[...]
  }
}

/// So many turns of the loop: what was sent before has been read then.
@MainActor func turns(_ count: Int = 3) async {
  for _ in 0..<count {
    await withCheckedContinuation { turn in setImmediate { turn.resume() } }
  }
}

/// What a server saw of its WebSockets.
@MainActor final class Seen {
  weak var webSocket: WebSocket?
  weak var socket: Socket?
  var messages: [WebSocketMessage] = []
  var closing: WebSocketClose?
  var error: (any Error)?
  let ended = Gate()

  /// A server's handler that says every message back and notes what it sees.
  func echo(
    limits: WebSocketLimits = WebSocketLimits(), protocols: [String] = [],
    origins: WebSocketOrigins = .same
  ) -> Handler {
    { request, response in
      let webSocket = try response.acceptWebSocket(
        request, protocols: protocols, origins: origins, limits: limits)
      (self.webSocket, self.socket) = (webSocket, webSocket.socket)
      defer {
        self.closing = webSocket.closing
        self.ended.open()
      }
      do {
        for try await message in webSocket {
          self.messages.append(message)
          try await webSocket.send(message)
        }
      } catch {
        self.error = error
        throw error
      }
    }
  }
}
