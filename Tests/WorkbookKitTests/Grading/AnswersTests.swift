// Requests that a student wrote, graded by the right server and by wrong ones.

import Engine
import Foundation
import TestSupport
import Testing

@testable import WorkbookKit

extension TemporaryCourse {
  /// Makes the course's exercise one that asks for requests.
  func writeBreak() throws {
    let folder = "Exercises/01-greeting"
    try write(
      "# Greeting\n\n*break · lesson 01 · 5 minutes · 100 points*\n", to: "\(folder)/README.md")
    try write("GET {{host}}/\nHTTP 200\n", to: "\(folder)/check.hurl")
    try write(
      """
      ## server-a

      It says Hi.

      Points: 60

      ```swift
      "Hello"
      ```

      ```swift
      "Hi"
      ```

      ## server-b

      It knows nobody by name.

      Points: 40

      ```swift
      "Hello, \\(name)"
      ```

      ```swift
      "Hello, you"
      ```
      """, to: "\(folder)/mutants.md")
    let right = #"response.end(name.isEmpty ? "Hello" : "Hello, \(name)")"#
    try write(
      Self.server("let name = request.url.dropFirst()\n  " + right),
      to: "\(folder)/Solution/main.swift")
    try write("GET {{host}}/\nHTTP 200\n", to: "\(folder)/Start/answers.hurl")
    try write(
      "GET {{host}}/\nHTTP 200\n`Hello`\n\nGET {{host}}/{{randomName}}\nHTTP 200\n`Hello, {{randomName}}`\n",
      to: "\(folder)/Solution/answers.hurl")
  }
}

@MainActor @Suite(.serialized, .fewAtOnce, .timeLimit(.minutes(10))) struct AnswersTests {
  private func verdict(_ answers: String) async throws -> Verdict {
    var verdict: Verdict?
    try await withCourse { course in
      try course.writeBreak()
      let exercise = try #require(try Course(root: course.root).exercises.first)
      let compiler = Compiler(root: course.root, modules: try BuiltModules.find())
      let grader = Grader(compiler: compiler) { $0.startFolder }
      verdict = try await grader.grade(exercise, text: answers, seed: 7)
    }
    return try #require(verdict)
  }

  private func text(_ answers: String) async throws -> String {
    VerdictText(style: Style(isColoured: false)).text(for: try await verdict(answers))
  }

  @Test func eachWrongServerGivesItsPointsWhenItIsExposed() async throws {
    let shown = try await text("GET {{host}}/\nHTTP 200\n`Hello`\n")
    #expect(
      shown == """
        Greeting
        ✓ right-server (0)  Your requests pass on the right server.
        ✓ server-a (60)  Exposed by answers.hurl:1. It says Hi.
        ✗ server-b (40)  A wrong server; one of your requests must fail on it.
        60 of 100 points  (seed 7)
        """)
  }

  @Test func whatFailsOnTheRightServerGivesNothingAndIsNamed() async throws {
    let shown = try await text(
      "GET {{host}}/\nHTTP 200\n\nGET {{host}}/Priya\nHTTP 200\n`Hi, Priya`\n")
    #expect(
      shown == """
        Greeting
        ✗ right-server (0)  Your requests pass on the right server.
            after
            curl -i http://127.0.0.1:3000/
            curl -i http://127.0.0.1:3000/Priya
              answers.hurl:4
              body
                expected  "Hi, Priya"
                actual    "Hello, Priya"
                            ^
        - server-a (60)  skipped: it needs right-server
        - server-b (40)  skipped: it needs right-server
        0 of 100 points  (seed 7)
        """)
  }

  /// What a script knows of one seed is no promise of the right server.
  @Test func whatHoldsWithOneSeedAloneFailsOnTheRightServer() async throws {
    var variables = ScriptVariables(seed: 7)
    let name = try variables.value(of: "randomName").written
    let verdict = try await verdict("GET {{host}}/{{randomName}}\nHTTP 200\n`Hello, \(name)`\n")
    #expect(verdict.checks.map(\.status) == [.wrong, .skipped, .skipped])
  }

  @Test(arguments: [
    ("import Engine\n", "answers.hurl:1:1: a request begins with its method"),
    (
      "# Nothing yet.\n",
      "answers.hurl holds no request: write one, and below it HTTP and what must come back"
    ),
    (
      "GET {{host}}/\nHTTP 200\n\nGET {{host}}/\n`Hello`\n",
      "answers.hurl:4: this request expects nothing: write HTTP and a status below it; "
        + "what stands below it now is sent, not expected"
    ),
    (
      "DELETE {{host}}/\n",
      "answers.hurl:1: this request expects nothing: write HTTP and a status below it"
    ),
    (
      "GET http://example.com/door\nHTTP 200\n",
      "answers.hurl:1: a request goes to the server that is asked: its address begins with {{host}}"
    ),
    (
      "GET {{host}}.example.com/door\nHTTP 200\n",
      "answers.hurl:1: a request goes to the server that is asked: its address begins with {{host}}"
    ),
    (
      "GET {{host}}/\n[Options]\nretry: 3\nHTTP 200\n",
      "answers.hurl:1: an answer counts the first time; no retry"
    ),
    (
      "GET {{host}}/\nHTTP 200\n[Asserts]\nduration < 1\n",
      "answers.hurl:4: how long an answer took is not the same twice, and exposes nobody"
    ),
    (
      "GET {{host}}/\nHTTP 200\n[Asserts]\nbody matches /(a+)+$/\n",
      "answers.hurl:4: no regular expressions here; compare by ==, contains, startsWith or endsWith"
    ),
    (
      "GET {{host}}/\nHTTP 200\n[Captures]\nname: body regex /(a+)+$/\n",
      "answers.hurl:4: no regular expressions here"
    ),
    (
      String(repeating: "GET {{host}}/\n\n", count: 201),
      "answers.hurl has 201 requests; at most 200 are sent"
    ),
  ]) func whatCannotBeSentIsSaid(_ answers: String, _ reason: String) async throws {
    let verdict = try await verdict(answers)
    #expect(verdict.status == .unreadable)
    #expect(verdict.reason.hasPrefix(reason), "\(verdict.reason)")
    #expect(verdict.points == 0)
  }

  /// The exercise's own files are none of a script's business: a verdict would show what stands in them.
  @Test func filesComeFromTheStudentsFolderAlone() async throws {
    for file in ["mutants.md", "../mutants.md", "../Solution/answers.hurl"] {
      let verdict = try await verdict("GET {{host}}/\nHTTP 200\nfile,\(file);\n")
      let shown = VerdictText(style: Style(isColoured: false)).text(for: verdict)
      #expect(verdict.checks[0].status == .wrong)
      #expect(shown.contains("cannot be read") || shown.contains("outside"), "\(shown)")
    }
  }

  @Test func theSolutionHasFullMarks() async throws {
    try await withCourse { course in
      try course.writeBreak()
      #expect(try await course.run("grade", "greeting").status == .exited(1))
      let answers = "Exercises/01-greeting/Start/answers.hurl"
      let begun = try course.read(answers)
      try course.write(try course.read("Exercises/01-greeting/Solution/answers.hurl"), to: answers)
      #expect(try await course.run("grade", "greeting").status == .exited(0))
      let reset = try await course.run("reset", "greeting")
      #expect(
        reset.output == "\(answers) is as it was at the beginning; "
          + "yours is .workbook/backups/01-greeting/answers-1.hurl\n")
      #expect(try course.read(answers) == begun)
    }
  }

  /// What stands in the place of requests may be anything: it is looked at before it is read.
  @Test func whatIsNoFileOfRequestsCannotBeGraded() async throws {
    try await withCourse { course in
      try course.writeBreak()
      let exercise = try #require(try Course(root: course.root).exercises.first)
      let grader = Grader(
        compiler: Compiler(root: course.root, modules: try BuiltModules.find())
      ) { $0.startFolder }
      let file = URL(fileURLWithPath: "\(course.root)/hand-in/answers.hurl")
      func reason() async throws -> String {
        let verdict = try await grader.grade(exercise, folder: "\(course.root)/hand-in", seed: 7)
        #expect(verdict.status == .unreadable)
        return verdict.reason
      }
      try course.write("", to: "hand-in/notes.txt")
      #expect(try await reason() == "there is no answers.hurl")
      try course.write("", to: "hand-in/answers.hurl")
      try FileHandle(forWritingTo: file).truncate(atOffset: 65_537)
      #expect(
        try await reason()
          == "answers.hurl is too large (65537 bytes): requests may have 64 KiB")
      try FileManager.default.removeItem(at: file)
      try FileManager.default.createSymbolicLink(
        atPath: file.path, withDestinationPath: "/dev/zero")
      #expect(
        try await reason()
          == "answers.hurl is a link that leads out of its folder or nowhere, and must be a file")
    }
  }
}
