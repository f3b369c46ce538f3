// A wrong answer in words: the request to be pasted, and what was expected above what came, with a mark below the first
// letter that differs.

extension VerdictText {
  func lines(for mistakes: [Mistake]) -> [String] {
    guard let first = mistakes.first else { return [] }
    // The first one can be seen again only after what went before it.
    let before = first.before.flatMap { [style.dim("    \($0.curl)")] + notes($0.notes) }
    return (before.isEmpty ? [] : [style.dim("    after")] + before) + mistakes.flatMap(lines(for:))
  }

  private func lines(for mistake: Mistake) -> [String] {
    let place = "\(mistake.file):\(mistake.line)"
    var lines = ["    " + style.cyan(mistake.request.curl)]
    lines += notes([place] + mistake.request.notes)
    for alike in mistake.failures.runs { lines += self.lines(for: alike) }
    for difference in mistake.differences {
      lines.append("      \(difference.subject) is not what the given program answers")
      lines += pair(
        ("given", difference.right), ("yours", difference.left), at: difference.firstDifference)
    }
    return lines
  }

  /// What belongs to a request, below it.
  private func notes(_ notes: [String]) -> [String] {
    notes.flatMap { paragraph($0, indent: 6) }.map { style.dim($0) }
  }

  /// Questions that were answered alike, and below them the answer.
  private func lines(for failures: ArraySlice<Failure>) -> [String] {
    guard let first = failures.first else { return [] }
    var lines = failures.map { "      \($0.question)" }
    if failures.count > 1 { lines.append("        each of these \(failures.count):") }
    lines += pair(
      ("expected", first.expected), ("actual", first.actual), at: first.firstDifference, first.mark)
    if let body = first.body {
      lines.append("        the body\(body.count > 1 ? ", line by line" : "")")
      lines += body.map { "          " + style.dim($0) }
    }
    return lines
  }

  /// Two texts above each other.
  ///
  /// - Parameters:
  ///   - common: how many Unicode scalars of the second stand before the mark.
  ///   - words: what is said at the mark.
  private func pair(
    _ first: (name: String, text: String), _ second: (name: String, text: String),
    at common: Int?, _ words: String? = nil
  ) -> [String] {
    let indent = String(repeating: " ", count: 8)
    var lines = [first, second].map { name, text in
      indent + name.padded(to: 10) + hanging(text)
    }
    if let common {
      let start = String(String.UnicodeScalarView(second.text.unicodeScalars.prefix(common)))
      let column = indent.count + 10 + start.displayWidth
      let mark = "^" + (words.map { " \($0)" } ?? "")
      lines.append(String(repeating: " ", count: column) + style.yellow(mark))
    }
    return lines
  }

  /// The lines behind the first begin below it.
  private func hanging(_ text: String) -> String {
    textLines(text).joined(separator: "\n" + String(repeating: " ", count: 18))
  }
}

extension [Failure] {
  /// The same in runs of those that expected the same and were answered alike: a list of eight that has one is wrong once.
  fileprivate var runs: [ArraySlice<Failure>] {
    indices.reduce(into: []) { runs, index in
      if let first = runs.last?.first, self[index].isAnsweredLike(first), let run = runs.last {
        runs[runs.count - 1] = self[run.startIndex...index]
      } else {
        runs.append(self[index...index])
      }
    }
  }
}

extension Failure {
  fileprivate func isAnsweredLike(_ other: Failure) -> Bool {
    expected == other.expected && actual == other.actual && mark == other.mark && body == nil
  }
}
