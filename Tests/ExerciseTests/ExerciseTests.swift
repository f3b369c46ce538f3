// Every exercise is fair: what a student begins with has less than full marks, our solution has all of them, and each wrong
// server is caught by the check that names it, and each check catches one.

import Foundation
import Testing

@testable import WorkbookKit

/// Grades programs with the course's own grader.
@MainActor private func grade(_ exercise: Exercise, _ text: String, seed: UInt64) async throws
  -> Verdict
{
  let course = try course()
  let compiler = Compiler(root: course.root, modules: try BuiltModules.find())
  let grader = Grader(compiler: compiler) { _ in pristineFolder(exercise) }
  return try await grader.grade(exercise, text: text, seed: seed)
}

/// Where the program to begin with stands unchanged: a student may have worked on the other one.
private func pristineFolder(_ exercise: Exercise) -> String {
  let kept = "\(exercise.path)/../../.workbook/starts/\(exercise.folder)"
  return FileManager.default.fileExists(atPath: "\(kept)/main.swift") ? kept : exercise.startFolder
}

private func text(_ file: String) throws -> String {
  try String(contentsOfFile: file, encoding: .utf8)
}

/// A wrong server of an exercise.
struct WrongServer: Sendable, CustomTestStringConvertible {
  var exercise: Exercise
  var mutant: Mutant

  var testDescription: String { "\(exercise.topic): \(mutant.name)" }

  static func all() throws -> [WrongServer] {
    try course().exercises.flatMap { exercise in
      try exercise.mutants().map { WrongServer(exercise: exercise, mutant: $0) }
    }
  }
}

@MainActor @Suite(.serialized, .timeLimit(.minutes(10))) struct ExerciseTests {
  @Test func thereIsOneOfEachKind() throws {
    #expect(
      Set(try course().exercises.map(\.kind)) == [.raw, .framework, .refactor, .fix])
  }

  @Test(arguments: try course().exercises) func theStartHasLessThanFullMarks(_ exercise: Exercise)
    async throws
  {
    let start = try text("\(pristineFolder(exercise))/main.swift")
    let verdict = try await grade(exercise, start, seed: 1)
    #expect(verdict.status == .asked)
    #expect(!verdict.isFull)
  }

  @Test(arguments: try course().exercises, [1, 2, 3] as [UInt64])
  func theSolutionHasFullMarks(_ exercise: Exercise, _ seed: UInt64) async throws {
    let verdict = try await grade(exercise, try text(exercise.solutionFile), seed: seed)
    #expect(verdict.isFull, "\(VerdictText(style: Style(isColoured: false)).text(for: verdict))")
    #expect(verdict.points == exercise.points)
  }

  @Test(arguments: try WrongServer.all()) func theWrongServerIsCaughtByTheCheckThatNamesIt(
    _ wrong: WrongServer
  ) async throws {
    let program = try wrong.mutant.apply(to: try text(wrong.exercise.solutionFile))
    let verdict = try await grade(wrong.exercise, program, seed: 1)
    let shown = VerdictText(style: Style(isColoured: false)).text(for: verdict)
    #expect(verdict.status == .asked, "\(shown)")
    let result = try #require(
      verdict.checks.first { $0.name == wrong.mutant.caughtBy }, "no such check")
    switch result.status {
    case .wrong, .tooLate, .crashed: break
    default: Issue.record("not caught:\n\(shown)")
    }
  }

  @Test(arguments: try course().exercises) func everyCheckCatchesAWrongServer(
    _ exercise: Exercise
  ) throws {
    let mutants = try exercise.mutants()
    let checks = try exercise.checks()
    #expect(mutants.count >= 4)
    #expect(Set(mutants.map(\.name)).count == mutants.count)
    #expect(Set(mutants.map(\.caughtBy)) == Set(checks.map(\.name)))
  }

  @Test(arguments: try course().exercises) func thePointsAddUpAndEverythingIsThere(
    _ exercise: Exercise
  ) throws {
    let checks = try exercise.checks()
    #expect(checks.reduce(0) { $0 + $1.points } == exercise.points)
    for check in checks { #expect(!check.sentence.isEmpty, "\(check.name)") }
    let hints = try exercise.hints()
    #expect(hints.count >= 3)
    for hint in hints { #expect(!hint.isEmpty) }
    #expect(try course().lessons.contains { $0.number == exercise.lesson })
    let names = try FileManager.default.contentsOfDirectory(atPath: exercise.path)
    #expect(
      names.sorted() == [
        "README.md", "Solution", "Start", "check.hurl", "hints.md", "mutants.md",
      ])
    for folder in [exercise.startFolder, exercise.solutionFolder] {
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["main.swift"])
    }
  }

  @Test(arguments: try course().exercises) func theProgramsFitOnAProjector(_ exercise: Exercise)
    throws
  {
    for file in ["\(pristineFolder(exercise))/main.swift", exercise.solutionFile] {
      for (number, line) in textLines(try text(file)).enumerated() {
        #expect(line.count <= 68, "\(file):\(number + 1)")
      }
    }
  }

  /// A program that always says the same has no points that it did not earn.
  @Test(arguments: try course().exercises) func theSolutionOfAnotherExerciseIsNotEnough(
    _ exercise: Exercise
  ) async throws {
    for other in try course().exercises where other != exercise && other.column == exercise.column {
      let verdict = try await grade(exercise, try text(other.solutionFile), seed: 1)
      #expect(verdict.points < exercise.points / 2, "\(other.topic)")
    }
  }
}

/// The course that this package is.
func course() throws -> Course {
  guard let end = #filePath.range(of: "/Tests/ExerciseTests/") else {
    throw WorkbookError("not in the course")
  }
  return try Course(root: String(#filePath[..<end.lowerBound]))
}

extension Exercise: CustomTestStringConvertible {
  public var testDescription: String { folder }
}
