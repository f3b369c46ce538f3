// What tests wait for.

import Engine
import Testing

/// Something that a test waits for, instead of time.
@MainActor public final class Gate {
  private var isOpen = false
  private var isForgotten = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  public init() {}

  public func open() {
    isOpen = true
    for waiter in waiting { waiter.resume() }
    waiting = []
  }

  /// Waits until it is opened. One that nobody opens for a minute is a failure, and then open.
  public func wait() async {
    guard !isOpen else { return }
    let alarm = setTimeout(.seconds(60)) {
      self.isForgotten = true
      self.open()
    }
    await withCheckedContinuation { waiting.append($0) }
    alarm.cancel()
    if isForgotten { Issue.record("nobody opened the gate") }
  }

  /// Waits, but not for ever: false when it is still shut after a time in which anything could have happened. So that a
  /// test that would hang fails instead.
  public func opens(within patience: Duration = .seconds(30)) async -> Bool {
    guard !isOpen else { return true }
    var isLate = false
    let alarm = setTimeout(patience) {
      isLate = !self.isOpen
      self.open()
    }
    await wait()
    alarm.cancel()
    return !isLate
  }
}
