// A line of a program as the diff sees it: its words with their kinds, and what it is compared by.

/// A line of code.
struct CodeLine: Equatable {
  /// From 1.
  let number: Int
  let text: String
  /// The line's words and the spaces between them, without the line's end. Comments and texts are taken apart into
  /// words too, each of the kind of the whole, so that a changed word in a comment is one changed word.
  let tokens: [SwiftToken]

  /// The lines of a program.
  static func lines(of text: String) -> [CodeLine] {
    var lines: [[SwiftToken]] = [[]]
    for token in SwiftTokenizer.tokens(of: text) {
      let parts = token.text.utf8.split(
        separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      for (index, part) in parts.enumerated() {
        if index > 0 { lines.append([]) }
        lines[lines.count - 1] += words(of: token.kind, String(decoding: part, as: UTF8.self))
      }
    }
    if lines.last == [] { lines.removeLast() }
    return lines.enumerated().map { index, tokens in
      CodeLine(number: index + 1, text: tokens.map(\.text).joined(), tokens: tokens)
    }
  }

  /// `Welcome to the page` → `Welcome`, ` `, `to`, …
  private static func words(of kind: SwiftToken.Kind, _ text: String) -> [SwiftToken] {
    guard kind == .comment || kind == .text else {
      return text.isEmpty ? [] : [SwiftToken(kind: kind, text: text)]
    }
    var words: [SwiftToken] = []
    var word: [UInt8] = []
    func sort(_ byte: UInt8) -> Int { byte.isNamePart ? 0 : " \t\r".utf8.contains(byte) ? 1 : 2 }
    for byte in text.utf8 {
      if let last = word.last, sort(last) != sort(byte) {
        words.append(SwiftToken(kind: kind, text: String(decoding: word, as: UTF8.self)))
        word = []
      }
      word.append(byte)
    }
    return word.isEmpty
      ? words : words + [SwiftToken(kind: kind, text: String(decoding: word, as: UTF8.self))]
  }

  /// What it is compared by: its bytes without the spaces around them, with names as they are called on the other side.
  func key(_ names: [String: String] = [:]) -> [UInt8] {
    guard !names.isEmpty, tokens.contains(where: { $0.isName && names[$0.text] != nil }) else {
      return trimmedBytes(text)
    }
    return trimmedBytes(
      tokens.map { $0.isName ? names[$0.text] ?? $0.text : $0.text }.joined())
  }

  /// The words that say what the line is about, without signs and spaces.
  var words: [String] {
    tokens.filter { token in
      switch token.kind {
      case .space, .operator, .punctuation, .unknown: false
      default: token.text.utf8.contains { $0.isNamePart }
      }
    }.map(\.text)
  }

  /// How many letters and digits it has; a line of none is a closing brace, or empty.
  var weight: Int { text.utf8.count { $0.isNamePart } }
}

extension SwiftToken {
  /// Something that its author gave a name to.
  var isName: Bool { kind == .identifier || kind == .type }

  var isBlank: Bool { text.utf8.allSatisfy { " \t\r\n".utf8.contains($0) } }
}
