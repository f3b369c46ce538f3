// Where a student's work is found, and where it is not.

import Foundation
import Testing

@testable import WorkbookKit

struct SubmittedWorkTests {
  /// What is found for the exercise 02-notes of the course.
  private func found(_ files: [String], isAlone: Bool = true) throws -> String? {
    let course = try Course(root: TemporaryCourse.package)
    let work = SubmittedWork(files: files.map { $0.split(separator: "/").map(String.init) })
    let others = isAlone ? course.exercises : nil
    return try work.folder(for: course.exercise("notes"), aloneAmong: others)?
      .joined(separator: "/")
  }

  @Test(arguments: [
    (["main.swift"], ""),
    (["work/main.swift", "work/helpers.swift"], "work"),
    (["02-notes/main.swift", "03-patterns/main.swift"], "02-notes"),
    (["anna/Notes/main.swift"], "anna/Notes"),
    (
      ["book/Exercises/02-notes/Start/main.swift", "book/Exercises/02-notes/Solution/main.swift"]
        + ["book/Lessons/01-hello/Raw/main.swift", "book/main.swift"],
      "book/Exercises/02-notes/Start"
    ),
    (["Sources/server/main.swift", "Package.swift"], "Sources/server"),
    (["03-patterns/main.swift"], nil),
    (["Lessons/01-hello/Raw/main.swift"], nil),
    (["answers.hurl"], nil),
  ]) func isFound(_ files: [String], _ folder: String?) throws {
    #expect(try found(files) == folder)
  }

  /// Where a class is graded for all exercises, only a name says which one it is.
  @Test func withoutANameItBelongsToNoneOfSeveral() throws {
    #expect(try found(["main.swift"], isAlone: false) == nil)
    #expect(try found(["02-notes/main.swift"], isAlone: false) == "02-notes")
  }

  @Test(arguments: [
    (["a/main.swift", "b/main.swift"], "two main.swift: a/main.swift, b/main.swift"),
    (
      ["02-notes/main.swift", "notes/main.swift"],
      "two main.swift: 02-notes/main.swift, notes/main.swift"
    ),
    (
      ["a/main.swift", "b/main.swift", "c/main.swift", "\u{1B}[2J/main.swift"],
      "4 main.swift: ␛[2J/main.swift, a/main.swift, b/main.swift"
    ),
  ]) func twoAreOneTooMany(_ files: [String], _ message: String) throws {
    #expect {
      try found(files)
    } throws: { error in
      "\(error)" == message + "; leave the one that counts"
    }
  }

  @Test func linksAndWhatIsHiddenAreNoWork() throws {
    let course = try TemporaryCourse()
    defer { course.remove() }
    try course.write("", to: "class/anna/main.swift")
    try course.write("", to: "class/anna/.git/main.swift")
    try FileManager.default.createSymbolicLink(
      atPath: "\(course.root)/class/anna/other", withDestinationPath: course.root)
    #expect(SubmittedWork(folder: "\(course.root)/class/anna").files == [["main.swift"]])
  }
}
