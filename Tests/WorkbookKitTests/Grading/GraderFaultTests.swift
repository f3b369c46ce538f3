// What keeps a program from being graded and is not its own fault, and what is said of the way in which it is written.

import Engine
import TestSupport
import Testing

@testable import WorkbookKit

@MainActor @Suite(.serialized, .fewAtOnce, .timeLimit(.minutes(10))) struct GraderFaultTests {
  @Test func aFolderWithoutAProgramCannotBeGraded() async throws {
    try await withCourse { course in
      let exercise = try #require(try Course(root: course.root).exercises.first)
      let compiler = Compiler(root: course.root, modules: try BuiltModules.find())
      let verdict = try await Grader(compiler: compiler) { $0.startFolder }
        .grade(exercise, folder: course.root, seed: 7)
      #expect(verdict.status == .unreadable)
      #expect(verdict.reason == "there is no main.swift")
      #expect(verdict.checks.map(\.status) == [.notAsked, .notAsked])
      #expect((verdict.points, verdict.maximum) == (0, 100))
    }
  }

  /// Each check may take its time, but all together no more than a submission has.
  @Test func aProgramIsNotAskedForEver() async throws {
    try await withCourse { course in
      try course.write(
        TemporaryCourse.checks.replacing("# @needs home\n", with: ""),
        to: "Exercises/01-greeting/check.hurl")
      let exercise = try #require(try Course(root: course.root).exercises.first)
      let compiler = Compiler(root: course.root, modules: try BuiltModules.find())
      let grader = Grader(
        compiler: compiler, secondsToListen: 60, answerLimit: .milliseconds(1_200),
        submissionLimit: .seconds(1)
      ) { $0.startFolder }
      let verdict = try await grader.grade(
        exercise, text: TemporaryCourse.server("try await Task.sleep(for: .seconds(60))"), seed: 7)
      #expect(verdict.checks.map(\.status) == [.tooLate, .notAsked])
      let text = VerdictText(style: Style(isColoured: false)).text(for: verdict)
      #expect(
        text.contains(
          "\n- name (40)  not asked: the checks before it took 1 s, all that a program has\n"))
      let report = Report(verdict: verdict)
      #expect(
        report.tests[1].text
          == "- name (40)  not asked: the checks before it took 1 s, all that a program has")
      #expect(report.tests[1].outcome == .failed)
    }
  }

  /// Grades our solution, as a refactoring of the given program.
  private func verdictBeside(_ given: String) async throws -> Verdict {
    var verdict: Verdict?
    try await withCourse { course in
      try course.write(
        "# Greeting\n\n*refactor · lesson 01 · 5 minutes · 100 points*\n",
        to: "Exercises/01-greeting/README.md")
      try course.write(given, to: "Exercises/01-greeting/Start/main.swift")
      let exercise = try #require(try Course(root: course.root).exercises.first)
      let compiler = Compiler(root: course.root, modules: try BuiltModules.find())
      verdict = try await Grader(compiler: compiler, answerLimit: .milliseconds(800)) {
        $0.startFolder
      }.grade(exercise, text: TemporaryCourse.solution, seed: 7)
    }
    return try #require(verdict)
  }

  @Test func aGivenProgramThatDoesNotCompileIsTheGradersFault() async throws {
    let verdict = try await verdictBeside("import Engine\nnonsense()\n")
    #expect(verdict.status == .graderAtFault)
    #expect(
      verdict.reason.hasPrefix(
        "the program that 01-greeting begins with does not compile; the compiler says:\nmain.swift:2:1"
      ), "\(verdict.reason)")
    let text = VerdictText(style: Style(isColoured: false)).text(for: verdict)
    #expect(
      text.hasPrefix("Greeting\nthe grader is at fault, not your program:\n  the program that"))
  }

  @Test(arguments: [
    ("", "the given program: a program ended before it listened: it ended by itself with status 0"),
    (
      TemporaryCourse.server("try await Task.sleep(for: .seconds(60))"),
      "the given program gives no answer to home: no whole answer within 0.8 s"
    ),
  ]) func aGivenProgramThatDoesNotAnswerIsTheGradersFault(_ given: String, _ reason: String)
    async throws
  {
    let verdict = try await verdictBeside(given)
    #expect(verdict.status == .asked)
    #expect(verdict.checks.map(\.status) == [.graderAtFault, .skipped])
    #expect(verdict.checks[0].reason.hasPrefix(reason), "\(verdict.checks[0].reason)")
    #expect(!verdict.isFull)
  }

  @Test func anExerciseWithoutChecksIsTheGradersFault() async throws {
    try await withCourse { course in
      try course.write("GET {{host}}/\n", to: "Exercises/01-greeting/check.hurl")
      let result = try await course.run("grade", "greeting")
      #expect(result.status == .exited(1))
      #expect(
        result.output == """
          Greeting
          the grader is at fault, not your program:
            Exercises/01-greeting/check.hurl:1:1: a check begins with # @check name
          0 of 0 points

          """)
    }
  }

  @Test(
    arguments: [
      (
        .ended(.exited(1), output: "said"), .doesNotStart, "it ended by itself with status 1",
        "said"
      ),
      (
        .neverListened(seconds: 5, output: "said"), .neverListens,
        "it was ended after 5 s. Does it call listen?", "said"
      ),
      (.cannotStart("too many open files"), .graderAtFault, "too many open files", ""),
    ] as [(Program.StartFailure, CheckResult.Status, String, String)])
  func aProgramThatDoesNotStartForACheckSaysWhy(
    _ failure: Program.StartFailure, _ status: CheckResult.Status, _ reason: String,
    _ output: String
  ) {
    let check = Check(name: "home", points: 60, needs: [], sentence: "It greets.", entries: [])
    let result = CheckResult(check, failure)
    #expect(result.status == status)
    #expect([result.reason, result.output] == [reason, output])
    #expect((result.points, result.earned) == (60, 0))
  }

  // MARK: The way it is written

  @Test func whatBreaksARuleIsRemarkedAndCostsWhatTheRuleSays() async throws {
    try await withCourse { course in
      let readme = """
        # Greeting

        *raw · lesson 01 · 5 minutes · 110 points*

        ## Approach

        - No `dropFirst`: a name is looked up.
        - With `writeHead` (10 points): the status is said.

        """
      try course.write(readme, to: "Exercises/01-greeting/README.md")
      let exercise = try #require(try Course(root: course.root).exercises.first)
      let compiler = Compiler(root: course.root, modules: try BuiltModules.find())
      let grader = Grader(compiler: compiler) { $0.startFolder }
      func text(_ program: String) async throws -> String {
        VerdictText(style: Style(isColoured: false)).text(
          for: try await grader.grade(exercise, text: program, seed: 7))
      }
      #expect(
        try await text(TemporaryCourse.solution) == """
          Greeting
          ✓ home (60)  The homepage greets.
          ✓ name (40)  Somebody with a name is greeted by it.
          ✗ approach-1 (10)  the status is said.
              `writeHead` is not there
          ! `dropFirst` stands in main.swift:4  a name is looked up.
          100 of 110 points  (seed 7)
          """)
      // The points of a rule come last: a program that is only written in the right way has none.
      #expect(
        try await text(TemporaryCourse.start).hasSuffix(
          "\n- approach-1 (10)  skipped: it needs home, name\n0 of 110 points  (seed 7)"))
    }
  }
}
