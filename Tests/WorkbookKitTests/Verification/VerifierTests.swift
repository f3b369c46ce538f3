// A course that keeps its promises, and one for each way to break them: the verifier says which, and where.

import Engine
import TestSupport
import Testing

@testable import WorkbookKit

extension TemporaryCourse {
  /// Adds what the course's exercise needs to be fair.
  func writeFairExercise() throws {
    let folder = "Exercises/01-greeting"
    try write(
      "## Hint 1\n\nLook.\n\n## Hint 2\n\nLook twice.\n\n## Hint 3\n\nGreet.\n",
      to: "\(folder)/hints.md")
    func mutant(_ name: String, _ caught: String, _ old: String, _ new: String) -> String {
      "## \(name)\n\nIt is wrong.\n\nCaught by: \(caught)\n\n"
        + "```swift\n\(old)\n```\n\n```swift\n\(new)\n```\n\n"
    }
    try write(
      mutant("says-hi", "home", "? \"Hello\"", "? \"Hi\"")
        + mutant("shouts", "home", "? \"Hello\"", "? \"HELLO\"")
        + mutant("forgets-the-name", "name", "Hello, \\(name)", "Hello, you")
        + mutant("drops-the-comma", "name", "Hello, ", "Hello "), to: "\(folder)/mutants.md")
  }
}

@MainActor @Suite(.serialized, .fewAtOnce, .timeLimit(.minutes(10))) struct VerifierTests {
  /// What does not hold in a fair course after a change to it: `subject: name: problem`.
  private func problems(
    isBreak: Bool = false, _ change: (TemporaryCourse) throws -> Void
  ) async throws -> [String] {
    var claims: [Claim] = []
    try await withCourse { course in
      try course.writeFairExercise()
      if isBreak { try course.writeBreak() }
      try change(course)
      let exercise = try #require(try Course(root: course.root).exercises.first)
      let compiler = Compiler(root: course.root, modules: try BuiltModules.find())
      claims = try await Verifier(
        course: Course(root: course.root), compiler: compiler, pristineFolder: \.startFolder
      ).claims(of: exercise)
    }
    return claims.compactMap { claim in
      claim.problem.map { "\(claim.subject.rawValue): \(claim.name): \($0)" }
    }
  }

  private let folder = "Exercises/01-greeting"

  @Test func aFairExerciseHoldsAndTheTableSaysSo() async throws {
    try await withCourse { course in
      try course.writeFairExercise()
      let result = try await course.run("verify", environment: ["COLUMNS": "100"])
      #expect(
        result.output == """
            exercise                files      start      solution   mutants    checks     strangers
          ✓ 01-greeting             6/6        1/1        3/3        4/4        2/2        4/4
          20 of 20 claims hold

          """)
      #expect(result.status == .exited(0))
      try course.delete("\(folder)/hints.md")
      let broken = try await course.run("verify", "greeting")
      #expect(broken.status == .exited(1))
      #expect(broken.output.contains("\n✗ 01-greeting             4/6 "))
      #expect(
        broken.output.contains(
          "\n    files: nothing is missing, and nothing is stray\n      \(folder)/hints.md is missing\n"
        ))
      #expect(broken.output.hasSuffix("\n18 of 20 claims hold\n"))
    }
  }

  @Test func whatIsWrongInTheFolderIsSaid() async throws {
    let problems = try await problems { course in
      try course.write(
        "# Greeting\n\n*raw · lesson 99 · 5 minutes · 100 points*\n", to: "\(folder)/README.md")
      try course.write("", to: "\(folder)/Start/notes.txt")
      try course.write("## Hint 1\n\nLook.\n", to: "\(folder)/hints.md")
      let long = TemporaryCourse.start + "// " + String(repeating: "x", count: 70) + "\n"
      try course.write(long, to: "\(folder)/Start/main.swift")
    }
    #expect(
      problems == [
        "files: README.md names a lesson: \(folder)/README.md:3: there is no lesson 99",
        "files: hints.md has three hints or more: \(folder)/hints.md: 1 hints (## Hint 1, …) are too few",
        "files: nothing is missing, and nothing is stray: \(folder)/Start/notes.txt does not belong here; delete it",
        "files: programs fit on a projector: \(folder)/Start/main.swift:10: 73 columns; 68 at most",
      ])
  }

  @Test func aStartThatIsDoneOrBrokenIsSaid() async throws {
    let done = try await problems { course in
      try course.write(TemporaryCourse.solution, to: "\(folder)/Start/main.swift")
    }
    #expect(
      done == [
        "start: compiles, and fails where it should: there is nothing to do: 100 of 100 points"
      ])
    let begun = try await problems { course in
      try course.write(
        TemporaryCourse.server("response.end(\"Hello\")"), to: "\(folder)/Start/main.swift")
    }
    #expect(
      begun == [
        "start: compiles, and fails where it should: the first check holds already: 60 of 100 points; name wrong"
      ])
    let broken = try await problems { course in
      try course.write("import Engine\nnonsense()\n", to: "\(folder)/Start/main.swift")
    }
    #expect(broken.count == 1)
    #expect(
      broken[0].hasPrefix(
        "start: compiles, and fails where it should: doesNotCompile: main.swift:2:1: error"))
  }

  @Test func aRefactoringBeginsWithAllThatMustStay() async throws {
    let problems = try await problems { course in
      try course.write(
        "# Greeting\n\n*refactor · lesson 01 · 5 minutes · 100 points*\n",
        to: "\(folder)/README.md")
    }
    #expect(
      problems.contains(
        "start: compiles, and fails where it should: only the checks named new-… may fail: 0 of 100 points; home wrong, name skipped"
      ), "\(problems)")
  }

  @Test func wrongServersThatAreNotCaughtAreSaid() async throws {
    let problems = try await problems { course in
      let text = try course.read("\(folder)/mutants.md")
        .replacing(
          "## shouts\n\nIt is wrong.\n\nCaught by: home",
          with: "## shouts\n\nIt is wrong.\n\nCaught by: name"
        )
        .replacing("Hello, you", with: "Hello, \\(name)\" + \"")
        .replacing(
          "## drops-the-comma\n\nIt is wrong.\n\nCaught by: name",
          with: "## drops-the-comma\n\nIt is wrong.\n\nCaught by: nam")
      try course.write(text, to: "\(folder)/mutants.md")
    }
    #expect(
      problems == [
        "mutants: shouts: \(folder)/mutants.md:15: not caught by \"name\": 0 of 100 points; home wrong, name skipped",
        "mutants: forgets-the-name: \(folder)/mutants.md:29: not caught by \"name\": 100 of 100 points",
        "mutants: drops-the-comma: \(folder)/mutants.md:43: there is no check \"nam\": did you mean \"name\"?",
      ])
  }

  @Test func aReplacementThatDoesNotApplyAndACheckThatCatchesNothingAreSaid() async throws {
    let problems = try await problems { course in
      let text = try course.read("\(folder)/mutants.md")
        .replacing("? \"Hello\"", with: "? \"Hallo\"")
      try course.write(
        text.replacing("Caught by: name", with: "Caught by: home"), to: "\(folder)/mutants.md")
    }
    let stands = "the old text of \"says-hi\" stands 0 times in Solution/main.swift, not once"
    #expect(
      problems.contains("mutants: says-hi: \(folder)/mutants.md:1: \(stands)"), "\(problems)")
    #expect(
      problems.contains(
        "checks: name: \(folder)/mutants.md: no wrong server is caught by \"name\"; a check that catches none tests nothing"
      ), "\(problems)")
  }

  /// A check that takes anything gives points to programs that did not earn them.
  @Test func pointsForNothingAreSaid() async throws {
    let problems = try await problems { course in
      let checks = try course.read("\(folder)/check.hurl")
        .replacing("HTTP 200\n`Hello`", with: "HTTP *")
      try course.write(checks, to: "\(folder)/check.hurl")
      try course.write(TemporaryCourse.server("fatalError()"), to: "\(folder)/Solution/main.swift")
    }
    #expect(
      problems.contains {
        $0.hasPrefix("solution: full marks with seed 1: Greeting\n✗ home (60)  crashed")
      })
    #expect(
      problems.contains {
        $0.hasPrefix("strangers: the chatty program has what it earns: 0 of 100")
      })
    #expect(
      problems.contains {
        $0.hasPrefix("start: compiles, and fails where it should: the first check holds")
      })
  }

  @Test func aBreakHolds() async throws {
    let problems = try await problems(isBreak: true) { course in
      let right = try course.read("\(folder)/Solution/main.swift")
      try course.write(
        right.replacing("\"Hello\"", with: "\"Hi\""), to: "\(folder)/Start/main.swift")
    }
    // The two wrong servers of that course are too few.
    #expect(
      problems == [
        "files: mutants.md has four wrong servers or more, each of which applies: \(folder)/mutants.md: 2 wrong servers are too few"
      ])
  }

  @Test func whatIsWrongWithABreakIsSaid() async throws {
    let problems = try await problems(isBreak: true) { course in
      try course.write("GET {{host}}/\nHTTP 200\n`Hello`\n", to: "\(folder)/check.hurl")
      try course.write("GET {{host}}/\nHTTP 404\n", to: "\(folder)/Start/answers.hurl")
    }
    #expect(
      Array(problems.dropFirst()) == [
        "start: passes on the right server, and exposes only some: 0 of 100 points; right-server wrong, server-a skipped, server-b skipped",
        "start: the program given is one of the wrong servers: \(folder)/Start/main.swift is none of the servers in mutants.md, to the letter",
        "mutants: server-a passes what is asked today: \(folder)/mutants.md:1: the request in check.hurl:1 does not pass",
      ])
  }
}
