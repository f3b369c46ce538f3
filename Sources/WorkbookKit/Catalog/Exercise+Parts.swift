// What stands in an exercise's folder besides the programs, read and understood: checks, hints, wrong servers.

import Foundation

extension Exercise {
  /// What gives points, 100 together: the checks of check.hurl, or for a *break* the wrong servers of mutants.md.
  ///
  /// Throws `ScriptError` or `WorkbookError` with file and line where they are not as they should be.
  public func checks() throws -> [Check] {
    var (checks, file) =
      kind == .break
      ? (Check.exposures(of: try mutants()), "mutants.md")
      : (try Check.checks(in: try script()), "check.hurl")
    checks += Check.approach(try approach(), after: checks)
    let sum = checks.reduce(0) { $0 + $1.points }
    guard sum == points else {
      throw WorkbookError(
        "Exercises/\(folder)/\(file): the points are \(sum) together, and README.md says \(points); change either"
      )
    }
    return checks
  }

  /// check.hurl. For a *break* it holds what is asked already, and what every server answers rightly.
  func script() throws -> Script {
    let name = "Exercises/\(folder)/check.hurl"
    return try Script.parse(try text("check.hurl"), file: name)
  }

  /// How it wants to be solved, from README.md.
  func approach() throws -> [ApproachRule] {
    try ApproachRule.rules(in: try text("README.md"), file: "Exercises/\(folder)/README.md")
  }

  /// The hints, from hints.md.
  public func hints() throws -> [String] {
    try Hints.parse(try text("hints.md"))
  }

  /// The wrong servers, from mutants.md.
  public func mutants() throws -> [Mutant] {
    let name = "Exercises/\(folder)/mutants.md"
    return try Mutant.parse(
      try text("mutants.md"), file: name, giving: kind == .break)
  }

  /// The program that is right, as text.
  func rightProgram() throws -> String {
    try text("Solution/main.swift")
  }

  /// What a solution looks like.
  func solution() throws -> String { try text("Solution/\(workName)") }

  /// One of the exercise's files.
  private func text(_ file: String) throws -> String {
    let shown = "Exercises/\(folder)/\(file)"
    return try readText(
      "\(path)/\(file)", shown: shown, advice: "Exercises/README.md says what belongs there")
  }
}
