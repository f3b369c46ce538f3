// Bytes as text, four characters for three bytes: six bits each.
//
//     bytes      01001101 01100001 01101110     "Man"
//     six bits   010011 010110 000101 101110
//     text       T      W      F      u
//
// One byte left over at the end makes two characters, two bytes make three; what their last character has too many is
// zero, and `=` fills the four up.
//
// Decoding is strict. Where several texts stand for the same bytes (bits that are not zero, padding or not, a line
// break in between), a check of the text and a check of the bytes can disagree, and a signed token has forged twins.
//
// Source: RFC 4648 sections 3.5, 4, 5 and 12

/// Writes bytes as base64, and reads it.
///
/// Node: `buffer.toString("base64")`, `buffer.toString("base64url")`, `Buffer.from(text, "base64")`
public nonisolated enum Base64 {
  /// Which characters stand for 62 and 63, and whether the end is filled up.
  public enum Alphabet: Sendable, Hashable {
    /// `+` and `/`, filled up by `=`: headers, mail, data URLs.
    case standard
    /// `-` and `_`, not filled up: what may stand in a URL, a cookie or a file's name, such as tokens.
    case url

    fileprivate var name: String { self == .standard ? "base64" : "base64url" }
    fileprivate var table: Table { self == .standard ? .standard : .url }
    fileprivate func padding(after count: Int) -> Int {
      self == .standard ? (4 - count % 4) % 4 : 0
    }
  }

  private static let padding = UInt8(ascii: "=")

  /// Four characters for each three bytes.
  ///
  /// ```swift
  /// Base64.encode([77, 97])  // "TWE="
  /// Base64.encode([251, 255], as: .url)  // "-_8"
  /// ```
  public static func encode(_ bytes: [UInt8], as alphabet: Alphabet = .standard) -> String {
    let characters = alphabet.table.characters
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for index in 0...group.count { text.append(characters[bits >> (18 - 6 * index) & 63]) }
    }
    text += [UInt8](repeating: padding, count: alphabet.padding(after: text.count))
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes that a text stands for.
  ///
  /// ```swift
  /// try Base64.decode("TWE=")  // [77, 97]
  /// ```
  ///
  /// Throws `MalformedEncoding` unless `encode` would write this very text: at a character that is not of the alphabet,
  /// at padding that is missing, too much or (in `.url`) there at all, and at a last character with bits left over.
  public static func decode(
    _ text: String, as alphabet: Alphabet = .standard
  ) throws(MalformedEncoding) -> [UInt8] {
    let whole = Array(text.utf8)
    let digits = whole[..<(whole.lastIndex { $0 != padding }.map { $0 + 1 } ?? 0)]
    let values = alphabet.table.values
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 4 * 3 + 2)
    var bits = 0
    for (offset, digit) in digits.enumerated() {
      guard let value = values[Int(digit)] else {
        throw MalformedEncoding(alphabet.name, offset, "no character of this alphabet")
      }
      bits = (bits << 6 | Int(value)) & 0xFF_FFFF
      // The second, third and fourth character of a group complete a byte each, and leave 4, 2 and 0 bits over.
      let position = offset % 4
      if position > 0 { bytes.append(UInt8(truncatingIfNeeded: bits >> (6 - 2 * position))) }
    }
    try requireEnd(of: digits.count, leaving: bits, whole.count, alphabet)
    return bytes
  }

  /// Whether a text may end so: after so many characters, with these bits, and so long with its padding.
  private static func requireEnd(
    of count: Int, leaving bits: Int, _ length: Int, _ alphabet: Alphabet
  ) throws(MalformedEncoding) {
    let leftOver = [0, 0b11_1111, 0b1111, 0b11][count % 4]
    guard count % 4 != 1 else {
      throw MalformedEncoding(
        alphabet.name, count, "a lone character at the end is less than a byte")
    }
    guard bits & leftOver == 0 else {
      throw MalformedEncoding(alphabet.name, count - 1, "the last character has bits left over")
    }
    let expected = alphabet.padding(after: count)
    guard length - count == expected else {
      throw MalformedEncoding(
        alphabet.name, count, "\(expected) \"=\" at the end were expected, not \(length - count)")
    }
  }

  /// The characters by what they stand for, and the other way round.
  fileprivate struct Table {
    static let standard = Table(last: "+/")
    static let url = Table(last: "-_")

    let characters: [UInt8]
    let values: [UInt8?]

    private init(last: String) {
      let common = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
      let characters = Array((common + last).utf8)
      var values = [UInt8?](repeating: nil, count: 256)
      for (value, character) in characters.enumerated() {
        values[Int(character)] = UInt8(value)
      }
      self.characters = characters
      self.values = values
    }
  }
}
