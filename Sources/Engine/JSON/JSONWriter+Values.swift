// How text and numbers look in JSON. The rules are JavaScript's, so that an answer of ours and one of
// Node's do not differ by a byte.

extension JSONWriter {
  /// Writes a string with its quotes. Only what must be escaped is, besides `< > &` where asked for.
  nonisolated func text(_ text: String) {
    append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { text in
      if text.contains(where: needsEscape) {
        for byte in text { needsEscape(byte) ? escape(byte) : append(byte) }
      } else {
        append(text)
      }
    }
    append(UInt8(ascii: "\""))
  }

  private nonisolated func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
      || (options.escapeHTML
        && (byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "&")))
  }

  private nonisolated func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): append(#"\""#)
    case UInt8(ascii: "\\"): append(#"\\"#)
    case 8: append(#"\b"#)
    case 9: append(#"\t"#)
    case 10: append(#"\n"#)
    case 12: append(#"\f"#)
    case 13: append(#"\r"#)
    default:
      let digits: StaticString = "0123456789abcdef"
      append(#"\u00"#)
      digits.withUTF8Buffer { digits in
        append(digits[Int(byte >> 4)])
        append(digits[Int(byte & 15)])
      }
    }
  }

  nonisolated func integer(_ number: some FixedWidthInteger) {
    if number < 0 { append(UInt8(ascii: "-")) }
    digits(number.magnitude)
  }

  private nonisolated func digits(_ number: some FixedWidthInteger) {
    if number >= 10 { digits(number / 10) }
    append(UInt8(ascii: "0") + UInt8(number % 10))
  }

  /// Writes a number with a fraction: the fewest digits that read back as the same number, no `.0`.
  ///
  /// Throws `JSONError` for what is not finite: JSON has no word for it.
  nonisolated func double(_ number: some BinaryFloatingPoint & CustomStringConvertible) throws {
    guard number.isFinite else {
      throw JSONError("\(number) is no JSON number", at: path)
    }
    append(javaScriptText(number.description).utf8)
  }
}

/// Rewrites Swift's text of a number (`1e+16`, `5e-07`, `2.0`) to JavaScript's (`10000000000000000`, `5e-7`, `2`).
/// Both have the same digits, and differ in where the exponent begins: in JavaScript below 1e-6 and from 1e21 on.
///
/// Source: ECMA-262 section 6.1.6.1.20
nonisolated func javaScriptText(_ swiftText: String) -> String {
  var text = swiftText[...]
  let sign = text.first == "-" ? "-" : ""
  if !sign.isEmpty { text.removeFirst() }
  let parts = text.split(separator: "e")
  let numbers = parts[0].split(separator: ".")
  var digits = numbers.joined()
  var point = numbers[0].count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
  while digits.last == "0" { digits.removeLast() }
  while digits.first == "0" {
    digits.removeFirst()
    point -= 1
  }
  guard !digits.isEmpty else { return "0" }
  return sign + decimalText(digits, point)
}

/// `point` is the number of digits before the decimal point; it may lie outside the digits.
private nonisolated func decimalText(_ digits: String, _ point: Int) -> String {
  func zeros(_ count: Int) -> String { String(repeating: "0", count: count) }
  switch point {
  case digits.count...21: return digits + zeros(point - digits.count)
  case 1...21: return digits.prefix(point) + "." + digits.dropFirst(point)
  case -5...0: return "0." + zeros(-point) + digits
  default:
    let exponent = point - 1
    let fraction = digits.count > 1 ? "." + digits.dropFirst() : ""
    return digits.prefix(1) + fraction + "e" + (exponent < 0 ? "-" : "+") + String(abs(exponent))
  }
}
