// The order teaches: whatever a column takes from Engine or Chassis, a README has shown by name, its own or an earlier one. Shown
// is what stands in code: in a block of Swift or between backticks; what stands under "In Node / Express" is theirs.

import Foundation
import Testing

@testable import WorkbookKit

@MainActor struct ShownMembersTests {
  // Reading sources and READMEs takes a while, so it is done once.
  private static let engine = Result { try PublicNames(of: ["Engine"]) }
  private static let both = Result { try PublicNames(of: ["Chassis", "Engine"]) }
  private static let shown = Result {
    try course().lessons.map { (number: $0.number, names: try names(shownIn: $0)) }
  }

  private static func names(shownIn lesson: Lesson) throws -> Set<String> {
    let text = try String(contentsOfFile: lesson.readme, encoding: .utf8)
    let ours = sections(of: text).filter { $0.title != "In Node / Express" }
    return ours.reduce(into: []) { shown, section in
      let part = Document(section.text)
      let swift = part.blocks.filter { $0.language == "swift" }.flatMap(\.lines)
      let spans = part.prose.matches(of: /`([^`\n]+)`/).map { String($0.1) }
      for code in swift + spans { shown.formUnion(LessonTests.names(in: code)) }
    }
  }

  @Test(arguments: try course().lessons)
  func theFrameworkColumnUsesWhatWasShown(_ lesson: Lesson) throws {
    try check(lesson, lesson.frameworkFolder, Self.both.get())
  }

  @Test(arguments: try course().lessons)
  func theRawColumnUsesWhatWasShown(_ lesson: Lesson) throws {
    try check(lesson, lesson.rawFolder, Self.engine.get())
  }

  private func check(_ lesson: Lesson, _ folder: String, _ known: PublicNames) throws {
    let program = try sources(in: folder).flatMap(\.lines).joined(separator: "\n")
    let used = known.used(in: program)
    #expect(used.count > 2)
    let shown = try Self.shown.get().filter { $0.number <= lesson.number }
    let missing = shown.reduce(used) { $0.subtracting($1.names) }
    #expect(
      missing.sorted() == [],
      "\(folder) uses them, and no README up to \(lesson.folder) has shown them")
  }
}
