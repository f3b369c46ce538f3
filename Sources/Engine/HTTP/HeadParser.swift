// The HTTP/1.1 parser for heads: bytes in, one of *complete*, *need more*, *invalid* out. No socket in sight.
//
//     GET /users/42 HTTP/1.1␍␊         start line: three parts, one space between
//     Host: localhost:3000␍␊           fields: name, colon, value
//     ␍␊                               an empty line ends the head
//
// It reads line by line and remembers how far it came, so a head that arrives a byte at a time costs no more than one
// that arrives whole. It is strict. Wherever two servers might read the same bytes differently (a bare line feed, a
// space before the colon, a folded line, two lengths) it refuses: that is where request smuggling begins.
//
// Source: RFC 9112 sections 2 to 6. Bigger servers parse a byte at a time by a generated state machine (llhttp).

/// Parses the head of one message. Give it the message so far, from its first byte, each time more has come.
nonisolated struct HeadParser {
  /// How large a head may be.
  struct Limits: Sendable {
    var headBytes = 16_384
    var fieldCount = 2_000
  }

  private let limits: Limits
  /// Whether a line that begins with a space goes on with the field before it. Forbidden for ages, and refused in
  /// requests; a client must understand it (RFC 9112 section 5.2).
  private let unfolds: Bool
  /// Where the line begins that is being read; everything before it is parsed.
  private var lineStart = 0
  /// How far the search for that line's end has come.
  private var searched = 0
  private var startLine: Range<Int>?
  private(set) var fields: [Headers.Field] = []

  /// `fieldsOnly` reads fields without a start line before them: the trailers of a chunked body.
  init(limits: Limits = Limits(), fieldsOnly: Bool = false, unfolds: Bool = false) {
    self.limits = limits
    self.unfolds = unfolds
    if fieldsOnly { startLine = 0..<0 }
  }

  /// Reads lines until the empty one. Returns where the start line stands and the length of the head; nil: need more.
  mutating func parse(_ bytes: Span<UInt8>) throws(MalformedMessage) -> (
    startLine: Range<Int>, length: Int
  )? {
    while let line = try nextLine(bytes) {
      if let startLine {
        if line.isEmpty { return (startLine, lineStart) }
        if unfolds, !fields.isEmpty, bytes[line.lowerBound].isSpaceOrTab {
          let values = [fields[fields.count - 1].value, try parseValue(bytes, line)]
          fields[fields.count - 1].value = values.filter { !$0.isEmpty }.joined(separator: " ")
          continue
        }
        guard fields.count < limits.fieldCount else {
          throw MalformedMessage(
            status: 431, reason: "too many header fields", offset: line.lowerBound)
        }
        fields.append(try parseField(bytes, line))
      } else if !line.isEmpty {
        startLine = line
        fields.reserveCapacity(8)
      } else if line.lowerBound >= 8 {
        // An empty line before a request is tolerated (RFC 9112 section 2.2), a stream of them is not.
        throw MalformedMessage(
          status: 400, reason: "empty lines instead of a message", offset: line.lowerBound)
      }
    }
    return nil
  }

  /// The next line without its CRLF; nil if its end has not come. A line feed without a carriage return, or the
  /// other way round, is refused.
  private mutating func nextLine(_ bytes: Span<UInt8>) throws(MalformedMessage) -> Range<Int>? {
    var index = searched
    defer { searched = index }
    if startLine == nil, index == lineStart { try checkBeginning(bytes) }
    let end = min(bytes.count, limits.headBytes)
    while index < end {
      switch bytes[index] {
      case UInt8(ascii: "\r"):
        guard index + 1 < bytes.count else { return nil }
        guard bytes[index + 1] == UInt8(ascii: "\n") else {
          throw MalformedMessage(
            status: 400, reason: "carriage return without line feed", offset: index)
        }
        let line = lineStart..<index
        index += 2
        lineStart = index
        return line
      case UInt8(ascii: "\n"):
        throw MalformedMessage(
          status: 400, reason: "line feed without carriage return", offset: index)
      default: index += 1
      }
    }
    guard index >= bytes.count else { throw tooLarge(at: index) }
    return nil
  }

  /// No message begins with such a byte (a TLS handshake does, say): its end need not be awaited.
  private func checkBeginning(_ bytes: Span<UInt8>) throws(MalformedMessage) {
    guard lineStart < bytes.count else { return }
    let first = bytes[lineStart]
    guard first.isTokenCharacter || first == UInt8(ascii: "\r") || first == UInt8(ascii: "\n")
    else {
      throw MalformedMessage(status: 400, reason: "this is not HTTP", offset: lineStart)
    }
  }

  private func tooLarge(at offset: Int) -> MalformedMessage {
    startLine == nil
      ? MalformedMessage(status: 414, reason: "the first line is too long", offset: offset)
      : MalformedMessage(status: 431, reason: "the header fields are too large", offset: offset)
  }

  private func parseField(_ bytes: Span<UInt8>, _ line: Range<Int>) throws(MalformedMessage)
    -> Headers.Field
  {
    var colon = line.lowerBound
    while colon < line.upperBound, bytes[colon].isTokenCharacter { colon += 1 }
    guard colon < line.upperBound, colon > line.lowerBound, bytes[colon] == UInt8(ascii: ":") else {
      throw MalformedMessage(status: 400, reason: "not a header field name", offset: colon)
    }
    let value = try parseValue(bytes, (colon + 1)..<line.upperBound)
    return Headers.Field(name: bytes.text(line.lowerBound..<colon), value: value)
  }

  private func parseValue(_ bytes: Span<UInt8>, _ line: Range<Int>) throws(MalformedMessage)
    -> String
  {
    var value = line
    while !value.isEmpty, bytes[value.lowerBound].isSpaceOrTab {
      value = (value.lowerBound + 1)..<value.upperBound
    }
    while !value.isEmpty, bytes[value.upperBound - 1].isSpaceOrTab {
      value = value.lowerBound..<(value.upperBound - 1)
    }
    for index in value where !bytes[index].isFieldValueCharacter {
      throw MalformedMessage(
        status: 400, reason: "control character in a header field", offset: index)
    }
    return bytes.text(value)
  }
}

extension Span<UInt8> {
  nonisolated func begins(with text: StaticString) -> Bool {
    guard count >= text.utf8CodeUnitCount else { return false }
    for index in 0..<text.utf8CodeUnitCount where self[index] != text.utf8Start[index] {
      return false
    }
    return true
  }

  /// The bytes as text: UTF-8 where they are that, else each byte as the character of its number (ISO 8859-1).
  nonisolated func text(_ range: Range<Int>) -> String {
    validText(range)
      ?? extracting(range).withUnsafeBufferPointer { bytes in
        String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
      }
  }

  /// The bytes as text, nil where they are no UTF-8.
  nonisolated func validText(_ range: Range<Int>) -> String? {
    extracting(range).withUnsafeBufferPointer { bytes in
      // Nearly all is ASCII, for which no validation is needed; measured at a tenth of a request's work.
      if bytes.allSatisfy({ $0 < 0x80 }) { return String(decoding: bytes, as: UTF8.self) }
      return String(validating: bytes, as: UTF8.self)
    }
  }
}
