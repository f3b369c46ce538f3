// Programs of every kind of wrong, and the verdict that each must get.

import Engine
import Foundation
import TestSupport
import Testing

@testable import WorkbookKit

@MainActor @Suite(.serialized, .fewAtOnce, .timeLimit(.minutes(10))) struct GraderTests {
  /// Grades one program against the course's only exercise, with little patience.
  private func verdict(_ program: String, seed: UInt64 = 7) async throws -> Verdict {
    var verdict: Verdict?
    try await withCourse { course in
      let exercise = try #require(try Course(root: course.root).exercises.first)
      let grader = Grader(
        compiler: Compiler(root: course.root, modules: try BuiltModules.find()),
        secondsToListen: 6, answerLimit: .milliseconds(800)
      ) { $0.startFolder }
      verdict = try await grader.grade(exercise, text: program, seed: seed)
    }
    return try #require(verdict)
  }

  /// The verdict as a student reads it, without colours.
  private func text(_ program: String, seed: UInt64 = 7) async throws -> String {
    VerdictText(style: Style(isColoured: false)).text(for: try await verdict(program, seed: seed))
  }

  @Test func theSolutionHasFullMarks() async throws {
    let shown = try await text(TemporaryCourse.solution)
    #expect(
      shown == """
        Greeting
        ✓ home (60)  The homepage greets.
        ✓ name (40)  Somebody with a name is greeted by it.
        100 of 100 points  (seed 7)
        """)
  }

  @Test func whatDoesNotCompileShowsTheCompilersWordsAndEveryCheck() async throws {
    let verdict = try await verdict("import Engine\n\nlet port: Int = \"3000\"\n")
    #expect(verdict.status == .doesNotCompile)
    #expect(
      verdict.reason.hasPrefix(
        "main.swift:3:17: error: cannot convert value of type 'String' to specified type 'Int'"))
    #expect(verdict.points == 0)
    #expect(verdict.checks.map(\.name) == ["home", "name"])
    let text = VerdictText(style: Style(isColoured: false)).text(for: verdict)
    #expect(text.hasPrefix("Greeting\ndoes not compile; the compiler says:\n  main.swift:3:17: "))
    #expect(
      text.hasSuffix(
        """

        - home (60)  not asked
        - name (40)  not asked
        0 of 100 points
        """))
  }

  @Test func whatMayNotBeImportedDoesNotCompile() async throws {
    let verdict = try await verdict("import Chassis\n\nApp().listen(port: 0)\n")
    #expect(verdict.status == .doesNotCompile)
    #expect(verdict.reason.hasPrefix("main.swift:1:8: error: no such module 'Chassis'"))
    #expect(
      verdict.reason.hasSuffix(
        "\nThis program may import Engine only, besides what comes with Swift."))
  }

  @Test func theEmptyProgramEndsBeforeItListens() async throws {
    let shown = try await text("")
    #expect(
      shown == """
        Greeting
        ended before it listened: it ended by itself with status 0
            it printed nothing
        - home (60)  not asked
        - name (40)  not asked
        0 of 100 points
        """)
  }

  @Test func whatNeverListensIsEndedAndSaidToBeSo() async throws {
    let shown = try await text("import Engine\nprint(\"waiting\")\nEventLoop.main.run()\n")
    #expect(
      shown == """
        Greeting
        never listened: it was ended after 6 s. Does it call listen?
            it printed:
              waiting
        - home (60)  not asked
        - name (40)  not asked
        0 of 100 points
        """)
  }

  @Test(arguments: [
    "try await Task.sleep(for: .seconds(60))",
    "while request.method == \"GET\" {}",
  ]) func whatNeverAnswersIsEnded(_ handler: String) async throws {
    let shown = try await text(TemporaryCourse.server(handler))
    #expect(
      shown == """
        Greeting
        ✗ home (60)  The homepage greets.
            no answer in time: a loop without an end, or a wait that nothing ends?
            curl -i http://127.0.0.1:3000/
              check.hurl:4
              GET /
                expected  an answer
                actual    no whole answer within 0.8 s
        - name (40)  skipped: it needs home
        0 of 100 points  (seed 7)
        """)
  }

  @Test func aCrashShowsTheLastLinesAndCostsOneCheck() async throws {
    let handler = """
      let name = request.url.dropFirst()
        let names: [String] = []
        response.end(name.isEmpty ? "Hello" : names[1])
      """
    let verdict = try await verdict(TemporaryCourse.server(handler))
    #expect(verdict.checks[0].status == .passed)
    #expect(verdict.checks[1].status == .crashed)
    let signal = try #require(verdict.checks[1].signal)
    #expect([4, 5].contains(signal))
    #expect(verdict.checks[1].output.contains("Fatal error: Index out of range"))
    #expect(verdict.points == 60)
    let text = VerdictText(style: Style(isColoured: false)).text(for: verdict)
    #expect(
      text.contains(
        "✗ name (40)  crashed (signal \(signal)): a Swift runtime error ended it (an index out of range,"
      ))
  }

  @Test func aWrongAnswerShowsTheRequestAndBothAnswers() async throws {
    let shown = try await text(TemporaryCourse.server("response.end(\"Hello\\r\\n\")"))
    #expect(
      shown == """
        Greeting
        ✗ home (60)  The homepage greets.
            curl -i http://127.0.0.1:3000/
              check.hurl:4
              body
                expected  "Hello"
                actual    "Hello\\r\\n"
                                ^
        - name (40)  skipped: it needs home
        0 of 100 points  (seed 7)
        """)
  }

  @Test func anAnswerThatKnowsOneSeedFailsWithAnother() async throws {
    let seen = try await verdict(TemporaryCourse.server("response.end(\"Hello\")"))
    #expect(seen.checks[1].status == .wrong)
    let expected = try #require(seen.checks[1].mistakes.first?.failures.first?.expected)
    let answer = "response.end(request.url == \"/\" ? \"Hello\" : \(expected))"
    #expect(try await verdict(TemporaryCourse.server(answer)).points == 100)
    #expect(try await verdict(TemporaryCourse.server(answer), seed: 8).points == 60)
  }

  @Test func theChattyProgramGetsItsPoints() async throws {
    let chatter = "print(String(repeating: \"chatter \", count: 200_000))\n  "
    let handler =
      chatter
      + "response.end(request.url == \"/\" ? \"Hello\" : \"Hello, \\(request.url.dropFirst())\")"
    #expect(try await verdict(TemporaryCourse.server(handler)).points == 100)
  }

  @Test func refactoringsMustAgreeWithTheGivenProgram() async throws {
    try await withCourse { course in
      try course.write(
        "# Greeting\n\n*refactor · lesson 01 · 5 minutes · 100 points*\n",
        to: "Exercises/01-greeting/README.md")
      let given = TemporaryCourse.server(
        "response.headers[\"X-Kept\"] = \"yes\"\n  response.end(\"Hello\")")
      try course.write(given, to: "Exercises/01-greeting/Start/main.swift")
      try course.write(
        """
        # @check home
        # @points 60
        # The homepage greets.
        GET {{host}}/
        HTTP 200

        # @check new-header
        # @points 40
        # It says who it is.
        GET {{host}}/
        HTTP 200
        X-Name: greeter
        """, to: "Exercises/01-greeting/check.hurl")
      let exercise = try #require(try Course(root: course.root).exercises.first)
      let compiler = Compiler(root: course.root, modules: try BuiltModules.find())
      let grader = Grader(compiler: compiler) { $0.startFolder }
      func text(_ handler: String) async throws -> String {
        let verdict = try await grader.grade(
          exercise, text: TemporaryCourse.server(handler), seed: 7)
        return VerdictText(style: Style(isColoured: false)).text(for: verdict)
      }
      let shown = try await text(
        "response.headers[\"X-Name\"] = \"greeter\"\n  response.end(\"Hi\")")
      #expect(
        shown == """
          Greeting
          ✗ home (60)  The homepage greets.
              curl -i http://127.0.0.1:3000/
                check.hurl:4
                header X-Name is not what the given program answers
                  given     absent
                  yours     X-Name: "greeter"
                header X-Kept is not what the given program answers
                  given     X-Kept: "yes"
                  yours     absent
                body at byte 1 is not what the given program answers
                  given     5 bytes, from byte 0: "Hello"
                  yours     2 bytes, from byte 0: "Hi"
                                                    ^
          ✓ new-header (40)  It says who it is.
          40 of 100 points  (seed 7)
          """)
      let faithful = try await text(
        "response.headers[\"X-Kept\"] = \"yes\"\n  response.end(\"Hello\")")
      #expect(faithful.contains("✓ home (60)"))
    }
  }

  // MARK: As data

  @Test func aVerdictIsTheSameAfterItWasWrittenAndRead() async throws {
    let verdict = try await verdict(TemporaryCourse.server("response.end(\"Hi\")"))
    let data = try JSONEncoder().encode(verdict)
    #expect(try JSONDecoder().decode(Verdict.self, from: data) == verdict)
    let text = String(decoding: data, as: UTF8.self)
    for part in [#""status":"wrong""#, #""firstDifference":2"#, #""exercise":"01-greeting""#] {
      #expect(text.contains(part), "\(text)")
    }
  }
}
