// The portable driver: libdispatch turns the loop.
//
// A poller's descriptor can itself be watched: it is readable when anything it watches is ready. So one
// `DispatchSource` on it, delivering to the main queue, polls whenever there is input, and a timer source runs the timers
// when one falls due. Immediates are put at the end of the main queue: behind the continuations that wait there already.
// That is public interface, at the price of one more hop a turn.
//
// It serves on Apple's systems, on Linux when the environment says ENGINE_LOOP=dispatch, and wherever somebody else
// owns the main thread and serves the main queue, as a test runner does.

import Dispatch

/// Lets libdispatch turn the loop.
final class DispatchDriver: LoopDriver {
  private var input: (any DispatchSourceRead)?
  private var alarm: (any DispatchSourceTimer)?

  func arm() {
    guard input == nil else { return }
    let source = DispatchSource.makeReadSource(
      fileDescriptor: EventLoop.main.poller.descriptor, queue: .main)
    source.setEventHandler { MainActor.assumeIsolated { self.inputHasCome() } }
    source.activate()
    input = source
  }

  func timersChanged() {
    guard let delay = EventLoop.main.untilNextTimer else { return }
    let source = alarm ?? makeAlarm()
    let due = DispatchTime.now() + .nanoseconds(Int(clamping: delay))
    source.schedule(deadline: due, leeway: .nanoseconds(0))
  }

  func immediatesWait() {
    // Twice to the queue's end: a continuation that is about to be queued in this same step shall come first.
    DispatchQueue.main.async {
      DispatchQueue.main.async { MainActor.assumeIsolated { EventLoop.main.runImmediates() } }
    }
  }

  func run() -> Never {
    arm()
    serveMainQueue()
  }

  /// The loop has another driver now.
  func retire() {
    input?.cancel()
    alarm?.cancel()
  }

  /// Handlers that this starts may wait in the queue; what is put behind them tells how long they took.
  private func inputHasCome() {
    let start = Instant.now
    EventLoop.main.poll(timeout: 0)
    DispatchQueue.main.async {
      MainActor.assumeIsolated { EventLoop.main.recordStep(since: start) }
    }
  }

  /// A timer is due, but continuations and immediates that wait already come first: once more to the queue's end.
  private func timersAreDue() {
    DispatchQueue.main.async {
      MainActor.assumeIsolated {
        EventLoop.main.runImmediates()
        EventLoop.main.runTimers()
        self.timersChanged()
      }
    }
  }

  private func makeAlarm() -> any DispatchSourceTimer {
    let source = DispatchSource.makeTimerSource(flags: .strict, queue: .main)
    source.setEventHandler { MainActor.assumeIsolated { self.timersAreDue() } }
    source.activate()
    alarm = source
    return source
  }
}
