import TestSupport
import Testing

@testable import Engine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ChildProcessTests {
  private func run(_ script: String, environment: [String: String]? = nil, folder: String? = nil)
    async throws
    -> (output: String, errors: String, status: ChildProcess.ExitStatus)
  {
    let child = try ChildProcess.spawn(
      "/bin/sh", ["-c", script], environment: environment, folder: folder, output: .pipe,
      errors: .pipe)
    async let output = child.output?.readAll(upTo: 100_000)
    async let errors = child.errors?.readAll(upTo: 100_000)
    let (printed, complained) = (try await output ?? [], try await errors ?? [])
    return (
      String(decoding: printed, as: UTF8.self), String(decoding: complained, as: UTF8.self),
      await child.wait()
    )
  }

  @Test func readsWhatAChildPrintsAndHowItEnds() async throws {
    let result = try await run("echo hello; echo oh >&2; exit 7")
    #expect(result == ("hello\n", "oh\n", .exited(7)))
  }

  @Test func readsAllThatAChildPrintedBeforeItEnded() async throws {
    let result = try await run("i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i+1)); done")
    #expect(result.output == (0..<2_000).map { "line \($0)\n" }.joined())
  }

  /// What a child had of this process is given back, whether it could be started or not. Tried in a process of its own,
  /// where no other test opens descriptors.
  @Test(.inItsOwnProcess) func leavesNoDescriptorsBehind() async {
    await #expect(processExitsWith: .success) { try await ChildProcessTests.startMany() }
  }

  private static func startMany() async throws {
    let start = { try await ChildProcessTests().run("true") }
    _ = try await start()
    // The first timer that fires leaves libdispatch with a descriptor of its own.
    await withCheckedContinuation { turn in setTimeout(.milliseconds(1)) { turn.resume() } }
    let before = nextDescriptor()
    for _ in 0..<20 {
      #expect(throws: SystemError.self) {
        try ChildProcess.spawn("/none/such", input: .pipe, output: .pipe, errors: .pipe)
      }
      _ = try await start()
      _ = try await ChildProcess.run("/bin/cat", input: [120])
      _ = try await ChildProcess.spawn("/bin/sh", ["-c", "exit 0"], input: .pipe).wait()
      // Nobody reads what it says.
      _ = try await ChildProcess.spawn(
        "/bin/sh", ["-c", "echo; echo >&2"], output: .pipe, errors: .pipe
      ).wait()
      let (_, writeEnd) = try PipeReader.pair()
      PipeReader.close(writeEnd)
    }
    // What is forgotten is closed by the loop, in one of its next turns.
    for _ in 0..<10_000 where nextDescriptor() != before {
      await withCheckedContinuation { turn in setImmediate { turn.resume() } }
    }
    #expect(nextDescriptor() == before)
  }

  /// Low numbers are given out first: a leak shows in the next one.
  private static func nextDescriptor() -> Int32 {
    let next = dup(0)
    close(next)
    return next
  }

  @Test func givesAChildItsEnvironmentAndFolder() async throws {
    let result = try await run(
      "echo \"$NAME|$HOME|$PWD\"", environment: ["NAME": "Priya"], folder: "/")
    #expect(result.output == "Priya||/\n")
  }

  @Test func killsAWholeGroup() async throws {
    let child = try ChildProcess.spawn(
      "/bin/sh", ["-c", "sleep 600 & echo started; wait"], output: .pipe)
    var heard: [UInt8] = []
    for try await chunk in child.output! {
      heard += chunk
      if heard == Array("started\n".utf8) { child.kill(SIGKILL) }
    }  // The pipe ends only when every process that could write to it is gone.
    #expect(heard == Array("started\n".utf8))
    #expect(await child.wait() == .signalled(SIGKILL))
    #expect(!child.isRunning)
  }

  /// Its group is empty then, and the signal is the child's own.
  @Test(.enabled(if: access("/usr/bin/perl", X_OK) == 0))
  func killsAChildThatHasLeftItsGroup() async throws {
    let child = try ChildProcess.spawn(
      "/usr/bin/perl", ["-e", "setpgrp(0, getpgrp(getppid)); system('echo moved'); sleep 600"],
      output: .pipe)
    #expect(try await child.output?.next() == Array("moved\n".utf8))
    child.kill(SIGKILL)
    #expect(await child.wait(atMost: .seconds(60)) == .signalled(SIGKILL))
  }

  /// What a child leaves behind in its group can still be ended, after the child itself.
  @Test func killsWhatOutlivesAChild() async throws {
    let child = try ChildProcess.spawn("/bin/sh", ["-c", "sleep 600 & exit 3"], output: .pipe)
    #expect(await child.wait() == .exited(3))
    child.kill(SIGKILL)
    #expect(try await child.output?.next() == nil)
    child.kill(SIGKILL)  // Harmless.
  }

  @Test func setsSignalsBackForAChild() async throws {
    let result = try await run("kill -PIPE $$; echo still here")
    #expect(result.status == .signalled(SIGPIPE))
  }

  @Test func handsOverDescriptors() async throws {
    let listener = try Listener(port: 0)
    defer { listener.close() }
    let (ours, theirs) = (listener.descriptor, listener.descriptor == 3 ? 4 : 3 as Int32)
    let child = try ChildProcess.spawn(
      "/bin/sh",
      [
        "-c",
        "[ -S /dev/fd/\(theirs) ] && echo a socket; [ -e /dev/fd/\(ours) ] || echo nothing more",
      ],
      output: .pipe, descriptors: [theirs: ours])
    let output = try await child.output?.readAll(upTo: 1_000) ?? []
    #expect(String(decoding: output, as: UTF8.self) == "a socket\nnothing more\n")
    #expect(await child.wait() == .exited(0))
  }

  @Test func givesAChildWhatItReads() async throws {
    let child = try ChildProcess.spawn("/bin/cat", input: .pipe, output: .pipe)
    try await child.write(Array("Rahul\n".utf8))
    #expect(try await child.output?.next() == Array("Rahul\n".utf8))
    try await child.write(Array("Priya\n".utf8))
    child.closeInput()
    await #expect(throws: SystemError("write", number: EPIPE)) { try await child.write([0]) }
    #expect(try await child.output?.readAll(upTo: 100) == Array("Priya\n".utf8))
    #expect(await child.wait() == .exited(0))
  }

  /// The child reads nothing until it is told to go on. Until then the writer stands still, and what it wrote is read to the
  /// end, although the input was closed meanwhile.
  @Test func writingGoesAsFastAsTheChildReads() async throws {
    let child = try ChildProcess.spawn(
      "/bin/sh", ["-c", "echo ready; kill -STOP $$; wc -c"], input: .pipe, output: .pipe)
    #expect(try await child.output?.next() == Array("ready\n".utf8))
    var isWritten = false
    let written = Task {
      try await child.write([UInt8](repeating: 120, count: 1_000_000))
      isWritten = true
    }
    for _ in 0..<100 {
      await withCheckedContinuation { turn in setImmediate { turn.resume() } }
      #expect(!isWritten)
    }
    child.closeInput()
    // Again and again, because it may not have stopped yet.
    let goOn = setInterval(.milliseconds(1)) { child.kill(SIGCONT) }
    try await written.value
    let text = String(decoding: try await child.output?.readAll(upTo: 100) ?? [], as: UTF8.self)
    goOn.cancel()
    #expect(text.filter { !$0.isWhitespace } == "1000000")
    #expect(await child.wait() == .exited(0))
  }

  @Test func writingToAChildThatIsGoneIsAnError() async throws {
    let child = try ChildProcess.spawn("/bin/sh", ["-c", "exit 0"], input: .pipe)
    #expect(await child.wait() == .exited(0))
    await #expect(throws: SystemError.self) { try await child.write([120]) }
    let deaf = try ChildProcess.spawn("/bin/sh", ["-c", "exit 0"])
    await #expect(throws: SystemError("write", number: EBADF)) { try await deaf.write([120]) }
    #expect(await deaf.wait() == .exited(0))
  }

  @Test func aSignalToOneLeavesItsGroupAlone() async throws {
    let child = try ChildProcess.spawn(
      "/bin/sh", ["-c", "trap 'echo heard' TERM; echo ready; read line; exit 4"], input: .pipe,
      output: .pipe, ownGroup: false)
    #expect(try await child.output?.next() == Array("ready\n".utf8))
    child.kill()
    child.closeInput()
    #expect(try await child.output?.readAll(upTo: 100) == Array("heard\n".utf8))
    #expect(await child.wait() == .exited(4))
    child.kill()  // Harmless: it is gone.
  }

  @Test func saysWhatCannotBeStarted() async throws {
    try await inTemporaryFolder { folder in
      try await writeFile("\(folder)/notes.txt", "no program")
      try await writeFile("\(folder)/script", "#! /no/such/shell -e\n")
      chmod("\(folder)/script", 0o700)
      let none = "ENOENT: no such file or directory"
      for (path, start, reason) in [
        ("/no/such/program", nil, "\(none), spawn \"/no/such/program\""),
        ("no-such-program", nil, "\(none), spawn \"no-such-program\""),
        ("\(folder)/notes.txt", nil, "EACCES: permission denied, spawn \"\(folder)/notes.txt\""),
        ("\(folder)/script", nil, "\(none), spawn \"/no/such/shell\""),
        ("/bin/echo", "/no/such/folder", "\(none), chdir \"/no/such/folder\""),
        (
          "/bin/echo", "\(folder)/notes.txt",
          "ENOTDIR: not a directory, chdir \"\(folder)/notes.txt\""
        ),
      ] as [(String, String?, String)] {
        #expect {
          _ = try ChildProcess.spawn(path, folder: start)
        } throws: { error in
          "\(error)" == reason
        }
      }
    }
  }

  /// C would take what stands before the zero byte: another program, another file, another variable.
  @Test(
    arguments: [
      ("/bin/true\0.txt", [], [:], nil), ("/bin/true", ["notes\0.txt"], [:], nil),
      ("/bin/true", [], ["NAME": "a\0b"], nil), ("/bin/true", [], ["NA\0ME": "a"], nil),
      ("/bin/true", [], ["NAME=x": "a"], nil), ("/bin/true", [], [:], "/\0tmp"),
    ] as [(String, [String], [String: String], String?)])
  func refusesTextsThatWouldBeCutShort(
    _ path: String, _ arguments: [String], _ variables: [String: String], _ folder: String?
  ) {
    #expect(throws: SystemError("spawn", path: path, number: EINVAL)) {
      try ChildProcess.spawn(path, arguments, environment: variables, folder: folder)
    }
  }
}
