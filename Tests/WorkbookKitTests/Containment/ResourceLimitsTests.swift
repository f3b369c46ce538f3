// What is said of a limit, and what the system is told about it.

import Engine
import TestSupport
import Testing

@testable import WorkbookKit

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ResourceLimitsTests {
  @Test(
    arguments: [
      (.processorTime(seconds: 10), "it used more than 10 s of processor time"),
      (.memory(bytes: 268_435_456), "it used more than 256 MiB of memory"),
      (.memory(bytes: 1_000), "it used more than 1000 bytes of memory"),
      (.processes(64), "it had more than 64 processes"),
      (.fileSize(bytes: 1_048_576), "it wrote a file of more than 1 MiB"),
      (.output(bytes: 1_048_576), "it printed more than 1 MiB"),
      (.wallClock(seconds: 60), "it ran longer than 60 s"),
    ] as [(ResourceLimits.Excess, String)])
  func eachLimitHasItsWords(_ excess: ResourceLimits.Excess, _ words: String) {
    #expect(excess.words == words)
    #expect(ProgramEnd.overLimit(excess).words == "\(words), and was ended")
  }

  private let limits = ResourceLimits(
    processorSeconds: 7, memoryBytes: 512 * ResourceLimits.mebibyte, openFiles: 77,
    fileBytes: 3 * ResourceLimits.mebibyte)

  private func start(_ script: String) throws -> ChildProcess {
    let command = LimitedCommand(["/bin/sh", "-c", script], limits)
    return try ChildProcess.spawn(
      command.path, command.arguments, input: .pipe, output: .pipe, errors: .pipe)
  }

  private func run(_ script: String) async throws -> (
    output: String, errors: String, end: ProgramEnd
  ) {
    let child = try start(script)
    async let output = child.output?.readAll(upTo: 1_000)
    async let errors = child.errors?.readAll(upTo: 1_000)
    let (printed, complaints) = (try await output ?? [], try await errors ?? [])
    let end = LimitedCommand.end(of: await child.wait(), under: limits)
    child.kill(9)
    return (
      String(decoding: printed, as: UTF8.self), String(decoding: complaints, as: UTF8.self), end
    )
  }

  @Test func theProgramHasTheLimitsAndBothItsStreams() async throws {
    let outcome = try await run(
      "ulimit -t; ulimit -n; ulimit -c; ulimit -f; echo complaint >&2; exit 3")
    #expect(outcome.output == "8\n77\n0\n6144\n")
    #expect(outcome.errors == "complaint\n")
    #expect(outcome.end == .exited(3))
  }

  /// The shell in between says nothing of its own.
  @Test func howItEndedIsKnownThroughTheShell() async throws {
    let ends: [(String, ProgramEnd)] = [
      ("exit 0", .exited(0)), ("exit 128", .exited(128)), ("kill -SEGV $$", .signalled(11)),
      ("kill -KILL $$", .signalled(9)),
      ("kill -XCPU $$", .overLimit(.processorTime(seconds: 7))),
      ("kill -XFSZ $$", .overLimit(.fileSize(bytes: 3_145_728))),
      // Who kills the shell is known as well.
      ("kill -KILL $PPID", .signalled(9)),
    ]
    for (script, end) in ends {
      let outcome = try await run(script)
      #expect(outcome.end == end, "\(script)")
      #expect(outcome.errors == "", "\(script)")
    }
  }

  /// Asked to end, it may still say something.
  @Test func theShellWaitsForTheProgramsLastWords() async throws {
    // It waits for a line that never comes; the signal wakes it.
    let child = try start("trap 'echo bye; exit 3' TERM; echo ready; sleep 10 & wait")
    var printed: [UInt8] = []
    for try await chunk in try #require(child.output) {
      printed += chunk
      if printed == Array("ready\n".utf8) { child.kill(15) }
    }
    #expect(String(decoding: printed, as: UTF8.self) == "ready\nbye\n")
    #expect(await child.wait() == .exited(3))
    child.kill(9)
  }

  /// However the grader ends, its end of the pipe is closed then.
  @Test func whoLosesTheGraderIsEnded() async throws {
    let child = try start("echo ready; sleep 10")
    for try await _ in try #require(child.output) { child.closeInput() }
    #expect(await child.wait() == .signalled(9))
  }
}
