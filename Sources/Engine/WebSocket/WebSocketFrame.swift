// A frame: what a WebSocket connection carries instead of bare bytes, so that messages have a beginning and an end.
//
//      byte 0            byte 1             0, 2 or 8 bytes   4 bytes, from clients   the rest
//     ┌─────┬───┬──────┬──────┬──────────┬─────────────────┬───────────────────────┬─────────┐
//     │ FIN │000│opcode│ MASK │ length   │ longer length   │ mask                  │ payload │
//     └─────┴───┴──────┴──────┴──────────┴─────────────────┴───────────────────────┴─────────┘
//       1 bit 3   4      1      7 bits     if length is 126 (2 bytes) or 127 (8 bytes)
//
// "Hello" from a server:  81 05 48 65 6c 6c 6f
// "Hello" from a client:  81 85 37 fa 21 3d 7f 9f 4d 51 58      each payload byte XORed with a byte of the mask
//
// Clients mask what they send, with a new random mask for each frame, so that a web page cannot choose the bytes on the
// wire and make an old proxy take them for an HTTP message.
//
// Source: RFC 6455 section 5

/// The first bytes of a frame: all but its payload.
public nonisolated struct WebSocketFrame: Equatable, Sendable {
  /// What a frame is for.
  public enum Opcode: UInt8, Sendable {
    /// More of the message before.
    case continuation = 0
    /// A message of text, or its beginning.
    case text = 1
    /// A message of bytes, or its beginning.
    case binary = 2
    /// The last frame in its direction.
    case close = 8
    /// "Are you there?"
    case ping = 9
    /// "I am."
    case pong = 10

    /// Control frames are short, whole, and may come between the frames of a message.
    var isControl: Bool { rawValue >= 8 }
  }

  /// Whether it is the last of its message.
  public var isFinal: Bool
  public var opcode: Opcode
  /// How many bytes of payload follow.
  public var length: Int
  /// What the payload is masked with; nil: it is not.
  public var mask: WebSocketMask?

  /// The bytes of a whole frame.
  ///
  /// ```swift
  /// let frame = WebSocketFrame.bytes(.text, Array("Hello".utf8))
  /// ```
  ///
  /// Source: RFC 6455 section 5.2
  public static func bytes(
    _ opcode: Opcode, _ payload: [UInt8], isFinal: Bool = true, mask: WebSocketMask? = nil
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(payload.count + 14)
    bytes.append((isFinal ? 0x80 : 0) | opcode.rawValue)
    let maskBit: UInt8 = mask == nil ? 0 : 0x80
    switch payload.count {
    case ...125: bytes.append(maskBit | UInt8(payload.count))
    case ...0xFFFF:
      bytes.append(maskBit | 126)
      bytes.append(bigEndian: payload.count, bytes: 2)
    default:
      bytes.append(maskBit | 127)
      bytes.append(bigEndian: payload.count, bytes: 8)
    }
    if let mask { bytes.append(contentsOf: mask.key) }
    let start = bytes.count
    bytes.append(contentsOf: payload)
    mask?.apply(to: &bytes, from: start)
    return bytes
  }
}

extension [UInt8] {
  fileprivate nonisolated mutating func append(bigEndian number: Int, bytes count: Int) {
    for index in (0..<count).reversed() {
      append(UInt8(truncatingIfNeeded: number >> (8 * index)))
    }
  }
}
