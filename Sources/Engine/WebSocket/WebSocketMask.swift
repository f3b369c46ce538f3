// Masking: every byte of a client's payload is XORed with one of four bytes, in turn. Doing it again undoes it.
//
//     payload   48 65 6c 6c 6f
//     mask      37 fa 21 3d 37      37 fa 21 3d, repeated
//     masked    7f 9f 4d 51 58
//
// A payload may come in pieces, so the place in the payload counts, not the place in the piece. Eight bytes are done at
// a time; compilers and bigger servers do 16 or 32.
//
// Source: RFC 6455 section 5.3

/// The four bytes with which a frame's payload is masked.
public nonisolated struct WebSocketMask: Equatable, Sendable {
  /// The bytes as they stand in the frame, always four.
  public let key: [UInt8]

  /// A mask of four given bytes; more are ignored, missing ones are zero.
  public init(_ key: [UInt8]) { self.key = Array((key + [0, 0, 0, 0]).prefix(4)) }

  /// A mask that nobody can foretell (section 10.3).
  public static func random() -> WebSocketMask {
    withUnsafeBytes(of: UInt32.random(in: .min ... .max)) { WebSocketMask(Array($0)) }
  }

  /// Masks, or unmasks, the bytes from `start` to the end. `offset` says where in the payload the first of them stands.
  func apply(to bytes: inout [UInt8], from start: Int, offset: Int = 0) {
    let turned = (0..<8).map { key[(offset + $0) % 4] }
    let eight = turned.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
    bytes.withUnsafeMutableBytes { buffer in
      var index = start
      while index + 8 <= buffer.count {
        let masked = buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ eight
        buffer.storeBytes(of: masked, toByteOffset: index, as: UInt64.self)
        index += 8
      }
      for rest in index..<max(index, buffer.count) { buffer[rest] ^= turned[rest - index] }
    }
  }
}
