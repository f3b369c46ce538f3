// A small class for tests: students, each with a program or with something that is none.

import Engine
import Foundation

@testable import WorkbookKit

@MainActor extension TemporaryCourse {
  /// Writes what a student handed in for the course's only exercise.
  func handIn(_ student: String, _ program: String, as file: String = "main.swift") throws {
    try write(program, to: "class/\(student)/\(file)")
  }

  /// Grades the class into `graded`.
  func gradeClass(_ more: String...) async throws -> CommandResult {
    try await run(words(more))
  }

  /// Starts the same, to be ended in the middle.
  func startClass(_ more: String..., environment: [String: String] = [:]) throws -> ChildProcess {
    try start(words(more), environment: environment)
  }

  private func words(_ more: [String]) -> [String] {
    let words = ["grade-class", "class", "--out", "graded", "--exercise", "greeting"]
    return words + (more.contains("--seed") ? [] : ["--seed", "7"]) + more
  }

  /// A file of the graded class.
  func graded(_ file: String) throws -> String { try read("graded/\(file)") }

  /// The table, by student and column.
  func gradebook(in folder: String = "graded") throws -> [String: [String: String]] {
    let rows = CSV.rows(of: try read("\(folder)/gradebook.csv"))
    let heading = rows.first ?? []
    return Dictionary(
      uniqueKeysWithValues: rows.dropFirst().map { row in
        (row[0], Dictionary(uniqueKeysWithValues: zip(heading, row)))
      })
  }
}

/// What the command prints behind what it says of a machine without a sandbox.
func withoutGaps(_ output: String) -> [String] {
  textLines(output).filter { !$0.hasPrefix("not contained: ") }
}
