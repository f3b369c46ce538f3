// `diff` as a process: what may be compared, what may not and why, and in which forms the answer comes.

import Engine
import Foundation
import TestSupport
import Testing

@testable import WorkbookKit

@MainActor @Suite(.serialized, .fewAtOnce, .timeLimit(.minutes(10))) struct DiffCommandTests {
  // MARK: What may be compared

  @Test func aLessonsColumns() async throws {
    try await withCourse { course in
      let result = try await course.run("diff", "1", "--width", "149")
      #expect(result.status == .exited(0))
      #expect(result.errors == "")
      let lines = textLines(result.output)
      #expect(lines[0].hasPrefix("Raw/main.swift  "))
      #expect(lines[0].hasSuffix(" │ Framework/main.swift"))
      #expect(lines[2].hasPrefix("  1~ import Engine  "))
      #expect(lines[2].hasSuffix(" │   1~ import Chassis"))
      #expect(lines.last == "Manual checks gone: lines 9, 13 of Raw.")
    }
  }

  @Test func oneColumnOfTwoLessons() async throws {
    try await withCourse { course in
      let result = try await course.run("diff", "01..middleware", "--framework", "--width", "149")
      #expect(result.status == .exited(0))
      #expect(result.output.hasPrefix("01-hello/Framework/main.swift  "))
      #expect(result.output.contains(" │ 08-middleware/Framework/main.swift\n"))
      // The step of one name, whatever its numbers.
      let listen = textLines(result.output).first { $0.contains("Listen: ") } ?? ""
      #expect(listen.hasPrefix(" 20~ // 4. Listen: "))
      #expect(listen.contains(" │  61~ // 7. Listen: "))
    }
  }

  @Test func mineBesideTheStart() async throws {
    try await withCourse { course in
      // The first command keeps what the exercise begins with.
      #expect(try await course.run("list").status == .exited(0))
      let main = "Exercises/01-greeting/Start/main.swift"
      let mine = TemporaryCourse.start.replacing("404", with: "403")
      try course.write(mine, to: main)
      let result = try await course.run("diff", "greeting", "--width", "100")
      #expect(result.status == .exited(0))
      #expect(result.output.hasPrefix("start/main.swift  "))
      #expect(result.output.contains("  4~   response.writeHead(404)  "))
      #expect(result.output.contains("│   4~   response.writeHead(403)\n"))
      #expect(
        try await course.run("diff", "greeting", "--patch").output == """
          diff --git a/\(main) b/\(main)
          --- a/\(main)
          +++ b/\(main)
          @@ -1,7 +1,7 @@
           import Engine
           
           let server = HTTPServer { request, response in
          -  response.writeHead(404)
          +  response.writeHead(403)
             response.end()
           }
           

          """)
    }
  }

  @Test func theSolutionOnceItIsEarned() async throws {
    try await withCourse { course in
      for words in [["diff", "greeting", "--solution"], ["solution", "greeting"]] {
        let early = try await course.run(words)
        #expect(early.status == .exited(1))
        #expect(early.output == "")
        #expect(
          early.errors == """
            workbook: the solution of greeting is not earned yet (0 of 100 points)
            a hint may help: swift run workbook hint greeting
            to see it now:   swift run workbook solution greeting --give-up

            """)
      }
      let shown = try await course.run("solution", "greeting", "--give-up")
      #expect(shown.status == .exited(0))
      #expect(shown.output.hasPrefix("yours/main.swift  "))
      #expect(shown.output.contains("│   4+   let name =\n"))
      #expect(try await course.run("diff", "greeting", "--solution") == shown)
      #expect(try await course.run("list").output.contains("solution seen"))
    }
  }

  /// Of a *break* the requests are compared, and not the servers beside them.
  @Test func theRequestsOfABreak() async throws {
    try await withCourse { course in
      let folder = "Exercises/01-greeting"
      try course.write(
        "# Greeting\n\n*break · lesson 01 · 5 minutes · 100 points*\n", to: "\(folder)/README.md")
      try course.write("GET {{host}}/\nHTTP 200\n", to: "\(folder)/Start/answers.hurl")
      try course.write("GET {{host}}/\nHTTP 404\n", to: "\(folder)/Solution/answers.hurl")
      _ = try await course.run("list")
      try course.write("GET {{host}}/mine\nHTTP 200\n", to: "\(folder)/Start/answers.hurl")
      let mine = try await course.run("diff", "greeting")
      #expect(mine.errors == "")
      #expect(mine.output.hasPrefix("start/answers.hurl  "))
      #expect(mine.output.contains("│   1~ GET {{host}}/mine\n"))
      let solution = try await course.run("solution", "greeting", "--give-up")
      #expect(solution.output.hasPrefix("yours/answers.hurl  "))
      #expect(solution.output.contains("│   2~ HTTP 404\n"))
      #expect(!solution.output.contains("import Engine"))
    }
  }

  @Test func twoStudents() async throws {
    try await withCourse { course in
      try course.write("let user = 1\nprint(user)\n", to: "class/alice/main.swift")
      try course.write("let account = 1\nprint(account)\n", to: "class/bob/Sources/main.swift")
      try course.write("nothing to see", to: "class/bob/.build/main.swift")
      for pair in [("alice", "bob/"), ("alice/main.swift", "bob/Sources/main.swift")] {
        let result = try await course.run("diff", "class/\(pair.0)", "./class/\(pair.1)")
        #expect(result.status == .exited(0))
        #expect(result.output.contains("  1= let user = 1  "))
        #expect(result.output.hasSuffix("\n\nRenamed: account was user.\n"))
      }
      let patch = try await course.run("diff", "./class/alice", "class/bob", "--patch")
      #expect(
        patch.output.hasPrefix("diff --git a/class/alice/main.swift b/class/alice/main.swift\n"))
      let same = try await course.run("diff", "class/bob", "class/bob", "--patch")
      #expect(same == CommandResult(status: .exited(0), output: "", errors: ""))
    }
  }

  // MARK: In which forms

  @Test func aPage() async throws {
    try await withCourse { course in
      let result = try await course.run("diff", "1", "--html", "hello.html")
      #expect(
        result
          == CommandResult(
            status: .exited(0),
            output: "hello.html is written; open it in a browser, n and p go from step to step\n",
            errors: ""))
      let page = try course.read("hello.html")
      #expect(page.hasPrefix("<!DOCTYPE html>\n"))
      #expect(page.contains("<title>01 Hello</title>"))
      #expect(page.hasSuffix("</html>\n"))
    }
  }

  @Test func aPatchKeepsLineEnds() async throws {
    try await withCourse { course in
      try course.write("a\r\nb\r\n", to: "a.swift")
      try course.write("c\r\nb\r\n", to: "b.swift")
      let result = try await course.run("diff", "a.swift", "b.swift", "--patch")
      let lines = ["@@ -1,2 +1,2 @@", "-a\r", "+c\r", " b\r", ""]
      #expect(textLines(result.output).dropFirst(3) + [""] == lines[...])
      #expect(result.output.unicodeScalars.suffix(2).elementsEqual(["\r", "\n"]))
    }
  }

  @Test func narrowTerminalsAreStacked() async throws {
    try await withCourse { course in
      let result = try await course.run("diff", "1", environment: ["COLUMNS": "79"])
      #expect(result.output.hasPrefix("--- Raw/main.swift\n+++ Framework/main.swift\n"))
      let wide = try await course.run("diff", "1", environment: ["COLUMNS": "80"])
      #expect(wide.output.hasPrefix("Raw/main.swift   "))
      #expect(!wide.output.contains("\u{1B}"))
    }
  }

  // MARK: What may not

  @Test(arguments: [
    (["diff"], "diff wants WHAT; it is: swift run workbook diff WHAT [OTHER] [--raw] "),
    (["diff", "99"], "there is no lesson or exercise 99; the nearest is 23, infer-and-projects"),
    (["diff", "helo"], "there is no lesson or exercise \"helo\"; did you mean \"hello\"?"),
    (["diff", "1..99", "--raw"], "there is no lesson 99; the nearest is 23, infer-and-projects"),
    (
      ["diff", "greeting..1", "--raw"],
      "greeting is an exercise, not a lesson; it belongs to lesson 1"
    ),
    (
      ["diff", "1..2"],
      "two lessons are compared by one column: diff 1..2 --framework, or --raw"
    ),
    (
      ["diff", "1..2", "--raw", "--framework"],
      "two lessons are compared by one column: diff 1..2 --framework, or --raw"
    ),
    (
      ["diff", "1..2", "--solution"],
      "--solution does not go with two lessons, but with an exercise: "
    ),
    (
      ["diff", "1", "--raw"],
      "--raw does not go with one lesson, but with two lessons: diff 1..2 --raw"
    ),
    (["diff", "greeting", "--raw"], "--raw does not go with an exercise, but with two lessons: "),
    (
      ["diff", "Package.swift"],
      "diff wants a second file or folder, to compare Package.swift with it"
    ),
    (
      ["diff", "1", "--html", "page.swift"],
      "--html wants a name that ends in .html, not \"page.swift\""
    ),
    (
      ["diff", "1", "--html", "a.html", "--patch"],
      "diff writes a page or a patch: --html FILE, or --patch"
    ),
  ]) func saysWhatWasMeant(_ words: [String], _ message: String) async throws {
    try await withCourse { course in try await refuses(course, words, message) }
  }

  @Test func saysWhatIsMissing() async throws {
    try await withCourse { course in
      try course.copyLesson("01-hello")
      try FileManager.default.removeItem(atPath: "\(course.root)/Lessons/01-hello/Raw")
      try course.write("", to: "empty/notes.txt")
      try course.write("a", to: "a.swift")
      try await refuses(course, ["diff", "1"], "lesson 1 has no column Raw")
      try await refuses(
        course, ["diff", "a.swift", "b.swift"],
        "b.swift is missing; diff compares a lesson, an exercise, or two files or folders")
      try await refuses(course, ["diff", "empty", "a.swift"], "empty has no Swift file")
      try await refuses(
        course, ["diff", "a.swift", "empty/notes.txt", "--html", "no/a.html"],
        "no/a.html cannot be written; is its folder there, and yours to write to?")
    }
  }

  /// None of them is read to its end, or waited for.
  @Test func refusesWhatIsTooLongOrNoText() async throws {
    try await withCourse { course in
      try course.write("a", to: "a.swift")
      let large = try #require(
        FileManager.default.createFile(atPath: "\(course.root)/large.swift", contents: nil)
          ? FileHandle(forWritingAtPath: "\(course.root)/large.swift") : nil)
      try large.truncate(atOffset: 100_000_000)
      try large.close()
      try course.write(String(repeating: "a\n", count: 200_000), to: "long.swift")
      for name in ["large.swift", "long.swift"] {
        try await refuses(
          course, ["diff", name, "a.swift"],
          "\(name) is too long to compare: programs may have 10000 lines and 400000 bytes")
      }
      mkfifo("\(course.root)/pipe.swift", 0o600)
      try await refuses(course, ["diff", "a.swift", "pipe.swift"], "pipe.swift is no file")
      try Data([0xFF, 0xFE]).write(to: URL(fileURLWithPath: "\(course.root)/bytes.swift"))
      try await refuses(
        course, ["diff", "a.swift", "bytes.swift"], "bytes.swift is no UTF-8 text")
      for number in 0...100 { try course.write("", to: "many/\(number).swift") }
      try await refuses(
        course, ["diff", "many", "a.swift"],
        "many has more than 100 Swift files; compare a part of it")
    }
  }

  /// One line that begins so, and status 1.
  private func refuses(
    _ course: TemporaryCourse, _ words: [String], _ message: String
  ) async throws {
    let child = try course.start(words)
    let errors = String(
      decoding: try await child.errors?.readAll(upTo: 9_999) ?? [], as: UTF8.self)
    #expect(await child.wait() == .exited(1))
    #expect(errors.hasPrefix("workbook: " + message), "\(errors)")
    #expect(errors.filter { $0 == "\n" }.count == 1)
  }
}
