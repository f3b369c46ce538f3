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
            curl -i http://127.0.0.1:3000/
              check.hurl:4
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
            curl -i http://127.0.0.1:3000/
              check.hurl:4
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
            curl -i http://127.0.0.1:3000/
              check.hurl:4
              body contains "<li>\(name)</li>"
                expected  something that contains text "<li>\(name)</li>"
                actual    text "<ul>\\n  <li>A\\t1</li>\\n</ul>\\n"
                                            ^ up to here as expected: "<li>"
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
            curl -i http://127.0.0.1:3000/me -H 'Cookie: id=7'
              check.hurl:9
              `id` was taken from the answer to the request on line 4: ask that first, and put in yours
              status
                expected  404
                actual    200 with the body "Hello"
        0 of 100 points  (seed 7)
        """)
  }

  /// In the address, in a field and in the body: each value once, and only of requests that went before.
  @Test func aValueOfAnEarlierAnswerIsSaidToBeOne() async throws {
    let shown = try await text(
      ##"response.end(#"{"id": 7, "tag": "a b"}"#)"##,
      """
      POST {{host}}/notes
      HTTP 200
      [Captures]
      id: jsonpath "$.id"
      tag: jsonpath "$.tag"

      PUT {{host}}/notes/{{id}}
      If-Match: {{tag}}
      { "id": {{id}} }
      HTTP 204

      GET {{host}}/{{random}}
      HTTP 200
      """)
    #expect(
      shown == """
        Greeting
        ✗ page (100)  It answers.
            after
            curl -i -X POST http://127.0.0.1:3000/notes
            curl -i -X PUT http://127.0.0.1:3000/notes/7 -H 'If-Match: a b' \
        -H 'Content-Type: application/json' --data-raw '{ "id": 7 }'
              check.hurl:10
              `id` was taken from the answer to the request on line 4: ask that first, and put in yours
              `tag` was taken from the answer to the request on line 4: ask that first, and put in yours
              status
                expected  204
                actual    200 with the body "{"id": 7, "tag": "a b"}"
        0 of 100 points  (seed 7)
        """)
  }

  @Test func whatIsAskedManyTimesIsToldOnce() async throws {
    let all = try await text(
      "response.end(\"Hi\")", "# @at-once 3\nGET {{host}}/\nHTTP 200\n`Hello`")
    #expect(
      all == """
        Greeting
        ✗ page (100)  It answers.
            curl -i http://127.0.0.1:3000/
              check.hurl:5
              3 at once: all answered like this
              body
                expected  "Hello"
                actual    "Hi"
                            ^
        0 of 100 points  (seed 7)
        """)
  }

  @Test func answersThatAreWrongInTwoWaysAreCounted() {
    func words(_ sent: Int, _ wrong: Int, _ alike: Int) -> String {
      Copies(sent: sent, wrong: wrong, alike: alike).words
    }
    #expect(words(8, 8, 8) == "all answered like this")
    #expect(words(8, 8, 3) == "3 answered like this, 5 wrong in another way")
    #expect(words(8, 6, 6) == "6 answered like this, 2 as it should be")
    #expect(
      words(8, 7, 5) == "5 answered like this, 2 wrong in another way, 1 as it should be")
  }

  /// Eight numbers are looked for in a list, and none is there.
  @Test func questionsThatAreAnsweredAlikeStandTogether() async throws {
    let shown = try await text(
      "response.end(\"[1, 2]\")",
      """
      GET {{host}}/
      HTTP 200
      [Asserts]
      jsonpath "$" count == 3
      jsonpath "$[?(@ == 4)]" count == 1
      jsonpath "$[?(@ == 5)]" count == 1
      jsonpath "$[?(@ == 1)]" count == 1
      jsonpath "$[?(@ == 6)]" count == 1
      """)
    #expect(
      shown == """
        Greeting
        ✗ page (100)  It answers.
            curl -i http://127.0.0.1:3000/
              check.hurl:4
              jsonpath "$" count == 3
                expected  integer 3
                actual    integer 2
                the body
                  "[1, 2]"
              jsonpath "$[?(@ == 4)]" count == 1
              jsonpath "$[?(@ == 5)]" count == 1
              jsonpath "$[?(@ == 6)]" count == 1
                each of these 3:
                expected  integer 1
                actual    integer 0
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
            curl -i -X POST http://127.0.0.1:3000/ -H Content-Type: --data-raw \(kept)
              check.hurl:4
              shortened: 900 bytes are left out
        """), "\(shown)")
  }

  /// Named as the compiler names it, and not with the module before it.
  @Test func aCrashNamesTheFileAsAllElseDoes() async throws {
    let shown = try await text("fatalError(\"no greeting\")", "GET {{host}}/\nHTTP 200")
    #expect(shown.contains("\n      main.swift:4: Fatal error: no greeting\n"), "\(shown)")
  }

  /// The second of two requests is answered, and the program crashes at the first one.
  @Test func aCrashWhileAnotherRequestIsAnsweredIsOne() async throws {
    let shown = try await text(
      """
      if request.url == "/slow" { try await Task.sleep(for: .milliseconds(100)) }
        if request.url == "/slow" { fatalError("no greeting") }
        response.end("Hello")
      """, "GET {{host}}/slow\nHTTP 200\n\n# @meanwhile first\nGET {{host}}/quick\nHTTP 200")
    #expect(shown.hasPrefix("Greeting\n✗ page (100)  crashed (signal "), "\(shown)")
  }

  /// What it prints at each start is no part of a crash, unless it has printed nothing else.
  @Test(arguments: [(#"fatalError("no")"#, "main.swift:5: Fatal error: no"), ("exit(3)", nil)])
  func aCrashShowsWhatWasPrintedSinceTheFirstRequest(_ end: String, _ printed: String?)
    async throws
  {
    try await withCourse { course in
      let exercise = try #require(try Course(root: course.root).exercises.first)
      let grader = Grader(
        compiler: Compiler(root: course.root, modules: try BuiltModules.find())
      ) { $0.startFolder }
      let verdict = try await grader.grade(
        exercise,
        text: #"""
          import Engine
          import Foundation

          let server = HTTPServer { request, response in
            \#(end)
          }

          server.listen(port: environment.port ?? 3000)
          print("Listening on \(server.port), at your service")
          EventLoop.main.run()
          """#, seed: 7)
      let result = try #require(verdict.checks.first)
      #expect(result.status == .crashed)
      let lines = textLines(result.output).prefix { $0 != "Current stack trace:" }
      let shown = lines.map { $0.replacing(/Listening on \d+,/, with: "Listening,") }
      #expect(shown == [printed ?? "Listening, at your service"])
    }
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
