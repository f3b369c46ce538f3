// The index of words in Lessons/README.md tells the truth: each word that a lesson introduces stands there, once, with the
// lessons that use it later; and no lesson uses one before it is introduced.

import Foundation
import Testing

@testable import WorkbookKit

@MainActor struct ConceptIndexTests {
  /// A row of the index.
  struct Row: Equatable, CustomStringConvertible {
    var word: String
    var lesson: String
    var users: String

    var description: String { "| \(word) | \(lesson) | \(users) |" }
  }

  private let texts: [LessonText]

  init() throws { texts = try course().lessons.map(LessonText.init) }

  private func index() throws -> [Row] {
    let text = try String(contentsOfFile: "\(try course().root)/Lessons/README.md", encoding: .utf8)
    let rows = text.matches(of: /(?m)^\| ([^|]+) \| (\[\d\d\]\([^|]+\)) \| ([^|]+) \|$/)
    return rows.map { Row(word: "\($0.1)", lesson: "\($0.2)", users: "\($0.3)") }
  }

  /// The rows as they must be, in alphabetical order.
  private func rows() -> [Row] {
    let rows = texts.flatMap { text in
      text.introduced.map { word in
        let users = texts.filter { $0.lesson.number > text.lesson.number && $0.uses(word) }
        return Row(
          word: word,
          lesson: "[\(twoDigits(text.lesson.number))](\(text.lesson.folder)/README.md)",
          users: ranges(users.map(\.lesson.number)))
      }
    }
    return rows.sorted { sortKey($0) < sortKey($1) }
  }

  private func sortKey(_ row: Row) -> String { row.word.lowercased().filter { $0 != "`" } }

  private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// `02–04, 21`; numbers that follow each other are drawn together.
  private func ranges(_ numbers: [Int]) -> String {
    var ranges: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = ranges.last, last.upperBound == number - 1 {
        ranges[ranges.count - 1] = last.lowerBound...number
      } else {
        ranges.append(number...number)
      }
    }
    if ranges.isEmpty { return "no other" }
    return ranges.map { range in
      range.count == 1
        ? twoDigits(range.lowerBound)
        : "\(twoDigits(range.lowerBound))–\(twoDigits(range.upperBound))"
    }.joined(separator: ", ")
  }

  @Test func namesEachWordWithTheLessonsThatUseIt() throws {
    let index = try index()
    let rows = rows()
    for row in rows where !index.contains(row) {
      Issue.record("Lessons/README.md lacks the row\n\(row)")
    }
    for row in index where !rows.contains(row) {
      Issue.record("Lessons/README.md has a row that is not so\n\(row)")
    }
    #expect(index.map(\.word) == rows.map(\.word), "in alphabetical order, each word once")
  }

  @Test func noWordIsExplainedTwice() {
    let words = texts.flatMap(\.introduced)
    #expect(words.count == Set(words).count)
  }

  @Test func noLessonUsesAWordBeforeItIsExplained() {
    for (place, text) in texts.enumerated() {
      for word in text.introduced where !LessonText.everyday.contains(word) {
        for earlier in texts[..<place] where earlier.uses(word) {
          Issue.record(
            "\(earlier.lesson.folder) uses \"\(word)\", which \(text.lesson.folder) explains")
        }
      }
    }
  }
}
