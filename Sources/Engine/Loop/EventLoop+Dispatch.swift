// The portable driver: libdispatch turns the loop.
//
// A poller's descriptor can itself be watched: it is readable when anything it watches is ready. So one
// `DispatchSource` on it, delivering to the main queue, calls `turn` whenever there is input, and one timer source
// calls it when a timer falls due. All of it is public interface, at the price of one more hop a turn.
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
    source.setEventHandler { MainActor.assumeIsolated { self.turn() } }
    source.activate()
    input = source
  }

  func timersChanged() {
    guard let patience = EventLoop.main.patience else { return }
    let source = alarm ?? makeAlarm()
    let due = DispatchTime.now() + .nanoseconds(Int(clamping: patience))
    source.schedule(deadline: due, leeway: .nanoseconds(0))
  }

  func runContinuations() {}  // The main queue is served by libdispatch.

  func run() -> Never {
    arm()
    dispatchMain()
  }

  /// The loop has another driver now.
  func retire() {
    input?.cancel()
    alarm?.cancel()
  }

  private func turn() {
    EventLoop.main.turn(waitingAtMost: 0)
    timersChanged()
  }

  private func makeAlarm() -> any DispatchSourceTimer {
    let source = DispatchSource.makeTimerSource(flags: .strict, queue: .main)
    source.setEventHandler { MainActor.assumeIsolated { self.turn() } }
    source.activate()
    alarm = source
    return source
  }
}
