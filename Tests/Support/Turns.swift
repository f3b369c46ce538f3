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

/// A test that measures time: `@Suite(.aloneAmongFew)`. It waits until all those that run a few at a time have ended, and they
/// wait for it: what it measures is the work, and not the tests beside it.
public struct AloneAmongFew: SuiteTrait, TestTrait, TestScoping {
  public let isRecursive = true

  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await Turns.fewAtOnce.takeAll { try await function() }
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

extension Trait where Self == AloneAmongFew {
  public static var aloneAmongFew: Self { Self() }
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
    var waiting: [Waiting] = []

    /// The first of those that wait, if there are turns enough for it. Nobody overtakes it meanwhile.
    mutating func next() -> CheckedContinuation<Void, Never>? {
      guard let first = waiting.first, first.turns <= free else { return nil }
      free -= first.turns
      return waiting.removeFirst().continuation
    }
  }

  private struct Waiting {
    let turns: Int
    let continuation: CheckedContinuation<Void, Never>
  }

  private let state: Mutex<State>
  private let atOnce: Int

  init(atOnce: Int) {
    self.atOnce = atOnce
    state = Mutex(State(free: atOnce))
  }

  func take(_ body: () async throws -> Void) async throws {
    try await take(1, body)
  }

  func takeAll(_ body: () async throws -> Void) async throws {
    try await take(atOnce, body)
  }

  private func take(_ turns: Int, _ body: () async throws -> Void) async throws {
    await withCheckedContinuation { continuation in
      state.withLock { $0.waiting.append(Waiting(turns: turns, continuation: continuation)) }
      resume()
    }
    defer {
      state.withLock { $0.free += turns }
      resume()
    }
    try await body()
  }

  /// Lets those go on whose turn has come.
  private func resume() {
    while let next = state.withLock({ $0.next() }) { next.resume() }
  }
}
