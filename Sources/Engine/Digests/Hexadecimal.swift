// Bytes as text, two digits each: how digests are shown and keys are typed.
//
// Source: RFC 4648 section 8

/// Writes bytes as hexadecimal digits, and reads them.
///
/// Node: `buffer.toString("hex")`, `Buffer.from(text, "hex")`
public nonisolated enum Hexadecimal {
  /// Two digits for each byte, with small letters.
  ///
  /// ```swift
  /// Hexadecimal.encode([0, 127, 255])  // "007fff"
  /// ```
  public static func encode(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// The bytes that digits stand for; letters may be small or capital.
  ///
  /// ```swift
  /// try Hexadecimal.decode("007FFF")  // [0, 127, 255]
  /// ```
  ///
  /// Throws `MalformedEncoding` where something is no digit, or one is left over. Node leaves out what it cannot read.
  public static func decode(_ text: String) throws(MalformedEncoding) -> [UInt8] {
    var bytes: [UInt8] = []
    var high: UInt8?
    for (offset, byte) in text.utf8.enumerated() {
      guard let value = byte.hexadecimalValue else {
        throw MalformedEncoding("hexadecimal text", offset, "0-9, a-f or A-F was expected")
      }
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    guard high == nil else {
      throw MalformedEncoding(
        "hexadecimal text", text.utf8.count, "a byte's second digit is missing")
    }
    return bytes
  }
}
