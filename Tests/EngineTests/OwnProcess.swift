// Tests whose body runs in a process of its own (`processExitsWith`) take turns. While such a process runs, Swift Testing
// reads from it on one of the threads that all tasks share, of which there is one a core: two at once would leave none on
// a machine with two cores, and every other test would wait for them.

import Testing

/// Marks a test that starts a process by `processExitsWith`: `@Test(.inItsOwnProcess) func …`.
struct OwnProcess: TestTrait, TestScoping {
  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    await Turn.take()
    do { try await function() } catch {
      await Turn.pass()
      throw error
    }
    await Turn.pass()
  }
}

extension Trait where Self == OwnProcess {
  static var inItsOwnProcess: Self { Self() }
}

/// Whose turn it is: one at a time, in the order in which they came.
@MainActor private enum Turn {
  private static var isTaken = false
  private static var waiting: [CheckedContinuation<Void, Never>] = []

  static func take() async {
    if isTaken { return await withCheckedContinuation { waiting.append($0) } }
    isTaken = true
  }

  static func pass() {
    if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
  }
}
