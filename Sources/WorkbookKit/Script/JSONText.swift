// A strict JSON parser that keeps what a comparison needs: the order of names, and whole numbers whole.

/// Whether a text is a number as JSON writes it: no plus, no leading zero, digits around a point.
func isJSONNumber(_ text: String) -> Bool {
  text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/) != nil
}

/// Reads JSON text into a `Value`.
struct JSONText {
  private let bytes: [UInt8]
  private var index = 0
  private var depth = 0
  /// How many lists and objects may stand within each other.
  static let deepest = 500

  /// Throws `EvaluationError` with line and column, both counted from 1.
  static func parse(_ bytes: [UInt8]) throws(EvaluationError) -> Value {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw EvaluationError("no JSON: the bytes are no UTF-8")
    }
    var parser = JSONText(bytes: bytes)
    let value = try parser.parseValue()
    parser.skipSpaces()
    guard parser.index == bytes.count else { throw parser.error("something follows the value") }
    return value
  }

  private mutating func parseValue() throws(EvaluationError) -> Value {
    skipSpaces()
    switch next {
    case UInt8(ascii: "{"):
      return try nested { parser throws(EvaluationError) in try parser.parseObject() }
    case UInt8(ascii: "["):
      return try nested { parser throws(EvaluationError) in try parser.parseList() }
    case UInt8(ascii: "\""): return .text(try parseText())
    case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
    case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
    case UInt8(ascii: "n"): return try parseWord("null", .null)
    default: return try parseNumber()
    }
  }

  private mutating func nested(
    _ body: (inout JSONText) throws(EvaluationError) -> Value
  ) throws(EvaluationError) -> Value {
    depth += 1
    guard depth <= Self.deepest else { throw error("nested deeper than \(Self.deepest)") }
    index += 1
    let value = try body(&self)
    depth -= 1
    return value
  }

  private mutating func parseObject() throws(EvaluationError) -> Value {
    var members: [(name: String, value: Value)] = []
    skipSpaces()
    if take("}") { return .object(members) }
    while true {
      skipSpaces()
      guard next == UInt8(ascii: "\"") else {
        throw error("a name between quotation marks is missing")
      }
      let name = try parseText()
      skipSpaces()
      guard take(":") else { throw error("a colon is missing") }
      let value = try parseValue()
      // Of two equal names the last counts, as in JavaScript.
      members.removeAll { $0.name == name }
      members.append((name, value))
      skipSpaces()
      if take("}") { return .object(members) }
      guard take(",") else { throw error("a comma or } is missing") }
    }
  }

  private mutating func parseList() throws(EvaluationError) -> Value {
    var elements: [Value] = []
    skipSpaces()
    if take("]") { return .list(elements) }
    while true {
      elements.append(try parseValue())
      skipSpaces()
      if take("]") { return .list(elements) }
      guard take(",") else { throw error("a comma or ] is missing") }
    }
  }

  private mutating func parseWord(_ word: String, _ value: Value) throws(EvaluationError) -> Value {
    for letter in word where !take(letter) { throw error("no JSON value") }
    return value
  }

  private mutating func parseNumber() throws(EvaluationError) -> Value {
    let start = index
    while let next, (next >= 48 && next <= 57) || "+-.eE".utf8.contains(next) { index += 1 }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    guard isJSONNumber(text) else {
      index = start
      throw error("no JSON value")
    }
    if let integer = Int64(text) { return .integer(integer) }
    return .float(Double(text) ?? 0)
  }

  private mutating func parseText() throws(EvaluationError) -> String {
    index += 1
    var text: [UInt8] = []
    while let byte = next, byte != UInt8(ascii: "\"") {
      guard byte >= 32 else { throw error("a control character stands in a text") }
      index += 1
      guard byte == UInt8(ascii: "\\") else {
        text.append(byte)
        continue
      }
      text += Array(String(try parseEscape()).utf8)
    }
    guard take("\"") else { throw error("a text is not closed") }
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func parseEscape() throws(EvaluationError) -> Unicode.Scalar {
    let plain: [Character: Unicode.Scalar] = [
      "\"": "\"", "\\": "\\", "/": "/", "b": "\u{8}", "f": "\u{c}", "n": "\n", "r": "\r", "t": "\t",
    ]
    for (letter, scalar) in plain where take(letter) { return scalar }
    guard take("u") else { throw error("unknown escape") }
    let unit = try parseHexadecimal()
    if (0xD800..<0xDC00).contains(unit), take("\\"), take("u") {
      let low = try parseHexadecimal()
      guard (0xDC00..<0xE000).contains(low) else { throw error("half of a surrogate pair") }
      let code = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
      if let scalar = Unicode.Scalar(code) { return scalar }
    }
    guard let scalar = Unicode.Scalar(unit) else { throw error("half of a surrogate pair") }
    return scalar
  }

  private mutating func parseHexadecimal() throws(EvaluationError) -> UInt32 {
    let digits = bytes[index...].prefix(4).compactMap {
      Character(Unicode.Scalar($0)).hexDigitValue
    }
    guard digits.count == 4 else { throw error("four hexadecimal digits are missing") }
    index += 4
    return digits.reduce(0) { $0 << 4 | UInt32($1) }
  }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func take(_ character: Character) -> Bool {
    guard next == character.asciiValue else { return false }
    index += 1
    return true
  }

  private mutating func skipSpaces() {
    while let next, [32, 9, 10, 13].contains(next) { index += 1 }
  }

  private func error(_ message: String) -> EvaluationError {
    let before = bytes[..<index]
    let line = before.count { $0 == 10 } + 1
    let column = index - (before.lastIndex(of: 10).map { $0 + 1 } ?? 0) + 1
    return EvaluationError("no JSON: \(message) (line \(line), column \(column))")
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }
}
