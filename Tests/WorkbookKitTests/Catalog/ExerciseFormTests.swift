// An exercise that is not as it should be: one line that names the file, the line in it, and what to do.

import TestSupport
import Testing

@testable import WorkbookKit

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ExerciseFormTests {
  /// What is said about the course's exercise, with one of its files replaced, or deleted (nil).
  private func complaint(_ file: String, _ text: String?) throws -> String? {
    let course = try TemporaryCourse()
    defer { course.remove() }
    if let text {
      try course.write(text, to: "Exercises/01-greeting/\(file)")
    } else {
      try course.delete("Exercises/01-greeting/\(file)")
    }
    do {
      let exercise = try #require(try Course(root: course.root).exercises.first)
      _ = try exercise.checks()
      _ = try exercise.rightProgram()
      _ = try exercise.hints()
      return nil
    } catch { return "\(error)" }
  }

  @Test(arguments: [
    ("check.hurl", "is missing"), ("hints.md", "is missing"), ("README.md", "is missing"),
    ("Solution/main.swift", "is missing"),
  ]) func whatIsMissingIsNamed(_ file: String, _ words: String) throws {
    #expect(
      try complaint(file, nil)
        == "Exercises/01-greeting/\(file) \(words); Exercises/README.md says what belongs there")
  }

  @Test(arguments: [
    (
      "*row · lesson 01 · 5 minutes · 100 points*",
      "there is no kind \"row\": did you mean \"raw\"?; the kinds are raw, framework, refactor, build, fix, break"
    ),
    (
      "*raw · lesson 01 · 5 minutes*",
      "below the title belongs a line of the form: *raw · lesson 02 · 20 minutes · 100 points*"
    ),
  ]) func aWrongSecondLineIsNamed(_ line: String, _ words: String) throws {
    #expect(
      try complaint("README.md", "# Greeting\n\n\(line)\n")
        == "Exercises/01-greeting/README.md:3: \(words)")
  }

  private func check(_ name: String, _ points: String, needs: String? = nil) -> String {
    "# @check \(name)\n# @points \(points)\n" + (needs.map { "# @needs \($0)\n" } ?? "")
      + "# Says so.\nGET {{host}}/\nHTTP 200\n\n"
  }

  @Test func wrongChecksAreNamedByLineAndColumn() throws {
    let table: [(String, String)] = [
      (
        check("one", "60") + check("two", "30"),
        ": the points are 90 together, and README.md says 100; change either"
      ),
      (check("one", "ten"), ":2:11: @points wants a whole number, not \"ten\""),
      (check("one", "-1"), ":2:11: @points wants a whole number, not \"-1\""),
      (
        check("one", "60\n# @points 40"), ":3:3: the check \"one\" has @points twice"
      ),
      (check("one", "60") + check("one", "40"), ":7:3: the check \"one\" stands twice"),
      (
        check("one", "60") + check("two", "40", needs: "on"),
        ":9:3: there is no check named \"on\": did you mean \"one\"?"
      ),
      (check("one", "100", needs: "one"), ":3:3: \"one\" needs itself"),
      (
        check("one", "60", needs: "two") + check("two", "40", needs: "one"),
        ":3:3: \"one\" needs \"two\", which stands behind it; a check can only need those before it"
      ),
    ]
    for (text, words) in table {
      #expect(try complaint("check.hurl", text) == "Exercises/01-greeting/check.hurl\(words)")
    }
  }

  @Test func wrongServersAreNamedByTheirLine() throws {
    let blocks = "```swift\na\n```\n\n```swift\nb\n```\n"
    let table: [(String, Bool, String)] = [
      (
        "In words.\n", false,
        "mutants.md:1: there is no wrong server in this file; each begins with ## name"
      ),
      (
        "## a\n\nWrong.\n\nCaught by: x\n\n\(blocks)\n## a\n\nWrong.\n\nCaught by: x\n\n\(blocks)",
        false,
        "mutants.md:15: a wrong server named \"a\" stands twice"
      ),
      (
        "## a\n\nWrong.\n\nCaught by: x\n\n```swift\na\n```\n\n```swift\na\n```\n", false,
        "mutants.md:1: the blocks of \"a\" change nothing"
      ),
      (
        "## a\n\nWrong.\n\n\(blocks)", true,
        "mutants.md:1: \"a\" does not say what it gives to whoever exposes it (Points: 20)"
      ),
    ]
    for (text, givesPoints, message) in table {
      #expect(throws: WorkbookError(message)) {
        try Mutant.parse(text, file: "mutants.md", giving: givesPoints)
      }
    }
  }
}
