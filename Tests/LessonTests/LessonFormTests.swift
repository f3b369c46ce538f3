// Each lesson has the form that students and the diff rely on: lines that fit, numbered steps in both columns, and a
// README with all its parts, whose code stands in the columns and whose commands work.

import Foundation
import Testing

@testable import WorkbookKit

@MainActor struct LessonFormTests {
  private func column(_ folder: String) throws -> String {
    try sources(in: folder).flatMap(\.lines).joined(separator: "\n")
  }

  @Test(arguments: try course().lessons) func bothColumnsFitOnAProjector(_ lesson: Lesson) throws {
    for folder in [lesson.rawFolder, lesson.frameworkFolder] {
      for (name, lines) in try sources(in: folder) {
        for (number, line) in lines.enumerated() {
          #expect(line.count <= 68, "\(folder)/\(name):\(number + 1)")
        }
      }
    }
  }

  /// Raw has every step; Framework has some of them, or says which it takes together.
  @Test(arguments: try course().lessons) func theStepsAreNumbered(_ lesson: Lesson) throws {
    let raw = Set(steps(of: CodeLine.lines(of: try column(lesson.rawFolder))).map(\.number))
      .subtracting([0])
    let framework = Set(
      steps(of: CodeLine.lines(of: try column(lesson.frameworkFolder))).map(\.number)
    )
    .subtracting([0])
    let all = raw.union(framework)
    #expect(raw.count >= 3)
    #expect(framework.count >= 3)
    #expect(all == Set(1...(all.max() ?? 1)))
  }

  @Test(arguments: try course().lessons) func nothingUnsafeIsShown(_ lesson: Lesson) throws {
    for folder in [lesson.rawFolder, lesson.frameworkFolder] {
      let code = try column(folder)
      for word in ["try!", "as!", "@unchecked", "nonisolated(unsafe)", "foo"] {
        #expect(!code.contains(word), "\(folder): \(word)")
      }
    }
  }

  @Test(arguments: try course().lessons) func theFolderHoldsNothingElse(_ lesson: Lesson) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: lesson.path)
    let needed: Set = ["README.md", "lesson.hurl", "Raw", "Framework"]
    #expect(needed.isSubset(of: names))
    // What else is there is a file that the script sends, or a folder that both columns name.
    let script = try String(contentsOfFile: lesson.scriptFile, encoding: .utf8)
    let columns = try [lesson.rawFolder, lesson.frameworkFolder].map(column)
    for name in Set(names).subtracting(needed) {
      let isShared = columns.allSatisfy { $0.contains("\"Lessons/\(lesson.folder)/\(name)\"") }
      #expect(isShared || script.contains("file,\(name);"), "\(name)")
    }
  }
}
