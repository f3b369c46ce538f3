import TestSupport
import Testing

@testable import Engine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The loop under the portable driver, which serves in a test process. The driver that owns the main thread is tested by
/// the programs that the tests of the lessons start.
@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct EventLoopTests {
  /// In a process of its own, whose main queue nothing else fills.
  @Test(.inItsOwnProcess) func runsThingsInTheDocumentedOrder() async {
    await #expect(processExitsWith: .success) { await EventLoopTests().runThingsInOrder() }
  }

  private func runThingsInOrder() async {
    var order: [String] = []
    await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
      setTimeout(.zero) {
        order.append("timer")
        done.resume()
      }
      setImmediate { order.append("immediate") }
      Task { order.append("continuation") }
      order.append("now")
    }
    #expect(order == ["now", "continuation", "immediate", "timer"])
  }

  @Test func immediatesOfImmediatesWaitForTheNextTurn() async {
    var order: [String] = []
    await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
      setImmediate {
        order.append("first")
        setImmediate {
          order.append("third")
          done.resume()
        }
      }
      setImmediate { order.append("second") }
    }
    #expect(order == ["first", "second", "third"])
  }

  @Test func cancelledTimersDoNotRun() async {
    var ran = 0
    let timers = (0..<1_000).map { _ in setTimeout(.milliseconds(1)) { ran += 1 } }
    for (number, timer) in timers.enumerated() where number % 10 != 0 { timer.cancel() }
    let immediate = setImmediate { ran += 1_000_000 }
    immediate.cancel()
    immediate.cancel()
    await withCheckedContinuation { done in setTimeout(.milliseconds(2)) { done.resume() } }
    #expect(ran == 100)
    #expect(timers.allSatisfy { !$0.isPending })
  }

  @Test func intervalsRepeatUntilCancelled() async {
    var ticks = 0
    await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
      var clock: Engine.Timer?
      clock = setInterval(.milliseconds(1)) {
        ticks += 1
        if ticks == 5 {
          clock?.cancel()
          done.resume()
        }
      }
    }
    await withCheckedContinuation { done in setTimeout(.milliseconds(5)) { done.resume() } }
    #expect(ticks == 5)
  }

  @Test func timersAreNeverEarly() async {
    let start = ContinuousClock.now
    await withCheckedContinuation { done in setTimeout(.milliseconds(20)) { done.resume() } }
    #expect(ContinuousClock.now - start >= .milliseconds(20))
  }

  @Test func lagShowsABlockedLoop() async {
    let lag = await withCheckedContinuation { done in
      setImmediate {
        let end = ContinuousClock.now + .milliseconds(30)
        while ContinuousClock.now < end {}
        setImmediate { done.resume(returning: EventLoop.main.lag) }
      }
    }
    #expect(lag >= .milliseconds(30))
  }

  @Test func lagRemembersTheLongestStepForTenSeconds() {
    func at(_ seconds: Int64) -> Instant { Instant(nanoseconds: seconds * 1_000_000_000) }
    let step = LongestStep().including(from: at(100), to: at(103)).including(
      from: at(104), to: at(105))
    #expect(step.value(at: at(113)) == .seconds(3))
    #expect(step.value(at: at(114)) == .zero)
    let later = step.including(from: at(113), to: at(114))
    #expect(later.value(at: at(114)) == .seconds(1))
  }
}
