// Reads the text of a path pattern: characters in, tokens out, or the place where the text makes no sense.

nonisolated struct PathPatternParser {
  private let text: String
  private let characters: [Character]
  private var position = 0

  /// More alternatives than this are refused: eight groups side by side already make 256.
  private static let maximumAlternatives = 256

  /// A piece of the pattern and where it began.
  fileprivate enum Part {
    case text(String)
    case parameter(String, offset: Int)
    case wildcard(String, offset: Int)
    case group([Part])
  }

  init(_ text: String) {
    self.text = text
    characters = Array(text)
  }

  mutating func parse() throws(PathPatternError) -> [[PathPattern.Token]] {
    guard let first = characters.first else {
      throw failure("it is empty", "write \"/\" for the root")
    }
    guard "/{*\\".contains(first) else {
      throw failure("a path begins with \"/\"", "did you mean \"/\(text)\"?")
    }
    let parts = try sequence(inGroup: nil)
    var alternatives: [[Part]] = []
    try writeOut(parts[...], after: [], to: &alternatives)
    var tokens: [[PathPattern.Token]] = []
    for alternative in alternatives { tokens.append(try merge(alternative)) }
    return tokens
  }

  // MARK: Parts

  /// Reads up to the end, or to the "}" of the group that began at `inGroup`.
  private mutating func sequence(inGroup start: Int?) throws(PathPatternError) -> [Part] {
    var parts: [Part] = []
    while position < characters.count {
      let offset = position
      let character = characters[position]
      position += 1
      switch character {
      case ":": parts.append(.parameter(try name(after: ":"), offset: offset))
      case "*": parts.append(.wildcard(try name(after: "*"), offset: offset))
      case "{": parts.append(.group(try sequence(inGroup: offset)))
      case "}" where start != nil: return parts
      case "\\": parts.append(.text(try escaped()))
      case "(", ")", "[", "]", "+", "?", "!", "}":
        position = offset
        throw reserved(character)
      default: parts.append(.text(String(character)))
      }
    }
    if let start {
      position = start
      throw failure(
        "this \"{\" is never closed", "add \"}\", or write \"\\{\" for the character itself")
    }
    return parts
  }

  private mutating func escaped() throws(PathPatternError) -> String {
    guard position < characters.count else {
      position -= 1
      throw failure("nothing follows the \"\\\"", "write \"\\\\\" for the character itself")
    }
    position += 1
    return String(characters[position - 1])
  }

  /// A name as in Swift, or any text in double quotes.
  private mutating func name(after sign: Character) throws(PathPatternError) -> String {
    if position < characters.count, characters[position] == "\"" { return try quotedName() }
    let start = position
    while position < characters.count, isNamePart(characters[position], first: position == start) {
      position += 1
    }
    guard position > start else {
      position -= 1
      let example = sign == ":" ? ":id" : "*path"
      throw failure(
        "a name is missing after \"\(sign)\"",
        "write \"\(example)\", or \"\\\(sign)\" for the character itself")
    }
    return String(characters[start..<position])
  }

  private mutating func quotedName() throws(PathPatternError) -> String {
    let start = position
    position += 1
    var name = ""
    while position < characters.count {
      let character = characters[position]
      position += 1
      if character == "\"" {
        guard name.isEmpty else { return name }
        break
      }
      name += character == "\\" ? try escaped() : String(character)
    }
    position = start
    throw name.isEmpty
      ? failure("the name is empty", "write one between the quotes")
      : failure("this quote is never closed", "add '\"' at the end of the name")
  }

  private func isNamePart(_ character: Character, first: Bool) -> Bool {
    character.unicodeScalars.allSatisfy { scalar in
      scalar == "_" || scalar == "$"
        || (first ? scalar.properties.isIDStart : scalar.properties.isIDContinue)
    }
  }

  // MARK: Alternatives

  /// Lists every way to take or leave the groups; with comes before without.
  private func writeOut(_ parts: ArraySlice<Part>, after done: [Part], to list: inout [[Part]])
    throws(PathPatternError)
  {
    guard let index = parts.firstIndex(where: \.isGroup), case .group(let inner) = parts[index]
    else {
      guard list.count < Self.maximumAlternatives else {
        throw failure("too many groups", "register several paths instead")
      }
      return list.append(done + parts)
    }
    let before = done + parts[..<index]
    let rest = parts[(index + 1)...]
    try writeOut((inner + rest)[...], after: before, to: &list)
    try writeOut(rest, after: before, to: &list)
  }

  /// Joins neighbouring text, and refuses two names that nothing separates.
  private func merge(_ parts: [Part]) throws(PathPatternError) -> [PathPattern.Token] {
    var tokens: [PathPattern.Token] = []
    for part in parts {
      switch part {
      case .text(let text):
        var bytes = percentEncoded(text)
        if case .text(let before)? = tokens.last {
          bytes = before + bytes
          tokens.removeLast()
        }
        tokens.append(.text(bytes))
      case .parameter(let name, let offset):
        try checkSeparated(tokens.last, name, offset)
        tokens.append(.parameter(name))
      case .wildcard(let name, let offset):
        try checkSeparated(tokens.last, name, offset)
        tokens.append(.wildcard(name))
      case .group: break
      }
    }
    return tokens
  }

  private func checkSeparated(_ before: PathPattern.Token?, _ name: String, _ offset: Int)
    throws(PathPatternError)
  {
    guard let before = before?.name else { return }
    throw PathPatternError(
      pattern: text, offset: offset, reason: "\"\(before)\" and \"\(name)\" touch",
      hint: "put text between them, such as \"-\" or \"/\"")
  }

  // MARK: Messages

  private func failure(_ reason: String, _ hint: String) -> PathPatternError {
    PathPatternError(pattern: text, offset: position, reason: reason, hint: hint)
  }

  private func reserved(_ character: Character) -> PathPatternError {
    let hint =
      switch character {
      case "(", ")", "[", "]", "+":
        "no regular expressions here: check the value with `try request.param(\"id\", as: Int.self)`; "
      case "?": "what may be absent stands in braces, as in \"/users{/:id}\"; "
      case "}": "no \"{\" opens it; "
      default: ""
      }
    return failure(
      "\"\(character)\" is reserved", hint + "\"\\\(character)\" is the character itself")
  }
}

extension PathPatternParser.Part {
  fileprivate nonisolated var isGroup: Bool {
    if case .group = self { true } else { false }
  }
}

/// The text as it stands in a URL: what may not stand there becomes `%XX`; a "%" is left, for it may begin one.
private nonisolated func percentEncoded(_ text: String) -> [UInt8] {
  let digits = Array("0123456789ABCDEF".utf8)
  return text.utf8.flatMap { byte in
    switch byte {
    case 0...0x20, 0x7F..., UInt8(ascii: "\""), UInt8(ascii: "#"), UInt8(ascii: "<"),
      UInt8(ascii: ">"), UInt8(ascii: "?"), UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "}"):
      [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    default: [byte]
    }
  }
}
