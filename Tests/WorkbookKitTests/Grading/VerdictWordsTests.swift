// The words of a verdict about wrong answers: nothing is told twice, places are filled, pages stand line by line, and lines
// for curl can be sent or say why not.

import Engine
import Foundation
import TestSupport
import Testing

@testable import WorkbookKit

@MainActor @Suite(.serialized, .fewAtOnce, .timeLimit(.minutes(10))) struct VerdictWordsTests {
  /// What is said of a program with such a handler, by such a check.
  private func text(
    _ handler: String, _ requests: String, kind: String = "raw", given: String? = nil
  ) async throws -> String {
    var text = ""
    try await withCourse { course in
      let folder = "Exercises/01-greeting"
      try course.write(
        "# Greeting\n\n*\(kind) · lesson 01 · 5 minutes · 100 points*\n", to: "\(folder)/README.md")
      try course.write(
        "# @check page\n# @points 100\n# It answers.\n\(requests)\n", to: "\(folder)/check.hurl")
      if let given {
        try course.write(TemporaryCourse.server(given), to: "\(folder)/Start/main.swift")
      }
      let exercise = try #require(try Course(root: course.root).exercises.first)
      let grader = Grader(
        compiler: Compiler(root: course.root, modules: try BuiltModules.find())
      ) { $0.startFolder }
      let verdict = try await grader.grade(
        exercise, text: TemporaryCourse.server(handler), seed: 7)
      text = VerdictText(style: Style(isColoured: false)).text(for: verdict)
    }
    return text
  }

  @Test func theComparisonDoesNotRepeatAnExpectation() async throws {
    let shown = try await text(
      """
      response.headers["X-Kept"] = "no"
        response.writeHead(404)
        response.end("Hi")
      """, "GET {{host}}/\nHTTP 200\nX-Kept: yes", kind: "refactor",
      given: "response.headers[\"X-Kept\"] = \"yes\"\n  response.end(\"Hello\")")
    #expect(
      shown == """
        Greeting
        ✗ page (100)  It answers.
            curl -i http://127.0.0.1:3000/  (check.hurl:4)
              status
                expected  200
                actual    404 with the body "Hi"
              header X-Kept
                expected  "yes"
                actual    "no"
                           ^
        0 of 100 points  (seed 7)
        """)
  }

  /// An expectation of one thing leaves the comparison of all else.
  @Test func theComparisonTellsWhatNoExpectationAskedFor() async throws {
    let shown = try await text(
      "response.headers[\"X-New\"] = \"1\"\n  response.end(\"Hi\")",
      "GET {{host}}/\nHTTP 200\n`Hello`", kind: "refactor", given: "response.end(\"Hello\")")
    #expect(
      shown == """
        Greeting
        ✗ page (100)  It answers.
            curl -i http://127.0.0.1:3000/  (check.hurl:4)
              body
                expected  "Hello"
                actual    "Hi"
                            ^
              header X-New is not what the given program answers
                given     absent
                yours     X-New: "1"
        0 of 100 points  (seed 7)
        """)
  }

  @Test func aQuestionAboutAPageShowsThePageOnceAndItsPlacesFilled() async throws {
    var variables = ScriptVariables(seed: 7)
    let name = try variables.value(of: "randomName").written
    let shown = try await text(
      #"response.end("<ul>\n  <li>A\t1</li>\n</ul>\n")"#,
      """
      GET {{host}}/
      HTTP 200
      [Asserts]
      body contains "<li>{{randomName}}</li>"
      body replaceRegex /\\s/ "" == "<ul></ul>"
      """)
    #expect(
      shown == """
        Greeting
        ✗ page (100)  It answers.
            curl -i http://127.0.0.1:3000/  (check.hurl:4)
              body contains "<li>\(name)</li>"
                expected  something that contains text "<li>\(name)</li>"
                actual    text "<ul>\\n  <li>A\\t1</li>\\n</ul>\\n"
                the body, line by line
                  "<ul>"
                  "  <li>A\\t1</li>"
                  "</ul>"
              body replaceRegex /\\s/ "" == "<ul></ul>"
                expected  text "<ul></ul>"
                actual    text "<ul><li>A1</li></ul>"
                                     ^
        0 of 100 points  (seed 7)
        """)
  }

  @Test func aCookieOfAProgramThatHasEndedIsSaidToBeOne() async throws {
    let shown = try await text(
      "response.headers[\"Set-Cookie\"] = \"id=7\"\n  response.end(\"Hello\")",
      """
      GET {{host}}/
      HTTP 200
      [Captures]
      id: cookie "id"

      GET {{host}}/me
      [Cookies]
      id: {{id}}
      HTTP 404
      """)
    #expect(
      shown == """
        Greeting
        ✗ page (100)  It answers.
            after
            curl -i http://127.0.0.1:3000/
            curl -i http://127.0.0.1:3000/me -H 'Cookie: id=7'  \
        # its cookie was given by a program that has ended; put in the one that yours gives  \
        (check.hurl:9)
              status
                expected  404
                actual    200 with the body "Hello"
        0 of 100 points  (seed 7)
        """)
  }

  @Test func aLongRequestIsShortenedAndSaysSo() async throws {
    let long = String(repeating: "a", count: 1_000)
    let shown = try await text("response.end()", "POST {{host}}/\n`\(long)`\nHTTP 201")
    let kept = String(repeating: "a", count: 100)
    #expect(
      shown.contains(
        """
            curl -i -X POST http://127.0.0.1:3000/ -H Content-Type: --data-raw \(kept)  \
        # shortened: 900 bytes are left out  (check.hurl:4)
        """), "\(shown)")
  }

  /// Named as the compiler names it, and not with the module before it.
  @Test func aCrashNamesTheFileAsAllElseDoes() async throws {
    let shown = try await text("fatalError(\"no greeting\")", "GET {{host}}/\nHTTP 200")
    #expect(shown.contains("\n      main.swift:4: Fatal error: no greeting\n"), "\(shown)")
  }

  /// What a program printed before its loop was there, and complained of at its end.
  @Test func whatWasPrintedFirstStandsFirst() async throws {
    try await withCourse { course in
      let exercise = try #require(try Course(root: course.root).exercises.first)
      let grader = Grader(
        compiler: Compiler(root: course.root, modules: try BuiltModules.find())
      ) { $0.startFolder }
      let verdict = try await grader.grade(
        exercise,
        text: """
          import Engine

          print("one")
          let server = HTTPServer { request, response in response.end() }
          print("two")
          """, seed: 7)
      #expect(verdict.status == .doesNotStart)
      #expect(
        verdict.output == "one\ntwo\nno server listens: main.swift has to call listen(port:)\n")
    }
  }
}
