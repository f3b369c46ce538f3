// Is this UTF-8? Asked of a text that comes in pieces, which may be cut within a character, and answered as soon as it is
// wrong: a peer that sends a broken text is told so before it has sent the rest.
//
//     first byte   more   the second byte is within
//     00…7F        0                                   ASCII
//     C2…DF        1      80…BF                        C0 and C1 would write ASCII in two bytes
//     E0           2      A0…BF                        lower would be too long for what it says
//     E1…EF        2      80…BF                        ED: 80…9F, else it would be half of a surrogate pair
//     F0           3      90…BF
//     F1…F3        3      80…BF
//     F4           3      80…8F                        higher is beyond the last character, U+10FFFF
//
// Source: RFC 3629 section 4, RFC 6455 section 8.1

/// Checks a text piece by piece.
nonisolated struct UTF8Validator {
  /// How many bytes the present character still needs.
  private var needed = 0
  /// What its next byte must lie within.
  private var allowed: ClosedRange<UInt8> = 0x80...0xBF

  /// Whether the text so far ends with a whole character.
  var isWhole: Bool { needed == 0 }

  /// Takes the next bytes; false as soon as no continuation could make the text right.
  mutating func accepts(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var index = 0
    while index < bytes.count {
      if needed == 0 {
        index = Self.endOfASCII(bytes, from: index)
        guard index < bytes.count else { break }
        guard begin(bytes[index]) else { return false }
      } else {
        guard allowed.contains(bytes[index]) else { return false }
        needed -= 1
        allowed = 0x80...0xBF
      }
      index += 1
    }
    return true
  }

  /// Most text is ASCII: eight bytes are looked at at once.
  private static func endOfASCII(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    var index = start
    while index + 8 <= bytes.count,
      bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
    { index += 8 }
    while index < bytes.count, bytes[index] < 0x80 { index += 1 }
    return index
  }

  /// The first byte of a character that is not ASCII.
  private mutating func begin(_ byte: UInt8) -> Bool {
    switch byte {
    case 0xC2...0xDF: (needed, allowed) = (1, 0x80...0xBF)
    case 0xE0: (needed, allowed) = (2, 0xA0...0xBF)
    case 0xED: (needed, allowed) = (2, 0x80...0x9F)
    case 0xE1...0xEF: (needed, allowed) = (2, 0x80...0xBF)
    case 0xF0: (needed, allowed) = (3, 0x90...0xBF)
    case 0xF1...0xF3: (needed, allowed) = (3, 0x80...0xBF)
    case 0xF4: (needed, allowed) = (3, 0x80...0x8F)
    default: return false
    }
    return true
  }
}
