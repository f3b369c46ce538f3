// The words of a lesson's README: which it introduces, and which it uses. A word is introduced where it stands in bold type.
// It is used where it stands in the text, in one of its forms; code counts for a word that is code itself.

import Foundation

@testable import WorkbookKit

/// A lesson's README as far as its words go.
struct LessonText {
  /// Words that everybody knows, and that earlier lessons use as everybody does; and those that they explain in passing.
  static let everyday: Set = [
    "`next`", "default", "disk", "environment", "field", "form", "in memory", "index", "nested",
    "pairs",
    "role",
    "store", "task", "thread",
  ]

  let lesson: Lesson
  /// What stands in bold type, in order.
  let introduced: [String]
  /// The text's words in order, without code and without the addresses of links.
  private let words: [String]
  /// The names in what stands between backticks.
  private let codeNames: Set<String>

  init(_ lesson: Lesson) throws {
    self.lesson = lesson
    let prose = Document(try String(contentsOfFile: lesson.readme, encoding: .utf8)).prose
    introduced = prose.matches(of: /\*\*(.+?)\*\*/).map { String($0.1) }
    words = prose.replacing(/`[^`\n]+`|\]\([^)]*\)/, with: ". ")
      .split { !$0.isLetter && $0 != "-" }.map(plain)
    codeNames = Set(prose.matches(of: /`([^`\n]+)`/).flatMap { names(in: String($0.1)) })
  }

  func uses(_ word: String) -> Bool {
    if word.hasPrefix("`") { return codeNames.contains(word.filter { $0 != "`" }) }
    var before = word.split(separator: " ").map { plain($0) }
    let last = forms(of: before.removeLast())
    return words.indices.contains { place in
      last.contains(words[place]) && words[..<place].suffix(before.count).elementsEqual(before)
    }
  }
}

/// Without capitals, but for an abbreviation: `REST` is another word than `rest`.
private func plain(_ word: Substring) -> String {
  word.count > 1 && word == word.uppercased() ? String(word) : word.lowercased()
}

/// `route`, `routes`, `routed`, `routing`; `query`, `queries`.
private func forms(of word: String) -> Set<String> {
  let isPlural = word.hasSuffix("s") && !word.hasSuffix("us")
  let one = isPlural ? String(word.dropLast()) : word
  let stem = one.hasSuffix("e") || one.hasSuffix("y") ? String(one.dropLast()) : one
  let all = [one] + ["s", "es"].map { one + $0 } + ["ed", "ing", "ies"].map { stem + $0 }
  return Set(all.map { plain($0[...]) })
}

/// The names that a piece of code holds.
func names(in code: String) -> [String] {
  SwiftTokenizer.tokens(of: code).filter { $0.kind == .identifier || $0.kind == .type }.map(\.text)
}
