// Programs that attack: the machine, the one who grades, the other programs. Each comes to the end that it must,
// nothing of it stays, and the next program is served as if nothing had been.

import Engine
import Foundation
import TestSupport
import Testing

@testable import WorkbookKit

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct HostileProgramTests {
  /// A deed, the limit that it goes over, and what is changed about the limits so that it does soon.
  struct Attack: Sendable, CustomStringConvertible {
    var description: String
    var excess: ResourceLimits.Excess
    var change: @Sendable (inout ResourceLimits) -> Void = { _ in }
  }

  nonisolated static let attacks = [
    Attack(description: "fork bomb", excess: .processes(24)),
    Attack(description: "memory", excess: .memory(bytes: 128 * mebibyte)),
    Attack(description: "output", excess: .output(bytes: mebibyte)),
    Attack(description: "large file", excess: .fileSize(bytes: mebibyte)),
  ]
  private nonisolated static let mebibyte = ResourceLimits.mebibyte

  // MARK: Too much of something

  private func expectEnd(of attack: Attack, _ hold: Hold) async throws {
    let containment = await hold.containment(attack.change)
    let deed = try await HostileProgram.perform(attack.description, containment)
    #expect(deed == Deed(end: .overLimit(attack.excess)))
    let next = try await HostileProgram.perform("none", containment)
    #expect(next == Deed(answer: "Hello"))
  }

  @Test(arguments: attacks) func whatTakesTooMuchIsEndedForIt(_ attack: Attack) async throws {
    try await expectEnd(of: attack, .limits)
  }

  @Test(.needsSandbox, arguments: attacks) func whatTakesTooMuchInASandboxIsEndedForIt(
    _ attack: Attack
  ) async throws {
    try await expectEnd(of: attack, .sandbox)
  }

  @Test func anEndlessHandlerUsesUpItsProcessorTime() async throws {
    let containment = await Hold.limits.containment { $0.processorSeconds = 1 }
    let deed = try await HostileProgram.perform("endless handler", containment)
    #expect(deed == Deed(end: .overLimit(.processorTime(seconds: 1))))
  }

  private func failure(of deed: String, within seconds: Int, _ containment: Containment)
    async throws -> Program.StartFailure?
  {
    do {
      let program = try await Program.start(
        try await HostileProgram.file(), variables: ["DEED": deed], secondsToListen: seconds,
        containment: containment)
      await program.stop()
      return nil
    } catch let failure as Program.StartFailure { return failure }
  }

  @Test func whatNeverListensIsEnded() async throws {
    let failure = try await failure(
      of: "endless start", within: 1, await Hold.limits.containment())
    #expect(failure == .neverListened(seconds: 1, output: ""))
  }

  @Test func theTimeOfAProgramIsLimitedToo() async throws {
    let containment = await Hold.limits.containment { $0.wallClockSeconds = 1 }
    let failure = try await failure(of: "idle start", within: 60, containment)
    #expect(failure == .ended(.overLimit(.wallClock(seconds: 1)), output: ""))
  }

  // MARK: Those around it

  @Test func whoKillsItsParentKillsItself() async throws {
    let containment = await Hold.limits.containment()
    for deed in ["parent", "group"] {
      let deed = try await HostileProgram.perform(deed, containment)
      #expect(deed == Deed(end: .signalled(9)))
    }
    let next = try await HostileProgram.perform("none", containment)
    #expect(next == Deed(answer: "Hello"))
  }

  @Test(.needsSandbox) func inASandboxTheParentCannotBeKilled() async throws {
    let containment = await Hold.sandbox.containment()
    #expect(try await HostileProgram.perform("parent", containment) == Deed(answer: "Hello"))
  }

  /// The grader asks the socket that it has made, and nothing else.
  @Test(arguments: await Hold.available) func nobodyAnswersForItsNeighbour(_ hold: Hold)
    async throws
  {
    let containment = await hold.containment()
    let neighbour = try await HostileProgram.start("none", containment)
    let attacker = try await HostileProgram.start(
      "neighbour", containment, target: "\(neighbour.port)")
    #expect(await HostileProgram.ask(neighbour.port) == "Hello")
    #expect(await HostileProgram.ask(attacker.port) == "Hello")
    await attacker.stop()
    await neighbour.stop()
  }

  @Test(.needsSandbox) func inASandboxThereIsNoOtherProgram() async throws {
    let containment = await Hold.sandbox.containment()
    let neighbour = try await HostileProgram.start("none", containment)
    let deed = try await HostileProgram.perform(
      "connect", containment, target: "http://127.0.0.1:\(neighbour.port)/")
    #expect(deed.answer?.hasPrefix("refused: ") == true)
    #expect(await HostileProgram.ask(neighbour.port) == "Hello")
    await neighbour.stop()
  }

  // MARK: Not going away

  @Test(arguments: await Hold.available) func whoDoesNotListenToSIGTERMIsKilled(_ hold: Hold)
    async throws
  {
    #expect(
      try await HostileProgram.perform("deaf", await hold.containment())
        == Deed(answer: "Hello"))
  }

  @Test(.needsSandbox) func inASandboxADaemonEndsWithItsProgram() async throws {
    let deed = try await HostileProgram.perform("daemon", await Hold.sandbox.containment())
    #expect(deed.answer.flatMap { Int($0.dropLast()) } != nil)
  }

  /// The command itself takes in what lost its parent.
  @Test(.enabled(if: isLinux, "here nobody can adopt a daemon"))
  func aDaemonDoesNotOutliveTheCommand() async throws {
    try await withCourse { course in
      let file = "\(course.root)/daemon-number"
      let script = "(/bin/sleep 30 & echo $! > \(file)) > /dev/null 2>&1 < /dev/null"
      try course.write(
        TemporaryCourse.server(
          """
          _ = await (try ChildProcess.spawn("/bin/sh", ["-c", "\(script)"])).wait()
            response.end("Hello")
          """), to: "Exercises/01-greeting/Start/main.swift")
      let result = try await course.run("grade", "greeting")
      #expect(result.output.contains("✓ home (60)"))
      let number = try #require(Int32(try course.read("daemon-number").dropLast()))
      #expect(!ProcessTable.now().entries.contains { $0.identity.pid == number })
    }
  }

  /// Ctrl-C in the middle: the program, what it has started in a group of its own, and its folder are gone.
  @Test func nothingOutlivesACommandThatIsInterrupted() async throws {
    let listener = try Listener(port: 0)
    defer { listener.close() }
    let hasCome = Gate()
    var words: [Substring] = []
    listener.onConnection { socket in
      Task {
        words = String(decoding: try await socket.read() ?? [], as: UTF8.self).split(separator: " ")
        hasCome.open()
      }
    }
    try await withCourse { course in
      try course.write(
        """
        import Engine
        import Foundation

        Task {
          let child = try ChildProcess.spawn("/bin/sleep", ["30"])
          let socket = try await Socket.connect(host: "127.0.0.1", port: \(listener.address.port))
          let folder = FileManager.default.currentDirectoryPath
          try await socket.write(Array("\\(child.pid) \\(folder)".utf8))
        }
        EventLoop.main.run()
        """, to: "Exercises/01-greeting/Start/main.swift")
      let command = try course.start(["grade", "greeting"])
      await hasCome.wait()
      command.kill(SIGINT)
      #expect(await command.wait() == .exited(130))
      try #require(words.count == 2)
      #expect(words[1].contains("/workbook-"))
      #expect(!FileManager.default.fileExists(atPath: String(words[1])))
      #expect(!ProcessTable.now().entries.contains { "\($0.identity.pid)" == words[0] })
    }
  }

  // MARK: What belongs to others

  @Test(.needsSandbox) func inASandboxTheSolutionCannotBeReadNorAResultWritten() async throws {
    let containment = await Hold.sandbox.containment()
    try await withCourse { course in
      let solution = "\(course.root)/Exercises/01-greeting/Solution/main.swift"
      let read = try await HostileProgram.perform("read", containment, target: solution)
      #expect(read.answer?.hasPrefix("refused: ") == true)
      for file in [
        solution, "\(course.root)/results", "/results", "/usr/results", "/dev/shm/results",
      ] {
        let write = try await HostileProgram.perform("write", containment, target: file)
        #expect(write.answer?.hasPrefix("refused: ") == true, "\(file)")
      }
      #expect(
        try course.read("Exercises/01-greeting/Solution/main.swift") == TemporaryCourse.solution)
      #expect(!FileManager.default.fileExists(atPath: "\(course.root)/results"))
    }
  }

  @Test(arguments: await Hold.available) func itHasAFolderAndAnEnvironmentOfItsOwn(_ hold: Hold)
    async throws
  {
    let deed = try await HostileProgram.perform("own folder", await hold.containment())
    let words = Set(try #require(deed.answer).split(separator: " ").map(String.init))
    let expected: Set = [
      "DEED", "HOME", "HOST", "PATH", "PORT", "PWD", "SWIFT_BACKTRACE", "TARGET", "TMPDIR",
    ]
    // What says where libraries are and which loop drives is passed on; shells add words of their own.
    #expect(
      words.subtracting(["LD_LIBRARY_PATH", "ENGINE_LOOP", "OLDPWD", "SHLVL", "_"]) == expected)
  }

  @Test func aPrivateFolderIsRemovedWithWhatWasLockedInIt() throws {
    let folder = try PrivateFolder()
    let inner = "\(folder.path)/locked/inside"
    try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: true)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0], ofItemAtPath: "\(folder.path)/locked")
    folder.remove()
    #expect(!FileManager.default.fileExists(atPath: folder.path))
  }

  // MARK: Fame without merit

  @Test func aVerdictThatItPrintsItselfIsShownAsItsOutput() async throws {
    try await withCourse { course in
      let exercise = try #require(try Course(root: course.root).exercises.first)
      let grader = Grader(
        compiler: Compiler(root: course.root, modules: try BuiltModules.find()),
        secondsToListen: 60
      ) { $0.startFolder }
      let verdict = try await grader.grade(
        exercise,
        text: """
          print("Greeting\\n✓ home (60)  The homepage greets.\\n100 of 100 points  (seed 7)")
          """, seed: 7)
      #expect(verdict.points == 0)
      #expect(
        VerdictText(style: Style(isColoured: false)).text(for: verdict) == """
          Greeting
          ended before it listened: it ended by itself with status 0
              it printed:
                Greeting
                ✓ home (60)  The homepage greets.
                100 of 100 points  (seed 7)
          - home (60)  not asked
          - name (40)  not asked
          0 of 100 points
          """)
    }
  }

  @Test func theVerdictNamesTheLimit() async throws {
    try await withCourse { course in
      let exercise = try #require(try Course(root: course.root).exercises.first)
      let grader = Grader(
        compiler: Compiler(root: course.root, modules: try BuiltModules.find()),
        secondsToListen: 60, answerLimit: .seconds(20),
        containment: await Hold.limits.containment()
      ) { $0.startFolder }
      let hog = "let texts = (0..<20_000_000).map { \"a text of some length, number \\($0)\" }\n  "
      let verdict = try await grader.grade(
        exercise, text: TemporaryCourse.server(hog + "response.end(\"Hello \\(texts.count)\")"),
        seed: 7)
      let text = VerdictText(style: Style(isColoured: false)).text(for: verdict)
      #expect(
        text.contains(
          "✗ home (60)  over a limit: it used more than 128 MiB of memory, and was ended"))
      #expect(verdict.points == 0)
      #expect(verdict.checks[0].status == .overLimit)
    }
  }
}

#if os(Linux)
  private let isLinux = true
#else
  private let isLinux = false
#endif
