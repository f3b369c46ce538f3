// The hints of an exercise, from a nudge to nearly the answer, and the parts of a Markdown text that hold them.

import Foundation

/// The hints of an exercise.
enum Hints {
  /// `## Hint 1` and its text, `## Hint 2` and its text, …
  static func parse(_ text: String) throws -> [String] {
    sections(of: text).filter { $0.title.hasPrefix("Hint ") }.map(\.text)
  }
}

/// The parts of a Markdown text that begin with `## `.
func sections(of text: String) -> [(title: String, line: Int, text: String)] {
  var sections: [(title: String, line: Int, lines: [Substring])] = []
  for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
    if line.hasPrefix("## ") {
      sections.append((String(line.dropFirst(3)), index + 1, []))
    } else if !sections.isEmpty {
      sections[sections.count - 1].lines.append(line)
    }
  }
  return sections.map {
    (
      $0.title, $0.line,
      $0.lines.joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
    )
  }
}
