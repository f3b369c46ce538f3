// Timers and immediates by the names that Node gave them: `setTimeout`, `setInterval`, `setImmediate`.
//
// All of them only note what is to be done later; the loop does it (see `EventLoop`). A timer never runs early.
// It runs late when the loop is busy: one thread does everything, so a long computation delays every timer.

/// A timer or an immediate that has been set.
///
/// ```swift
/// let reminder = setTimeout(.seconds(5)) { print("still there?") }
/// reminder.cancel()
/// ```
///
/// Node: `Timeout`, `Immediate`
public final class Timer {
  /// Nil once it was cancelled, or ran for the last time.
  fileprivate(set) var body: (@MainActor () -> Void)?
  let period: Duration?

  init(period: Duration?, _ body: @escaping @MainActor () -> Void) {
    self.period = period
    self.body = body
  }

  /// Whether it will still run.
  public var isPending: Bool { body != nil }

  /// Takes it back: it does not run (again). Cancelling twice is harmless.
  ///
  /// Node: `clearTimeout`, `clearInterval`, `clearImmediate`
  public func cancel() {
    guard body != nil else { return }
    body = nil
    EventLoop.main.timerWasCancelled()
  }

  /// Runs it now. One that repeats stays pending.
  func fire() {
    let body = self.body
    if period == nil { self.body = nil }
    body?()
  }
}

/// Runs `body` once, when `delay` has passed.
///
/// ```swift
/// setTimeout(.milliseconds(100)) { print("a tenth of a second later") }
/// ```
///
/// Node: `setTimeout(callback, milliseconds)`
@discardableResult
public func setTimeout(_ delay: Duration, _ body: @escaping @MainActor () -> Void) -> Timer {
  let timer = Timer(period: nil, body)
  EventLoop.main.add(timer, after: delay)
  return timer
}

/// Runs `body` again and again, each time `period` after the last, until it is cancelled.
///
/// ```swift
/// let clock = setInterval(.seconds(1)) { print("tick") }
/// ```
///
/// Node: `setInterval(callback, milliseconds)`
@discardableResult
public func setInterval(_ period: Duration, _ body: @escaping @MainActor () -> Void) -> Timer {
  let timer = Timer(period: max(period, .milliseconds(1)), body)
  EventLoop.main.add(timer, after: max(period, .milliseconds(1)))
  return timer
}

/// Runs `body` at the end of this turn of the loop, after the input that has already come.
///
/// ```swift
/// setImmediate { print("after the sockets had their turn") }
/// ```
///
/// Node: `setImmediate(callback)`
@discardableResult
public func setImmediate(_ body: @escaping @MainActor () -> Void) -> Timer {
  let timer = Timer(period: nil, body)
  EventLoop.main.addImmediate(timer)
  return timer
}
