// A wrong answer in words: the request to be pasted, and what was expected above what came, with a mark below the first
// letter that differs.

extension VerdictText {
  func lines(for mistakes: [Mistake]) -> [String] {
    guard let first = mistakes.first else { return [] }
    // The first one can be seen again only after what went before it.
    let before = first.before.map { style.dim("    \($0)") }
    return (before.isEmpty ? [] : [style.dim("    after")] + before) + mistakes.flatMap(lines(for:))
  }

  private func lines(for mistake: Mistake) -> [String] {
    let place = style.dim("  (\(mistake.file):\(mistake.line))")
    var lines = ["    " + style.cyan(mistake.curl) + place]
    for failure in mistake.failures {
      lines.append("      \(failure.question)")
      lines += pair(
        ("expected", failure.expected), ("actual", failure.actual), failure.firstDifference)
      if let body = failure.body {
        lines += ["        the body, line by line"] + body.map { "          " + style.dim($0) }
      }
    }
    for difference in mistake.differences {
      lines.append("      \(difference.subject) is not what the given program answers")
      lines += pair(
        ("given", difference.right), ("yours", difference.left), difference.firstDifference)
    }
    return lines
  }

  /// Two texts above each other.
  private func pair(
    _ first: (name: String, text: String), _ second: (name: String, text: String), _ common: Int?
  ) -> [String] {
    let indent = String(repeating: " ", count: 8)
    var lines = [first, second].map { name, text in
      indent + name.padded(to: 10) + hanging(text)
    }
    if let common {
      let start = String(String.UnicodeScalarView(second.text.unicodeScalars.prefix(common)))
      let column = indent.count + 10 + start.displayWidth
      lines.append(String(repeating: " ", count: column) + style.yellow("^"))
    }
    return lines
  }

  /// The lines behind the first begin below it.
  private func hanging(_ text: String) -> String {
    textLines(text).joined(separator: "\n" + String(repeating: " ", count: 18))
  }
}
