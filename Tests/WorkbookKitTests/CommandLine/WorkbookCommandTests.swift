// The command itself, as a process: what it prints, its status, and that it leaves nothing behind.

import Engine
import Foundation
import TestSupport
import Testing
import WorkbookKit

@MainActor @Suite(.serialized, .fewAtOnce, .timeLimit(.minutes(10))) struct WorkbookCommandTests {
  // MARK: Wrong usage: one line, status 1

  @Test(arguments: [
    (["rnu"], "there is no command \"rnu\"; did you mean \"run\"?"),
    (["frobnicate"], "there is no command \"frobnicate\"; swift run workbook help lists them all"),
    (["run"], "run wants LESSON; it is: swift run workbook run LESSON [--once] [--stay]"),
    (
      ["run", "1", "2"],
      "\"2\" is one word too many; it is: swift run workbook run LESSON [--once] [--stay]"
    ),
    (["run", "99"], "there is no lesson 99; the nearest is 23, infer-and-projects"),
    (["run", "helo"], "there is no lesson \"helo\"; did you mean \"hello\"?"),
    (["diff", "1", "--wdth", "90"], "diff has no option --wdth; did you mean --width?"),
    (["diff", "1", "--width"], "--width wants a value: --width N"),
    (
      ["diff", "1", "--width=12"], "--width wants a number from 40 to 1000, not \"12\""
    ),
    (["run", "1", "--once=yes"], "--once takes no value"),
    (["list", "--color", "blue"], "--color wants auto, always or never, not \"blue\""),
    (["grade", "greting"], "there is no exercise \"greting\"; did you mean \"greeting\"?"),
    (["grade", "greeting", "--seed", "x"], "--seed wants a whole number, not \"x\""),
    (["verify", "greeting", "hello"], "hello is a lesson, not an exercise; there are: greeting"),
    (["grade", "hello"], "hello is a lesson, not an exercise; there are: greeting"),
    (["run", "greeting"], "greeting is an exercise, not a lesson; it belongs to lesson 1"),
    (
      ["show", "greting"], "there is no lesson or exercise \"greting\"; did you mean \"greeting\"?"
    ),
    (["help", "x"], "there is no command \"x\"; swift run workbook help lists them all"),
    (["help", "gade"], "there is no command \"gade\"; did you mean \"grade\"?"),
    (
      ["show", "nothing-like-it"],
      "there is no lesson or exercise \"nothing-like-it\"; there are: hello, "
    ),
  ]) func saysWhatWasMeant(_ words: [String], _ message: String) async throws {
    try await withCourse { course in
      let child = try course.start(words)
      let errors = String(
        decoding: try await child.errors?.readAll(upTo: 9_999) ?? [], as: UTF8.self)
      #expect(await child.wait() == .exited(1))
      #expect(errors.hasPrefix("workbook: " + message))
      #expect(errors.filter { $0 == "\n" }.count == 1)
    }
  }

  // MARK: What it shows

  @Test(arguments: [[], ["list"]]) func listsWhatThereIsAndWhatIsNext(_ words: [String])
    async throws
  {
    try await withCourse { course in
      let child = try course.start(words)
      let text = String(
        decoding: try await child.output?.readAll(upTo: 99_999) ?? [], as: UTF8.self)
      #expect(await child.wait() == .exited(0))
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.first == "Lessons")
      #expect(lines.contains { $0.hasPrefix("  01 hello                 15 min  ") })
      #expect(lines.contains("  01 greeting              0/100   Greeting (raw, 5 min)"))
      #expect(text.hasSuffix("\nNext: swift run workbook run 1\n"))
    }
  }

  @Test func everyCommandHasHelp() async throws {
    try await withCourse { course in
      let overview = try await course.run("help")
      #expect(overview.status == .exited(0))
      #expect(try await course.run("--help") == overview)
      let width = Workbook.commands.map(\.name.count).max() ?? 0
      for command in Workbook.commands {
        #expect(
          overview.output.contains("\n  \(command.name.padding(width))  \(command.summary)\n"))
        let help = try await course.run("help", command.name)
        #expect(help.status == .exited(0))
        #expect(help.output.hasPrefix("workbook \(command.name)"))
        #expect(help.output.contains("For example: swift run workbook \(command.example)"))
        #expect(try await course.run(command.name, "--help") == help)
        #expect(help.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(help.output)")
      }
    }
  }

  /// What it prints is what the front page of the course shows.
  @Test func runShowsBothColumnsAndAVerdict() async throws {
    try await withCourse { course in
      let result = try await course.run("run", "1", environment: ["COLUMNS": "80"])
      #expect(result.status == .exited(0))
      #expect(result.errors == "")
      let page = try String(
        contentsOfFile: "\(TemporaryCourse.package)/README.md", encoding: .utf8)
      let shown = try #require(page.firstMatch(of: /```text\n(01 Hello\n[\s\S]*?)```/))
      #expect(withoutPorts(result.output) == withoutPorts(String(shown.1)))
    }
  }

  private func withoutPorts(_ text: String) -> String {
    text.replacing(/127\.0\.0\.1:\d+/, with: "127.0.0.1:PORT")
  }

  @Test func checkSaysWhatDiffers() async throws {
    try await withCourse { course in
      try course.copyLesson("01-hello")
      let file = "Lessons/01-hello/Raw/main.swift"
      let changed = try course.read(file)
        .replacing("This is the about page", with: "This is the About page")
      try course.write(changed, to: file)
      let result = try await course.run("check", "hello")
      #expect(result.status == .exited(1))
      let curl = "    curl -i http://127\\.0\\.0\\.1:\\d+/about"
      let lines = result.output.split(separator: "\n").map(String.init)
      #expect(
        lines.first == "01 hello  ✗ 3 of 8 requests not as they should be")
      #expect(lines[2].wholeMatch(of: try Regex("  " + curl)) != nil)
      #expect(
        Array(lines[3...8]) == [
          "      raw, line 10: body",
          "        expected  \"This is the about page\"",
          "        actual    \"This is the About page\"",
          "      the columns differ: body at byte 12",
          "        raw        22 bytes, from byte 0: \"This is the About page\"",
          "        framework  22 bytes, from byte 0: \"This is the about page\"",
        ])
    }
  }

  @Test func aBrokenScriptIsNamedByLineAndColumn() async throws {
    try await withCourse { course in
      try course.copyLesson("01-hello")
      try course.write("GET {{host}}/\nHTTP 200\n[Assert]\n", to: "Lessons/01-hello/lesson.hurl")
      let result = try await course.run("run", "1")
      #expect(result.status == .exited(1))
      #expect(
        result.errors.hasPrefix("workbook: Lessons/01-hello/lesson.hurl:3:1: "), "\(result.errors)")
    }
  }

  // MARK: The way of a student

  @Test func gradeHintSolutionResetRememberWhatWasDone() async throws {
    try await withCourse { course in
      let main = "Exercises/01-greeting/Start/main.swift"
      let first = try await course.run("grade", "greeting", "--seed", "7")
      #expect(first.status == .exited(1))
      #expect(first.output.contains("\n0 of 100 points  (seed 7)\n"))
      #expect(try await course.run("hint", "greeting").output == "Hint 1 of 2\nLook.\n")
      #expect(try await course.run("hint", "greeting").output == "Hint 2 of 2\nLook twice.\n")
      #expect(
        try await course.run("hint", "greeting").output == """
          All 2 hints have been shown; here they are once more.
          Hint 1 of 2
          Look.
          Hint 2 of 2
          Look twice.
          There are no more hints. The lesson tells the rest: swift run workbook show 1

          """)
      #expect(try await course.run("solution", "greeting").status == .exited(1))
      try course.write(TemporaryCourse.solution, to: main)
      let second = try await course.run("grade", "greeting", "--seed", "7")
      #expect(second.status == .exited(0))
      #expect(
        second.output.hasSuffix(
          """
          100 of 100 points  (seed 7)
          Full marks. Ours, beside yours: swift run workbook solution greeting

          """))
      #expect(try await course.run("solution", "greeting").status == .exited(0))
      let list = try await course.run("list").output
      #expect(list.contains("  01 greeting              100/100 Greeting (raw, 5 min, 2 hints)\n"))
      let reset = try await course.run("reset", "greeting")
      #expect(
        reset.output == "\(main) is as it was at the beginning; yours is "
          + ".workbook/backups/01-greeting/main-1.swift\n")
      #expect(try course.read(main) == TemporaryCourse.start)
      #expect(
        try course.read(".workbook/backups/01-greeting/main-1.swift") == TemporaryCourse.solution)
      let changed = try await course.run("list").output
      #expect(changed.contains("  100/100 Greeting (raw, 5 min, 2 hints, changed since graded)\n"))
      #expect(try await course.run("grade", "greeting").status == .exited(1))
      let lower = try await course.run("list").output
      #expect(lower.contains("  100/100 Greeting (raw, 5 min, 2 hints, now 0)\n"))
    }
  }

  @Test func aDamagedProgressFileIsPutAside() async throws {
    try await withCourse { course in
      try course.write("{ \"exercises\": [", to: ".workbook/progress.json")
      let result = try await course.run("list")
      #expect(result.status == .exited(0))
      #expect(
        result.errors == "workbook: .workbook/progress.json was damaged; it is now "
          + ".workbook/progress-damaged-1.json, and progress starts afresh\n")
      #expect(try course.read(".workbook/progress-damaged-1.json") == "{ \"exercises\": [")
    }
  }

  @Test func watchGradesAgainAfterEachSave() async throws {
    try await withCourse { course in
      let child = try course.start(["watch", "greeting"])
      let output = try #require(child.output)
      #expect(try await output.reads("Watching").contains("\n0 of 100 points"))
      try course.write(
        TemporaryCourse.solution, to: "Exercises/01-greeting/Start/main.swift")
      try await output.reads("100 of 100 points")
      child.kill(2)
      #expect(await child.wait() == .exited(0))
    }
  }

  // MARK: Nothing stays behind

  @Test func ctrlCEndsBothColumns() async throws {
    try await withCourse { course in
      let child = try course.start(["run", "1", "--stay"])
      let output = try #require(child.output)
      let text = try await output.reads("framework  Listening on http://127.0.0.1:")
      let ports = text.matches(of: /(?:raw|framework) +Listening on http:\/\/127\.0\.0\.1:(\d+)/)
        .compactMap { Int($0.1) }
      #expect(ports.count == 2)
      for port in ports { try await Socket.connect(host: "127.0.0.1", port: port).close() }
      child.kill(2)
      #expect(await child.wait() == .exited(0))
      for port in ports {
        await #expect(throws: (any Error).self) {
          try await Socket.connect(host: "127.0.0.1", port: port).close()
        }
      }
    }
  }

  @Test(arguments: [1, 2, 15] as [Int32]) func aSignalEndsTheProgramThatIsGraded(_ signal: Int32)
    async throws
  {
    try await withCourse { course in
      let listener = try Listener(port: 0)
      let (connections, arrived) = AsyncStream.makeStream(of: Socket.self)
      listener.onConnection { arrived.yield($0) }
      // A program that says hello to the test, and then never answers anybody.
      try course.write(
        """
        import Engine

        let server = HTTPServer { request, response in
          let socket = try await Socket.connect(host: "127.0.0.1", port: \(listener.address.port))
          while try await socket.read() != nil {}
          while true {}
        }

        server.listen(port: environment.port ?? 3000)
        EventLoop.main.run()
        """, to: "Exercises/01-greeting/Start/main.swift")
      let child = try course.start(["grade", "greeting"])
      var arrivals = connections.makeAsyncIterator()
      let socket = try #require(await arrivals.next())
      child.kill(signal)
      #expect(await child.wait() == .exited(130))
      #expect(try await child.output?.readAll(upTo: 1_000) == [])
      #expect(try await child.errors?.readAll(upTo: 1_000) == [])
      // The program's end closes its side.
      #expect((try? await socket.read()) == nil)
      socket.close()
      listener.close()
    }
  }
}

extension PipeReader {
  /// Reads until a text has come; gives all that was read.
  @discardableResult func reads(_ text: String) async throws -> String {
    var seen = ""
    while !seen.contains(text) {
      guard let chunk = try await next() else {
        Issue.record("ended without \(text): \(seen)")
        return seen
      }
      seen += String(decoding: chunk, as: UTF8.self)
    }
    return seen
  }
}

extension String {
  fileprivate func padding(_ width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
