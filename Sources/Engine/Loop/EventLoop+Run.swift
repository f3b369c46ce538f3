// How a program gives its main thread to the loop, and how the loop ends in good order.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension EventLoop {
  /// Gives this thread to the loop; the process ends when the loop is stopped.
  ///
  /// It is the last line of a program's `main.swift`. SIGTERM and SIGINT (Ctrl-C) stop the loop: servers stop
  /// accepting and finish what they have begun, then the process exits with status 0. A second one exits at once.
  ///
  /// Node: nothing to write; there the loop starts when the main script has ended.
  @available(*, noasync, message: "call it from plain top-level code, without an `await` before it")
  public func run() -> Never {
    stopOnSignals()
    takeMainThread()
    ForgottenListen.loopRuns()
    setTimeout(.seconds(1)) { ForgottenListen.remind() }
    driver.run()
  }

  /// Runs `body` when the loop is asked to stop, before the process ends.
  ///
  /// ```swift
  /// EventLoop.main.onStop { await database.close() }
  /// ```
  ///
  /// Node: `process.on('SIGTERM', …)`
  public func onStop(_ body: @escaping @MainActor () async -> Void) { addStopHook(body) }

  /// One thing to do when the loop stops.
  final class StopHook {
    let body: @MainActor () async -> Void

    init(_ body: @escaping @MainActor () async -> Void) { self.body = body }

    func remove() { EventLoop.main.stopHooks.removeAll { $0 === self } }
  }

  @discardableResult
  func addStopHook(_ body: @escaping @MainActor () async -> Void) -> StopHook {
    let hook = StopHook(body)
    stopHooks.append(hook)
    return hook
  }

  /// Stops in good order: runs what `onStop` was given, latest first, then ends the process with `status`.
  public func stop(status: Int32 = 0) {
    guard !isStopping else { return }
    isStopping = true
    Task {
      for hook in stopHooks.reversed() { await hook.body() }
      exit(status)
    }
  }
}
