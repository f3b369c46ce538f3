// Cuts the text of a template into text and tags. Bytes in, tokens out, or the place where it makes no sense.
//
//     Hello, {{name}}!\n    ->    text "Hello, "   tag name   text "!\n"
//
// Text is also cut behind each line break, so that MustacheLines can look at one line at a time.

nonisolated struct MustacheScanner {
  enum Sign: Sendable, Equatable {
    case variable, raw, section, inverted, close, partial, parent, block, comment, delimiters
  }

  struct Tag: Sendable, Equatable {
    let sign: Sign
    /// What it names; `*name` where the name is a value. Empty for remarks and delimiters.
    let name: String
    /// Where it begins.
    let offset: Int
    /// As it is written, for messages.
    let range: Range<Int>
  }

  enum Token: Sendable, Equatable {
    case text(Range<Int>)
    case tag(Tag)
  }

  private let bytes: [UInt8]
  private let file: String
  private var position = 0
  private var opening: [UInt8] = Array("{{".utf8)
  private var closing: [UInt8] = Array("}}".utf8)
  private var tokens: [Token] = []

  /// Longer delimiters would be slow to look for.
  private static let maximumDelimiter = 16

  init(_ bytes: [UInt8], _ file: String) {
    self.bytes = bytes
    self.file = file
  }

  mutating func scan() throws(TemplateError) -> [Token] {
    while let start = find(opening, from: position) {
      appendText(upTo: start)
      try appendTag(at: start)
    }
    appendText(upTo: bytes.count)
    return tokens
  }

  private mutating func appendText(upTo end: Int) {
    while position < end {
      let lineEnd = bytes[position..<end].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? end
      tokens.append(.text(position..<lineEnd))
      position = lineEnd
    }
  }

  private mutating func appendTag(at start: Int) throws(TemplateError) {
    var inside = start + opening.count
    while inside < bytes.count, bytes[inside].isMustacheSpace { inside += 1 }
    let sign = sign(at: inside)
    if sign != .variable { inside += 1 }
    let isTriple = sign == .raw && bytes[inside - 1] == UInt8(ascii: "{")
    let ending =
      switch sign {
      case .raw where isTriple: [UInt8(ascii: "}")] + closing
      case .delimiters: [UInt8(ascii: "=")] + closing
      default: closing
      }
    guard let end = find(ending, from: inside) else { throw neverEnds(start, ending) }
    let content = bytes[inside..<end]
    position = end + ending.count
    let range = start..<position
    switch sign {
    case .comment: tokens.append(.tag(Tag(sign: sign, name: "", offset: start, range: range)))
    case .delimiters:
      tokens.append(.tag(Tag(sign: sign, name: "", offset: start, range: range)))
      try setDelimiters(content, start)
    default:
      if let next = find(opening, from: inside), next < end { throw neverEnds(start, ending) }
      let name = try name(content, sign, start)
      tokens.append(.tag(Tag(sign: sign, name: name, offset: start, range: range)))
    }
  }

  private func sign(at place: Int) -> Sign {
    guard place < bytes.count else { return .variable }
    return switch bytes[place] {
    case UInt8(ascii: "#"): .section
    case UInt8(ascii: "^"): .inverted
    case UInt8(ascii: "/"): .close
    case UInt8(ascii: ">"): .partial
    case UInt8(ascii: "<"): .parent
    case UInt8(ascii: "$"): .block
    case UInt8(ascii: "!"): .comment
    case UInt8(ascii: "="): .delimiters
    case UInt8(ascii: "&"), UInt8(ascii: "{"): .raw
    default: .variable
    }
  }

  private func find(_ wanted: [UInt8], from start: Int) -> Int? {
    guard let first = wanted.first else { return nil }
    var place = start
    while place + wanted.count <= bytes.count {
      if bytes[place] == first, bytes[place...].starts(with: wanted) { return place }
      place += 1
    }
    return nil
  }

  // MARK: What stands in a tag

  private func name(_ content: ArraySlice<UInt8>, _ sign: Sign, _ start: Int) throws(TemplateError)
    -> String
  {
    var words = content.split(whereSeparator: \.isMustacheSpace).map {
      String(decoding: $0, as: UTF8.self)
    }
    // "* name" is "*name".
    if words.count > 1, words[0] == "*" { words[0...1] = ["*" + words[1]] }
    guard let name = words.first, name != "*" else {
      throw failure(
        start, "a name is missing", "write one, as in \(text(opening))name\(text(closing))")
    }
    guard words.count == 1 else { throw severalWords(words, sign, start) }
    let isPath = sign == .variable || sign == .raw || sign == .section || sign == .inverted
    if isPath, name != ".",
      name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).contains(
        where: \.isEmpty)
    {
      let parts = name.split(separator: ".").joined(separator: ".")
      throw failure(
        start, "\"\(name)\" is no name: dots stand between names",
        parts.isEmpty ? "write \".\" for the value itself" : "did you mean \"\(parts)\"?")
    }
    return name
  }

  /// Other template languages have words before the name.
  private func severalWords(_ words: [String], _ sign: Sign, _ start: Int) -> TemplateError {
    let (open, close) = (text(opening), text(closing))
    switch (sign, words[0]) {
    case (.section, "if"), (.section, "each"), (.section, "with"):
      return failure(
        start, "Mustache has no \"\(words[0])\"",
        "write \(open)#\(words[1])\(close) … \(open)/\(words[1])\(close)")
    case (.section, "unless"):
      return failure(
        start, "Mustache has no \"unless\"",
        "write \(open)^\(words[1])\(close) … \(open)/\(words[1])\(close)")
    default:
      return failure(
        start, "\"\(words.prefix(3).joined(separator: " "))\" is no name: names have no spaces",
        "did you mean \"\(words[0])\"?")
    }
  }

  private mutating func setDelimiters(_ content: ArraySlice<UInt8>, _ start: Int)
    throws(TemplateError)
  {
    let parts = content.split(whereSeparator: \.isMustacheSpace).map(Array.init)
    guard parts.count == 2, !parts.joined().contains(UInt8(ascii: "=")) else {
      throw failure(
        start, "these are no delimiters",
        "write two, with a space between them and without \"=\": "
          + "\(text(opening))=<% %>=\(text(closing))")
    }
    guard parts.allSatisfy({ $0.count <= Self.maximumDelimiter }) else {
      throw failure(
        start, "a delimiter is longer than \(Self.maximumDelimiter) bytes", "write shorter ones")
    }
    (opening, closing) = (parts[0], parts[1])
  }

  // MARK: Messages

  private func neverEnds(_ start: Int, _ ending: [UInt8]) -> TemplateError {
    failure(start, "this tag never ends", "write \(text(ending)) behind the name")
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  private func failure(_ offset: Int, _ reason: String, _ hint: String) -> TemplateError {
    TemplateError(file: file, text: bytes, offset: offset, reason: reason, hint: hint)
  }
}

extension UInt8 {
  /// Space, tab, line break.
  nonisolated var isMustacheSpace: Bool { self == 32 || (9...13).contains(self) }
}
