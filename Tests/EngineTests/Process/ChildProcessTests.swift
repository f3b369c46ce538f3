import Testing

@testable import Engine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@MainActor struct ChildProcessTests {
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
  @Test func leavesNoDescriptorsBehind() async {
    await #expect(processExitsWith: .success) { try await ChildProcessTests.startMany() }
  }

  private static func startMany() async throws {
    let start = { try await ChildProcessTests().run("true") }
    _ = try await start()
    let before = nextDescriptor()
    for _ in 0..<20 {
      #expect(throws: SystemError.self) {
        try ChildProcess.spawn("/none/such", output: .pipe, errors: .pipe)
      }
      _ = try await start()
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

  @Test func setsSignalsBackForAChild() async throws {
    let result = try await run("kill -PIPE $$; echo still here")
    #expect(result.status == .signalled(SIGPIPE))
  }

  @Test func handsOverDescriptors() async throws {
    let listener = try TCPListener(port: 0)
    defer { listener.close() }
    let child = try ChildProcess.spawn(
      "/bin/sh",
      ["-c", "[ -S /dev/fd/3 ] && echo a socket; [ -e /dev/fd/4 ] || echo nothing more"],
      output: .pipe, descriptors: [3: listener.descriptor])
    let output = try await child.output?.readAll(upTo: 1_000) ?? []
    #expect(String(decoding: output, as: UTF8.self) == "a socket\nnothing more\n")
    #expect(await child.wait() == .exited(0))
  }

  @Test func saysWhatCannotBeStarted() {
    #expect {
      _ = try ChildProcess.spawn("/no/such/program")
    } throws: { error in
      "\(error)" == "ENOENT: no such file or directory, spawn \"/no/such/program\""
    }
  }
}
