// The words in which tables of WebSocket's rules are written: what is sent, and what must come back, byte for byte.

import Testing

@testable import Engine

/// For suites of such tables.
@MainActor protocol WebSocketTalk {}

extension WebSocketTalk {
  typealias Row = (sent: [UInt8], back: [UInt8])

  nonisolated static func sent(
    _ opcode: WebSocketFrame.Opcode, _ text: String, more: Bool = false
  ) -> [UInt8] { RawWebSocket.frame(opcode, text, more: more) }

  nonisolated static func sent(
    _ opcode: WebSocketFrame.Opcode, _ bytes: [UInt8], more: Bool = false
  ) -> [UInt8] { RawWebSocket.frame(opcode, bytes, more: more) }

  nonisolated static func back(
    _ opcode: WebSocketFrame.Opcode, _ text: String
  ) -> [UInt8] { WebSocketFrame.bytes(opcode, Array(text.utf8)) }

  /// A close frame in good order, and the answer to it.
  nonisolated static var bye: [UInt8] { sent(.close, [0x03, 0xE8]) }
  nonisolated static var goodbye: [UInt8] { RawWebSocket.close(1000) }

  nonisolated static func fault(_ reason: String) -> [UInt8] {
    RawWebSocket.close(1002, reason)
  }

  func check(_ row: Row, inPiecesOf piece: Int) async throws {
    let seen = Seen()
    try await withServer(seen.echo()) { server in
      let client = try await RawWebSocket.open(server)
      let sending = Task {
        for start in stride(from: 0, to: row.sent.count, by: piece) {
          try await client.send(Array(row.sent[start...].prefix(piece)))
          if piece < row.sent.count { await turns(1) }
        }
      }
      let answer = try await client.readAll()
      #expect(answer == row.back)
      // Who was refused may find nobody to take the rest.
      try? await sending.value
      client.socket.close()
      #expect(await seen.ended.opens())
    }
  }

  func checkBoth(_ row: Row) async throws {
    try await check(row, inPiecesOf: row.sent.count)
    if row.sent.count < 60 { try await check(row, inPiecesOf: 3) }
  }
}
