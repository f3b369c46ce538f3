// The front page shows real code: both columns of lesson 1 as they are, and every lesson and exercise there is. What it says
// `workbook run 1` prints is compared where the command is tested.

import Foundation
import Testing

@testable import WorkbookKit

@MainActor struct FrontPageTests {
  private func readme() throws -> Document {
    Document(try String(contentsOfFile: "\(try course().root)/README.md", encoding: .utf8))
  }

  @Test func showsBothColumnsOfTheFirstLesson() throws {
    let lesson = try course().lesson("1")
    let shown = try readme().blocks.filter { $0.language == "swift" }.map(\.lines)
    let columns = try [lesson.rawFolder, lesson.frameworkFolder].map {
      textLines(try String(contentsOfFile: "\($0)/main.swift", encoding: .utf8))
    }
    #expect(shown == columns)
  }

  @Test func namesEveryLessonAndExercise() throws {
    let links = try readme().links
    let course = try course()
    #expect(
      links.filter { $0.hasPrefix("Lessons/") && $0.hasSuffix("/README.md") }
        == course.lessons.map { "Lessons/\($0.folder)/README.md" })
    for exercise in course.exercises {
      #expect(links.contains("Exercises/\(exercise.folder)/README.md"))
    }
  }

  /// Package.swift's two tables name what lies in the folders.
  @Test func thePackageNamesEveryLessonAndExercise() throws {
    let course = try course()
    let package = try String(contentsOfFile: "\(course.root)/Package.swift", encoding: .utf8)
    let lessons = package.matches(of: /(?m)^  "(\d\d-[\w-]+)",$/).map { String($0.1) }
    #expect(lessons == course.lessons.map(\.folder))
    let exercises = package.matches(of: /(?m)^  \("(\d\d-[\w-]+)", "(\w+)"\),$/)
    #expect(exercises.map { String($0.1) } == course.exercises.map(\.folder))
    #expect(
      exercises.map { String($0.2) }
        == course.exercises.map(\.column.rawValue))
    let breaks = try #require(package.firstMatch(of: /let breaks = \[(.*)\]/))
    #expect(
      breaks.1.matches(of: /"([^"]+)"/).map { String($0.1) }
        == course.exercises.filter { $0.kind == .break }.map(\.folder))
  }
}
