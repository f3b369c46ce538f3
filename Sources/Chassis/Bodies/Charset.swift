// How the bytes of a text are to be read: what a body's type says behind `charset=`.

/// The charsets that bodies may have.
nonisolated enum Charset: Equatable, Sendable {
  case utf8
  /// Each byte is the character of that number.
  case latin1
  /// Half of the bytes mean nothing.
  case ascii
  /// Two bytes for most characters. Which one of them comes first says the mark at the beginning, unless the name does.
  case utf16(bigEndian: Bool?)

  /// The charset of a name in lower case; nil for all others.
  init?(_ name: String) {
    switch name {
    case "utf-8", "utf8": self = .utf8
    case "iso-8859-1", "latin1": self = .latin1
    case "us-ascii", "ascii": self = .ascii
    case "utf-16": self = .utf16(bigEndian: nil)
    case "utf-16le": self = .utf16(bigEndian: false)
    case "utf-16be": self = .utf16(bigEndian: true)
    default: return nil
    }
  }

  var name: String {
    switch self {
    case .utf8: "UTF-8"
    case .latin1: "ISO-8859-1"
    case .ascii: "US-ASCII"
    case .utf16: "UTF-16"
    }
  }

  /// The text without a byte order mark; nil where the bytes are no text of this charset.
  func decode(_ bytes: [UInt8]) -> String? {
    switch self {
    case .utf8:
      let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
      return String(validating: text, as: UTF8.self)
    case .latin1: return decodeLeniently(bytes[...])
    case .ascii: return bytes.allSatisfy { $0 < 0x80 } ? decodeLeniently(bytes[...]) : nil
    case .utf16(let bigEndian): return Self.decodeUTF16(bytes, bigEndian: bigEndian)
    }
  }

  /// The text, with U+FFFD for what makes no sense. Of use for parts of a text in a charset whose characters may be
  /// cut out byte by byte, and so not for UTF-16.
  func decodeLeniently(_ bytes: ArraySlice<UInt8>) -> String {
    guard self == .latin1 else { return String(decoding: bytes, as: UTF8.self) }
    return String(decoding: bytes.lazy.map { UInt16($0) }, as: UTF16.self)
  }

  private static func decodeUTF16(_ bytes: [UInt8], bigEndian: Bool?) -> String? {
    guard bytes.count.isMultiple(of: 2) else { return nil }
    let marked: Bool? =
      switch bytes.prefix(2) {
      case [0xFE, 0xFF]: true
      case [0xFF, 0xFE]: false
      default: nil
      }
    // A mark that contradicts the name is a character that nobody has assigned, and stays.
    let isMark = marked != nil && (bigEndian == nil || bigEndian == marked)
    let high = bigEndian ?? marked ?? false ? 0 : 1
    let units = stride(from: isMark ? 2 : 0, to: bytes.count, by: 2).map { start in
      UInt16(bytes[start + high]) << 8 | UInt16(bytes[start + 1 - high])
    }
    return String(validating: units, as: UTF16.self)
  }
}
