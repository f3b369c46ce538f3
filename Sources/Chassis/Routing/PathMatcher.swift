// Whether a path fits a pattern, and which parts of it the names stand for.
//
// Most patterns need one look at each byte: every name ends where its segment does. For the rest ("/:from-:to",
// "/*path/edit") it is worked out backwards, from the end of the path, which tokens can match from where; then the
// longest choice is taken from the front. That also takes time in proportion to the path, whatever the path is: a
// regular expression would try again and again, and an attacker could make it try for minutes.

/// A pattern under the rules of its router. A class, so that to use one is not to copy it.
nonisolated final class PathMatcher: Sendable {
  /// How a pattern is compared with a path.
  struct Rules: Sendable {
    var caseSensitive = false
    /// Whether a slash at the end matters.
    var strict = false
    /// Whether the path may go on behind the pattern, from a "/" on: for `use`.
    var isPrefix = false
  }

  let pattern: PathPattern
  let rules: Rules
  /// The alternatives with their text folded, so that it compares byte by byte with a folded path.
  let alternatives: [Alternative]

  struct Alternative: Sendable {
    let tokens: [PathPattern.Token]
    /// The names of the captures, in order.
    let names: [String]
    /// Whether every name ends with its segment.
    fileprivate let isSimple: Bool
  }

  /// Where a pattern matched.
  struct Match: Equatable {
    let alternative: Int
    /// How many bytes of the path the pattern took.
    let end: Int
  }

  init(_ pattern: PathPattern, _ rules: Rules = Rules()) {
    self.pattern = pattern
    self.rules = rules
    alternatives = pattern.alternatives.map { Alternative($0, rules) }
  }

  /// Matches a path, its query cut off. The parts that names stand for are left in `captures`, still encoded.
  func match(_ path: [UInt8], _ captures: inout [Range<Int>]) -> Match? {
    for (index, alternative) in alternatives.enumerated() {
      captures.removeAll(keepingCapacity: true)
      let end =
        alternative.isSimple
        ? matchSimple(alternative.tokens, path, &captures)
        : matchGeneral(alternative.tokens, path, &captures)
      if let end { return Match(alternative: index, end: end) }
    }
    return nil
  }

  private func matchSimple(
    _ tokens: [PathPattern.Token], _ path: [UInt8], _ captures: inout [Range<Int>]
  ) -> Int? {
    var position = 0
    for token in tokens {
      let start = position
      switch token {
      case .text(let text):
        guard stands(text, in: path, at: position) else { return nil }
        position += text.count
        continue
      case .parameter:
        while position < path.count, path[position] != slash { position += 1 }
      case .wildcard:
        position = path.count
      }
      guard position > start else { return nil }
      captures.append(start..<position)
    }
    return mayEnd(path, at: position) ? position : nil
  }

  /// Whether the pattern may end here: at the end, before a slash at the end, or for `use` before any slash.
  private func mayEnd(_ path: [UInt8], at position: Int) -> Bool {
    if position == path.count { return true }
    guard path[position] == slash else { return false }
    return rules.isPrefix || (!rules.strict && position == path.count - 1)
  }

  private func stands(_ text: [UInt8], in path: [UInt8], at position: Int) -> Bool {
    guard path.count - position >= text.count else { return false }
    var folding = PathFolding(caseSensitive: rules.caseSensitive)
    for index in 0..<text.count where folding.fold(path[position + index]) != text[index] {
      return false
    }
    return true
  }

  // MARK: Names that end inside a segment

  /// `ends[token][position]`: up to where the token goes, at most, if it begins at the position and all after it
  /// match too; nil if they cannot.
  private func matchGeneral(
    _ tokens: [PathPattern.Token], _ path: [UInt8], _ captures: inout [Range<Int>]
  ) -> Int? {
    var ends = [[Int?]](repeating: [], count: tokens.count)
    var fits = (0...path.count).map { mayEnd(path, at: $0) }
    for index in tokens.indices.reversed() {
      ends[index] = longest(tokens, index, path, before: fits)
      fits = ends[index].map { $0 != nil }
    }
    var position = 0
    for index in tokens.indices {
      guard let end = ends[index][position] else { return nil }
      if tokens[index].name != nil { captures.append(position..<end) }
      position = end
    }
    return position
  }

  /// For each position, up to where this token goes if it begins there; `fits` tells where the next one may begin.
  private func longest(
    _ tokens: [PathPattern.Token], _ index: Int, _ path: [UInt8], before fits: [Bool]
  ) -> [Int?] {
    var ends = [Int?](repeating: nil, count: path.count + 1)
    switch tokens[index] {
    case .text(let text):
      for position in ends.indices
      where stands(text, in: path, at: position) && fits[position + text.count] {
        ends[position] = position + text.count
      }
    case .wildcard:
      guard let last = fits.lastIndex(of: true) else { break }
      for position in 0..<last { ends[position] = last }
    case .parameter:
      let separator = index > 0 ? tokens[index - 1].separator : nil
      for position in path.indices.reversed() {
        if path[position] == slash { continue }
        if let separator, stands(separator, in: path, at: position) { continue }
        ends[position] = ends[position + 1] ?? (fits[position + 1] ? position + 1 : nil)
      }
    }
    return ends
  }
}

extension PathMatcher.Alternative {
  fileprivate nonisolated init(_ tokens: [PathPattern.Token], _ rules: PathMatcher.Rules) {
    var tokens = tokens
    if rules.isPrefix || !rules.strict { Self.removeSlashAtEnd(&tokens) }
    self.tokens = tokens.map { token in
      guard case .text(let text) = token else { return token }
      var folding = PathFolding(caseSensitive: rules.caseSensitive)
      return .text(text.map { folding.fold($0) })
    }
    names = tokens.compactMap(\.name)
    isSimple = tokens.indices.allSatisfy { index in
      switch tokens[index] {
      case .text: true
      case .wildcard: index == tokens.count - 1
      case .parameter: index == tokens.count - 1 || tokens[index + 1].beginsWithSlash
      }
    }
  }

  private static nonisolated func removeSlashAtEnd(_ tokens: inout [PathPattern.Token]) {
    guard case .text(var text)? = tokens.last else { return }
    while text.last == slash { text.removeLast() }
    tokens.removeLast()
    if !text.isEmpty { tokens.append(.text(text)) }
  }
}

extension PathPattern.Token {
  fileprivate nonisolated var beginsWithSlash: Bool {
    if case .text(let text) = self { text.first == slash } else { false }
  }

  /// Text within a segment. The name behind it cannot contain it: so in "/:file.:ext" the last dot counts.
  fileprivate nonisolated var separator: [UInt8]? {
    if case .text(let text) = self, !text.contains(slash) { text } else { nil }
  }
}

nonisolated let slash = UInt8(ascii: "/")

/// Makes bytes equal that count as equal: letters without regard to case, unless the router is case-sensitive;
/// the hexadecimal digits of `%c3` always.
nonisolated struct PathFolding {
  let caseSensitive: Bool
  private var digitsLeft = 0

  init(caseSensitive: Bool) { self.caseSensitive = caseSensitive }

  mutating func fold(_ byte: UInt8) -> UInt8 {
    if caseSensitive {
      if byte == UInt8(ascii: "%") { digitsLeft = 3 }
      guard digitsLeft > 0 else { return byte }
      digitsLeft -= 1
    }
    return (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
