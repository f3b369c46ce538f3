// Percent-encoding, by the names and rules of JavaScript's functions.
//
// Source: ECMA-262 section 19.2.6. Node: `decodeURIComponent`, `encodeURIComponent`

/// Text whose percent signs make no sense: `%ZZ`, `%4`, or bytes that are no UTF-8.
public nonisolated struct URIError: Error, Equatable, CustomStringConvertible {
  /// The text as it came.
  public let text: String
  public var description: String { "malformed percent-encoding: \(text)" }
}

/// Replaces each `%XX` by the byte it stands for and reads the result as UTF-8. A `+` stays a plus.
///
/// ```swift
/// try decodeURIComponent("Rahul%20Roy")  // "Rahul Roy"
/// ```
///
/// Throws `URIError` where two hexadecimal digits do not follow a percent sign, or the bytes are no UTF-8.
///
/// Node: `decodeURIComponent`
public nonisolated func decodeURIComponent(_ text: some StringProtocol) throws(URIError) -> String {
  let encoded = text.utf8
  guard encoded.contains(UInt8(ascii: "%")) else { return String(text) }
  var bytes: [UInt8] = []
  bytes.reserveCapacity(encoded.count)
  var rest = encoded[...]
  while let byte = rest.popFirst() {
    guard byte == UInt8(ascii: "%") else {
      bytes.append(byte)
      continue
    }
    guard let high = rest.popFirst()?.hexadecimalValue, let low = rest.popFirst()?.hexadecimalValue
    else {
      throw URIError(text: String(text))
    }
    bytes.append(high << 4 | low)
  }
  guard let decoded = String(validating: bytes, as: UTF8.self) else {
    throw URIError(text: String(text))
  }
  return decoded
}

/// Writes every byte as `%XX` that is no letter, digit or one of `-_.!~*'()`.
///
/// ```swift
/// encodeURIComponent("a b/c")  // "a%20b%2Fc"
/// ```
///
/// Node: `encodeURIComponent`
public nonisolated func encodeURIComponent(_ text: some StringProtocol) -> String {
  let digits = Array("0123456789ABCDEF".utf8)
  var bytes: [UInt8] = []
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
      UInt8(ascii: "."),
      UInt8(ascii: "!"), UInt8(ascii: "~"), UInt8(ascii: "*"), UInt8(ascii: "'"),
      UInt8(ascii: "("), UInt8(ascii: ")"):
      bytes.append(byte)
    default:
      bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}
