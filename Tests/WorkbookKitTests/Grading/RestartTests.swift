// Programs that are ended and started again within a check: what they keep on the disk is there, what they keep in memory
// is not, and one that does not come back gets its verdict.

import Engine
import TestSupport
import Testing

@testable import WorkbookKit

@MainActor @Suite(.serialized, .fewAtOnce, .timeLimit(.minutes(10))) struct RestartTests {
  private static let checks = """
    # @check kept
    # @points 100
    # A name outlives the program.
    PUT {{host}}/{{randomName}}
    HTTP 200
    [Captures]
    place: body

    # @restart kill
    GET {{host}}/
    HTTP 200
    `{{randomName}}`

    # @restart term
    PUT {{host}}/{{random}}
    HTTP 200
    `{{place}}`

    GET {{host}}/
    HTTP 200
    `{{random}}`

    """

  /// The verdict on a server that keeps a name in some way.
  ///
  /// - Parameters:
  ///   - keep: what is done with `name`.
  ///   - read: what gives it back.
  ///   - first: what the program does before anything else.
  private func verdict(keep: String, read: String, first: String = "") async throws -> Verdict {
    let program = """
      import Engine
      import Foundation

      let file = Path.join(environment["TMPDIR"] ?? "", "name.txt")
      var names: [String] = []
      \(first)
      let server = HTTPServer { request, response in
        if request.method == "PUT" {
          let name = String(request.url.dropFirst())
          \(keep)
          response.end("\\(environment["PORT"] ?? ""), \\(file)")
        } else {
          response.end(\(read))
        }
      }
      server.listen(port: environment.port ?? 3000)
      EventLoop.main.run()
      """
    var verdict: Verdict?
    try await withCourse { course in
      try course.write(Self.checks, to: "Exercises/01-greeting/check.hurl")
      let exercise = try #require(try Course(root: course.root).exercises.first)
      let grader = Grader(
        compiler: Compiler(root: course.root, modules: try BuiltModules.find()),
        secondsToListen: 10
      ) { $0.startFolder }
      verdict = try await grader.grade(exercise, text: program, seed: 7)
    }
    return try #require(verdict)
  }

  private static let written = "try await writeFile(file, name)"

  /// With the same port and folder, which it tells.
  @Test func whatIsOnTheDiskIsThereAgain() async throws {
    let verdict = try await verdict(keep: Self.written, read: "try await readFile(file)")
    #expect(verdict.checks.map(\.status) == [.passed], "\(verdict.summary)")
  }

  @Test func whatIsInMemoryIsGone() async throws {
    let verdict = try await verdict(keep: "names = [name]", read: "names.last ?? \"none\"")
    #expect(verdict.checks.map(\.status) == [.wrong])
    let mistake = try #require(verdict.checks.first?.mistakes.first)
    #expect(mistake.failures.map(\.actual) == ["\"none\""])
    #expect(
      mistake.request
        == AskedRequest(
          curl: "curl -i http://127.0.0.1:3000/",
          notes: ["after an end by signal 9, and a new start"]))
  }

  @Test func whoDoesNotComeBackIsSaidNotToStart() async throws {
    let verdict = try await verdict(
      keep: Self.written, read: "try await readFile(file)",
      first: "if FileManager.default.fileExists(atPath: file) { exit(3) }")
    #expect(verdict.checks.map(\.status) == [.doesNotStart])
    #expect(verdict.checks.map(\.reason) == ["it ended by itself with status 3"])
  }

  @Test func aLessonIsNotRestarted() throws {
    let course = try TemporaryCourse()
    defer { course.remove() }
    try course.copyLesson("01-hello")
    let script = "# @restart kill\nGET {{host}}/\nHTTP 200\n"
    try course.write(script, to: "Lessons/01-hello/lesson.hurl")
    let lesson = try #require(try Course(root: course.root).lessons.first)
    #expect {
      try lesson.script()
    } throws: {
      "\($0)" == "Lessons/01-hello/lesson.hurl:1:3: "
        + "a lesson's columns are not restarted; @restart is for exercises"
    }
  }
}
