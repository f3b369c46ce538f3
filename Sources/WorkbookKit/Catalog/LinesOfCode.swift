// Swift without its comments, line by line: what a rule looks for may stand in a text, and must not be found in a
// comment.

/// The lines of a Swift file with their comments left out; as many as there were before.
func linesOfCode(_ text: String) -> [String] {
  var scanner = CommentScanner(rest: text[...])
  while scanner.step() {}
  return textLines(scanner.kept)
}

/// Goes through Swift, text by text and comment by comment.
private struct CommentScanner {
  var rest: Substring
  var kept = ""

  /// Takes the next thing; false at the end.
  mutating func step() -> Bool {
    if rest.isEmpty { return false }
    if rest.hasPrefix("//") {
      rest = rest.drop { !$0.isNewline }
    } else if rest.hasPrefix("/*") {
      skipBlockComment()
    } else if let quotes = openingQuotes() {
      keepText(quotes)
    } else {
      kept.append(rest.removeFirst())
    }
    return true
  }

  /// `"`, `"""`, `#"` and their kin, if a text begins here.
  private func openingQuotes() -> Substring? {
    let signs = rest.prefix { $0 == "#" }
    let quotes = rest.dropFirst(signs.count)
    guard quotes.hasPrefix("\"") else { return nil }
    return rest.prefix(signs.count + (quotes.hasPrefix("\"\"\"") ? 3 : 1))
  }

  /// A text goes on to the quotation marks that close it; one that stands within the line ends with the line at the
  /// latest.
  private mutating func keepText(_ opening: Substring) {
    let closing = String(opening.reversed())
    let isLong = opening.hasSuffix("\"\"\"")
    let isRaw = opening.hasPrefix("#")
    take(opening.count)
    while let next = rest.first, !rest.hasPrefix(closing), isLong || !next.isNewline {
      take(next == "\\" && !isRaw ? 2 : 1)
    }
    if rest.hasPrefix(closing) { take(closing.count) }
  }

  private mutating func take(_ count: Int) {
    kept += rest.prefix(count)
    rest = rest.dropFirst(count)
  }

  /// Comments of this kind stand within each other; their line breaks stay.
  private mutating func skipBlockComment() {
    var depth = 0
    repeat {
      if rest.hasPrefix("/*") {
        depth += 1
        rest = rest.dropFirst(2)
      } else if rest.hasPrefix("*/") {
        depth -= 1
        rest = rest.dropFirst(2)
      } else if let next = rest.popFirst(), next.isNewline {
        kept.append(next)
      }
    } while depth > 0 && !rest.isEmpty
  }
}
