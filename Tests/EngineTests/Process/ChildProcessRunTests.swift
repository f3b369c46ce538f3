import TestSupport
import Testing

@testable import Engine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ChildProcessRunTests {
  private typealias Outcome = ChildProcess.Outcome

  @Test func givesAllThatThereIsToKnow() async throws {
    let outcome = try await ChildProcess.run(
      "/bin/sh", ["-c", "cat; echo oh >&2; echo $NAME $PWD; exit 7"], input: Array("Rahul\n".utf8),
      environment: ["NAME": "Priya"], folder: "/")
    #expect(
      outcome
        == Outcome(
          status: .exited(7), output: Array("Rahul\nPriya /\n".utf8), errors: Array("oh\n".utf8),
          isCut: false))
    #expect(outcome.text == "Rahul\nPriya /\n")
  }

  @Test(arguments: ["/no/such/program", "/bin/sh"]) func looksForNamesInThePath(_ path: String)
    async throws
  {
    let outcome = try await ChildProcess.run("echo", [path])
    #expect(outcome.text == path + "\n")
  }

  /// More than any pipe holds, both ways at once.
  @Test func feedsAndReadsAtTheSameTime() async throws {
    let bytes = [UInt8](repeating: 120, count: 3_000_000)
    let outcome = try await ChildProcess.run("/bin/cat", input: bytes, limit: 4_000_000)
    #expect(outcome.output == bytes)
    #expect(outcome.status == .exited(0) && !outcome.isCut)
  }

  @Test(arguments: [(4, "1234", true), (5, "12345", false), (0, "", true)])
  func keepsNoMoreThanTheLimit(_ limit: Int, _ kept: String, _ isCut: Bool) async throws {
    let outcome = try await ChildProcess.run("/bin/sh", ["-c", "printf 12345"], limit: limit)
    #expect(outcome.text == kept)
    #expect(outcome.isCut == isCut)
    let complaint = try await ChildProcess.run("/bin/sh", ["-c", "printf 12345 >&2"], limit: limit)
    #expect(complaint.errors == Array(kept.utf8))
    #expect(complaint.isCut == isCut)
  }

  @Test func aProgramThatDoesNotReadItsInputIsNotHeldUp() async throws {
    let bytes = [UInt8](repeating: 120, count: 3_000_000)
    let outcome = try await ChildProcess.run("/bin/sh", ["-c", "exit 3"], input: bytes)
    #expect(outcome.status == .exited(3))
  }

  @Test func killsWhatRunsTooLongWithItsChildren() async throws {
    await #expect {
      _ = try await ChildProcess.run(
        "/bin/sh", ["-c", "sleep 600 & sleep 600"], deadline: .milliseconds(100))
    } throws: { error in
      "\(error)"
        == "\"/bin/sh\" had not ended after 0.1 seconds and was killed; give it a longer deadline if it may take longer"
    }
  }

  /// It returns only when the child has ended, and here that is long before its ten minutes are over.
  @Test func cancellationOfWhoAwaitsItKillsIt() async throws {
    let started = Gate()
    let task = Task {
      setImmediate { started.open() }  // In a turn of its own: the child runs by then.
      return try await ChildProcess.run("/bin/sh", ["-c", "sleep 600 & sleep 600"])
    }
    await started.wait()
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func isNotStartedForATaskThatIsCancelledAlready() async throws {
    try await inTemporaryFolder { folder in
      let task = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        return try await ChildProcess.run("touch", ["\(folder)/started"])
      }
      await #expect(throws: CancellationError.self) { try await task.value }
      #expect(access("\(folder)/started", F_OK) != 0)
    }
  }
}
