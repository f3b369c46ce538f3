// Bytes for human eyes: line ends and invisible characters made visible, and nothing left out without saying so.

/// Shows bytes as text between quotation marks, with `\r`, `\n` and whatever else leaves no ink written out; bytes
/// that are no UTF-8 as `\x80`. Quotation marks within stay as they are, because JSON is full of them. Long ones are
/// shortened, with the number of bytes that are not shown.
///
/// ```swift
/// shownBytes(Array("Hello\r\n".utf8))  // "Hello\r\n", with the quotation marks
/// ```
///
/// - Parameters:
///   - limit: how many bytes are shown.
///   - inASCII: whether all other characters are written out, too.
public func shownBytes(_ bytes: [UInt8], limit: Int = 400, inASCII: Bool = false) -> String {
  var shown = ""
  var decoder = UTF8()
  var iterator = bytes.prefix(limit).makeIterator()
  var done = 0
  while true {
    switch decoder.decode(&iterator) {
    case .scalarValue(let scalar):
      shown += inASCII && !scalar.isASCII ? escaped(scalar) : shownScalar(scalar)
      done += UTF8.width(scalar)
    case .error:
      // One byte is shown as it is; decoding starts again behind it.
      shown += "\\x" + hexadecimal(bytes[done])
      done += 1
      decoder = UTF8()
      iterator = bytes.prefix(limit).dropFirst(done).makeIterator()
    case .emptyInput:
      let rest = bytes.count - min(bytes.count, limit)
      return "\"\(shown)\"" + (rest > 0 ? " and \(rest) bytes more" : "")
    }
  }
}

private func shownScalar(_ scalar: Unicode.Scalar) -> String {
  switch scalar {
  case "\r": "\\r"
  case "\n": "\\n"
  case "\t": "\\t"
  case "\0": "\\0"
  case "\\": "\\\\"
  case " ": " "
  case let other where isInkless(other.properties.generalCategory): escaped(other)
  default: String(scalar)
  }
}

/// Whether characters of this kind cannot be seen, or not be told from a space.
private func isInkless(_ category: Unicode.GeneralCategory) -> Bool {
  switch category {
  case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .privateUse,
    .unassigned:
    true
  default: false
  }
}

private func escaped(_ scalar: Unicode.Scalar) -> String {
  "\\u{\(String(scalar.value, radix: 16))}"
}

private func hexadecimal(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 16, uppercase: true)
  return digits.count == 1 ? "0" + digits : digits
}
