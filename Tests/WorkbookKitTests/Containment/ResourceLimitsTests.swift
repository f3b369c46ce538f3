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

  private func run(_ script: String) async throws -> ChildProcess.Outcome {
    let command = LimitedCommand(["/bin/sh", "-c", script], limits)
    return try await ChildProcess.run(command.path, command.arguments)
  }

  @Test func theProgramHasTheLimitsAndBothItsStreams() async throws {
    let outcome = try await run(
      "ulimit -t; ulimit -n; ulimit -c; ulimit -f; echo complaint >&2; exit 3")
    #expect(outcome.text == "8\n77\n0\n6144\n")
    #expect(String(decoding: outcome.errors, as: UTF8.self) == "complaint\n")
    #expect(outcome.status == .exited(3))
  }

  /// The shell in between says nothing of its own.
  @Test func howItEndedIsKnownThroughTheShell() async throws {
    let ends: [(String, ProgramEnd)] = [
      ("exit 0", .exited(0)), ("exit 128", .exited(128)), ("kill -SEGV $$", .signalled(11)),
      ("kill -KILL $$", .signalled(9)),
      ("kill -XCPU $$", .overLimit(.processorTime(seconds: 7))),
      ("kill -XFSZ $$", .overLimit(.fileSize(bytes: 3_145_728))),
      // Who kills the shell is known as well.
      ("kill -KILL $PPID; exec sleep 10", .signalled(9)),
    ]
    for (script, end) in ends {
      let outcome = try await run(script)
      #expect(LimitedCommand.end(of: outcome.status, under: limits) == end, "\(script)")
      #expect(outcome.errors == [], "\(script)")
    }
  }

  /// Asked to end, it may still say something.
  @Test func theShellWaitsForTheProgramsLastWords() async throws {
    let command = LimitedCommand(
      ["/bin/sh", "-c", "trap 'echo bye; exit 3' TERM; echo ready; read line"], limits)
    let child = try ChildProcess.spawn(
      command.path, command.arguments, input: .pipe, output: .pipe)
    var printed: [UInt8] = []
    for try await chunk in try #require(child.output) {
      printed += chunk
      if printed == Array("ready\n".utf8) { child.kill(15) }
    }
    #expect(String(decoding: printed, as: UTF8.self) == "ready\nbye\n")
    #expect(await child.wait() == .exited(3))
  }
}
