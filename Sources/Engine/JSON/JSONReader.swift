// Reads the bytes of a JSON text into a tape. A pure function: bytes in, the parts or one error out.
//
// The grammar fits on a page (RFC 8259):
//
//     value  = "null" / "true" / "false" / number / string / array / object
//     array  = "[" [ value *( "," value ) ] "]"
//     object = "{" [ string ":" value *( "," string ":" value ) ] "}"
//     number = [ "-" ] ( "0" / 1-9 *digit ) [ "." 1*digit ] [ ( "e" / "E" ) [ "+" / "-" ] 1*digit ]
//
// Each rule is one function below; it starts at `position`, leaves `position` behind what it read, and adds what it read to
// `parts`.

nonisolated struct JSONReader {
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0
  private var parts: [JSONTape.Part] = []
  /// The strings that had escapes, without them.
  private var unescaped: [UInt8] = []

  /// Reads a whole text. A byte order mark before it is skipped.
  ///
  /// Throws `JSONError` with line and column for what is no JSON, or no UTF-8.
  static func read(_ bytes: [UInt8]) throws(JSONError) -> JSONTape {
    var reader = JSONReader(bytes: bytes)
    // A value takes about a dozen bytes with its name.
    reader.parts.reserveCapacity(bytes.count / 6 + 1)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.position = 3 }
    try reader.value()
    reader.skipSpace()
    guard reader.next == nil else { throw reader.expected("the end of the text") }
    return JSONTape(
      bytes: reader.unescaped.isEmpty ? bytes : bytes + reader.unescaped, parts: reader.parts)
  }

  /// Whether a text is a number as JSON writes it, and nothing else.
  static func isNumber(_ text: String) -> Bool {
    var reader = JSONReader(bytes: Array(text.utf8))
    return (try? reader.number()) != nil && reader.next == nil
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func value() throws(JSONError) {
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): try object()
    case UInt8(ascii: "["): try array()
    case UInt8(ascii: "\""): try string()
    case let byte? where byte == UInt8(ascii: "-") || byte.isDigit: try number()
    case UInt8(ascii: "t") where take(word: "true"): parts.append(.bool(true))
    case UInt8(ascii: "f") where take(word: "false"): parts.append(.bool(false))
    case UInt8(ascii: "n") where take(word: "null"): parts.append(.null)
    default: throw expected("a value")
    }
  }

  private mutating func array() throws(JSONError) {
    let place = try enter()
    var count = 0
    skipSpace()
    if !take(UInt8(ascii: "]")) {
      repeat {
        try value()
        count += 1
        skipSpace()
      } while take(UInt8(ascii: ","))
      guard take(UInt8(ascii: "]")) else { throw expected("\",\" or \"]\"") }
    }
    parts[place] = .array(count: count, end: parts.count)
    depth -= 1
  }

  private mutating func object() throws(JSONError) {
    let place = try enter()
    var count = 0
    skipSpace()
    if !take(UInt8(ascii: "}")) {
      repeat {
        skipSpace()
        guard next == UInt8(ascii: "\"") else { throw expected("a name in double quotes") }
        try string()
        skipSpace()
        guard take(UInt8(ascii: ":")) else { throw expected("\":\"") }
        try value()
        count += 1
        skipSpace()
      } while take(UInt8(ascii: ","))
      guard take(UInt8(ascii: "}")) else { throw expected("\",\" or \"}\"") }
    }
    parts[place] = .object(count: count, end: parts.count)
    depth -= 1
  }

  /// Goes past a bracket. Gives the place of the part that will be known when the closing one has been read.
  private mutating func enter() throws(JSONError) -> Int {
    guard depth < JSON.maximumDepth else {
      throw failure("nested deeper than \(JSON.maximumDepth)")
    }
    depth += 1
    position += 1
    parts.append(.null)
    return parts.count - 1
  }

  private mutating func number() throws(JSONError) {
    let start = position
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { try digits() }
    if take(UInt8(ascii: ".")) { try digits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      _ = take(UInt8(ascii: "+")) || take(UInt8(ascii: "-"))
      try digits()
    }
    parts.append(.number(start..<position))
  }

  private mutating func digits() throws(JSONError) {
    let start = position
    while let byte = next, byte.isDigit { position += 1 }
    guard position > start else { throw expected("a digit") }
  }

  // MARK: Strings

  private mutating func string() throws(JSONError) {
    position += 1
    let start = position
    var isASCII = true
    var end = position
    while end < bytes.count {
      let byte = bytes[end]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
      isASCII = isASCII && byte < 0x80
      end += 1
    }
    position = end
    guard next != UInt8(ascii: "\\") else { return try stringWithEscapes(from: start) }
    let range = start..<position
    try endOfString()
    guard isASCII || bytes.span.validText(range) != nil else { throw notUTF8 }
    parts.append(.string(range))
  }

  private mutating func stringWithEscapes(from start: Int) throws(JSONError) {
    let begin = unescaped.count
    unescaped += bytes[start..<position]
    while let byte = next, byte != UInt8(ascii: "\""), byte >= 0x20 {
      position += 1
      if byte == UInt8(ascii: "\\") {
        unescaped += try escape()
      } else {
        unescaped.append(byte)
      }
    }
    try endOfString()
    let range = begin..<unescaped.count
    guard unescaped.span.validText(range) != nil else { throw notUTF8 }
    parts.append(.string(bytes.count + begin..<bytes.count + unescaped.count))
  }

  private mutating func endOfString() throws(JSONError) {
    guard take(UInt8(ascii: "\"")) else {
      throw next == nil
        ? expected("\"\"\" to end the string")
        : failure("a line break or control character inside a string; write it as an escape")
    }
  }

  private var notUTF8: JSONError { failure("the string before this is no UTF-8") }

  private mutating func escape() throws(JSONError) -> [UInt8] {
    defer { position += 1 }
    switch next {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [bytes[position]]
    case UInt8(ascii: "b"): return [8]
    case UInt8(ascii: "f"): return [12]
    case UInt8(ascii: "n"): return [10]
    case UInt8(ascii: "r"): return [13]
    case UInt8(ascii: "t"): return [9]
    case UInt8(ascii: "u"): return Array(String(try unicodeEscape()).utf8)
    default: throw expected("one of \" \\ / b f n r t u after \\")
    }
  }

  /// `\u00e9`, or two of them for what lies beyond 16 bits. Half of such a pair means nothing, and becomes U+FFFD.
  private mutating func unicodeEscape() throws(JSONError) -> Character {
    let first = try sixteenBits()
    if (0xD800..<0xDC00).contains(first), bytes[(position + 1)...].starts(with: Array("\\u".utf8)) {
      let back = position
      position += 2
      let second = try sixteenBits()
      if (0xDC00..<0xE000).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
      {
        return Character(scalar)
      }
      position = back
    }
    return Character(Unicode.Scalar(first) ?? "\u{FFFD}")
  }

  /// The four digits after `\u`; leaves `position` on the last.
  private mutating func sixteenBits() throws(JSONError) -> UInt32 {
    var number: UInt32 = 0
    for _ in 0..<4 {
      position += 1
      guard let digit = next.flatMap({ Character(Unicode.Scalar($0)).hexDigitValue }) else {
        throw expected("four hexadecimal digits after \\u")
      }
      number = number << 4 + UInt32(digit)
    }
    return number
  }

  // MARK: Small steps

  private mutating func skipSpace() {
    while let byte = next, byte == 32 || byte == 10 || byte == 13 || byte == 9 { position += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  private mutating func take(word: StaticString) -> Bool {
    guard bytes.span.extracting(position...).begins(with: word) else { return false }
    position += word.utf8CodeUnitCount
    return true
  }

  private func expected(_ what: String) -> JSONError {
    failure("expected \(what), found \(foundText)")
  }

  private func failure(_ reason: String) -> JSONError {
    let read = bytes[..<min(position, bytes.count)]
    let line = read.count { $0 == 10 } + 1
    let lineStart = read.lastIndex(of: 10).map { $0 + 1 } ?? 0
    let column = String(decoding: read[lineStart...], as: UTF8.self).count + 1
    return JSONError(reason, at: "line \(line), column \(column)", isSyntax: true)
  }

  /// The character or word at `position`, short enough for a message.
  private var foundText: String {
    guard position < bytes.count else { return "the end of the text" }
    let rest = String(decoding: bytes[position...].prefix(24), as: UTF8.self)
    let word = rest.prefix { $0.isLetter || $0.isNumber }
    let shown = word.isEmpty ? String(rest.prefix(1)) : String(word.prefix(20))
    guard let first = shown.unicodeScalars.first, first.value >= 0x20 else { return "a line break" }
    return "\"\(shown)\""
  }
}
