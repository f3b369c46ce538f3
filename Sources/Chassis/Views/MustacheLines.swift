// Lines that hold nothing but tags, and of those only such as print nothing, leave nothing behind: no spaces, no line break.
//
//     <ul>\n                          <ul>\n
//       {{#users}}\n            ->
//       <li>{{name}}</li>\n               <li>Rahul</li>\n
//       {{/users}}\n
//     </ul>                           </ul>
//
// A partial prints, but where it is alone on its line, the line is its own: what stands before it is put before each of its
// lines, and the line break goes, as it has its own. A parent is treated alike, with its closing tag and blocks.

/// A token, and what its line says about it.
nonisolated enum MustachePiece: Sendable, Equatable {
  case text(Range<Int>, startsLine: Bool)
  case tag(MustacheScanner.Tag, MustachePlacement)
}

/// Where in its line a tag stands.
nonisolated struct MustachePlacement: Sendable, Equatable {
  /// Whether its line is to vanish.
  var isAlone = false
  /// Whether what it prints begins a line.
  var startsLine = false
  /// The spaces before it; nil where something else stands there.
  var indentation: Range<Int>?
}

/// The tokens without what vanishes.
nonisolated func mustachePieces(of tokens: [MustacheScanner.Token], in bytes: [UInt8])
  -> [MustachePiece]
{
  var pieces: [MustachePiece] = []
  pieces.reserveCapacity(tokens.count)
  var start = 0
  while start < tokens.count {
    let last = tokens[start...].firstIndex { $0.endsLine(in: bytes) } ?? tokens.count - 1
    let line = MustacheLine(tokens: tokens[start...last], bytes: bytes)
    line.append(to: &pieces)
    start = last + 1
  }
  return pieces
}

private nonisolated struct MustacheLine {
  let tokens: ArraySlice<MustacheScanner.Token>
  let bytes: [UInt8]

  func append(to pieces: inout [MustachePiece]) {
    var spaces: Range<Int>? = indentation
    let isAlone = holdsOnlySilentTags
    var startsLine = !isEmpty
    for token in tokens {
      switch token {
      case .text(let range):
        if isAlone { continue }
        pieces.append(.text(range, startsLine: startsLine))
        if !isBlank(range) { spaces = nil }
        startsLine = false
      case .tag(let tag):
        pieces.append(
          .tag(
            tag,
            MustachePlacement(
              isAlone: isAlone, startsLine: startsLine && !isAlone, indentation: spaces)))
        if !isAlone { spaces = nil }
        startsLine = false
      }
    }
  }

  /// The blank text that it begins with.
  private var indentation: Range<Int> {
    guard case .text(let range)? = tokens.first, isBlank(range) else { return 0..<0 }
    return range
  }

  private var isEmpty: Bool {
    guard tokens.count == 1, case .text(let range)? = tokens.first else { return false }
    return bytes[range].allSatisfy { $0 == 10 || $0 == 13 }
  }

  private func isBlank(_ range: Range<Int>) -> Bool { bytes[range].allSatisfy(\.isMustacheSpace) }

  private var holdsOnlySilentTags: Bool {
    var tags: [MustacheScanner.Tag] = []
    for token in tokens {
      switch token {
      case .text(let range): if !isBlank(range) { return false }
      case .tag(let tag):
        if tag.sign == .variable || tag.sign == .raw { return false }
        tags.append(tag)
      }
    }
    let partials = tags.count { $0.sign == .partial }
    let parents = tags.count { $0.sign == .parent }
    if partials > 0 { return tags.count == 1 }
    if parents > 0 { return parents == 1 }
    return !tags.isEmpty && !holdsWholeBlock(tags)
  }

  /// A block that begins and ends in the line prints what it is replaced by.
  private func holdsWholeBlock(_ tags: [MustacheScanner.Tag]) -> Bool {
    zip(tags, tags.dropFirst()).contains { open, close in
      open.sign == .block && close.sign == .close && open.name == close.name
    }
  }
}

extension MustacheScanner.Token {
  fileprivate nonisolated func endsLine(in bytes: [UInt8]) -> Bool {
    if case .text(let range) = self {
      bytes[range.upperBound - 1] == UInt8(ascii: "\n")
    } else {
      false
    }
  }
}
