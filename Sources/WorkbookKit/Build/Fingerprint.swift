// A short name for content: the same bytes have the same one, others (as good as certainly) another.
//
// FNV-1a with 128 bits. It only keeps files apart; nothing is proven by it, so no cryptographic digest is needed.

import Foundation

/// The fingerprint of some pieces of content, in order.
public struct Fingerprint: Sendable, Hashable, CustomStringConvertible {
  private let value: UInt128

  public init(_ pieces: [Data]) {
    var value: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
    for piece in pieces {
      // Its length first, so that ["ab", "c"] and ["a", "bc"] differ.
      for byte in Array("\(piece.count):".utf8) + piece {
        value = (value ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013B
      }
    }
    self.value = value
  }

  /// Whether a text has the form of a fingerprint.
  static func isOne(_ text: String) -> Bool {
    text.wholeMatch(of: /[0-9a-f]{32}/) != nil
  }

  public var description: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 32 - digits.count) + digits
  }
}
