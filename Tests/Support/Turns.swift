// Swift Testing starts all tests at once. What waits for a socket, a process or a timer would then wait for a thousand
// others that share its thread, and its time would run out on a slow machine: such tests take turns instead.

import Synchronization
import Testing

/// A suite whose tests run a few at a time: `@Suite(.fewAtOnce)`. Tests that speak over sockets, start processes or watch
/// the clock belong to such a suite.
public struct FewAtOnce: SuiteTrait, TestTrait, TestScoping {
  public let isRecursive = true

  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await Turns.fewAtOnce.take { try await function() }
  }
}

/// A test whose body runs in a process of its own: `@Test(.inItsOwnProcess)` for `processExitsWith`. While such a process
/// runs, Swift Testing reads from it on one of the threads that all tasks share, of which there is one a core: two at once
/// would leave none on a machine with two cores, and every other test would wait for them.
public struct InItsOwnProcess: TestTrait, TestScoping {
  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await Turns.inItsOwnProcess.take { try await function() }
  }
}

extension Trait where Self == FewAtOnce {
  public static var fewAtOnce: Self { Self() }
}

extension Trait where Self == InItsOwnProcess {
  public static var inItsOwnProcess: Self { Self() }
}

/// Turns for a number of tests at once, in the order in which they came.
final class Turns: Sendable {
  static let fewAtOnce = Turns(atOnce: 8)
  static let inItsOwnProcess = Turns(atOnce: 1)

  private struct State {
    var free: Int
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state: Mutex<State>

  init(atOnce: Int) { state = Mutex(State(free: atOnce)) }

  func take(_ body: () async throws -> Void) async throws {
    await begin()
    defer { end() }
    try await body()
  }

  private func begin() async {
    await withCheckedContinuation { continuation in
      let isFree = state.withLock { state in
        guard state.free > 0 else {
          state.waiting.append(continuation)
          return false
        }
        state.free -= 1
        return true
      }
      if isFree { continuation.resume() }
    }
  }

  private func end() {
    let next: CheckedContinuation<Void, Never>? = state.withLock { state in
      if !state.waiting.isEmpty { return state.waiting.removeFirst() }
      state.free += 1
      return nil
    }
    next?.resume()
  }
}
