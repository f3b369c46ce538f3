// The signals that concern a server: asked to stop, and writing to somebody who left.

import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

private nonisolated let stopWasAsked = Atomic(false)

extension EventLoop {
  /// SIGTERM and SIGINT stop the loop in good order; the second one ends the process at once, as a shell would say it
  /// (128 + number).
  func stopOnSignals() {
    guard !stopsOnSignals else { return }
    stopsOnSignals = true
    for number in [SIGTERM, SIGINT] {
      signalSources += [
        listen(for: number) {
          if stopWasAsked.exchange(true, ordering: .relaxed) { _exit(128 + number) }
          Task { @MainActor in EventLoop.main.stop() }
        }
      ]
    }
  }

  /// Calls `body` on the loop each time the signal comes, instead of what the system would do.
  ///
  /// ```swift
  /// EventLoop.main.onSignal(SIGHUP) { print("reading the settings again") }
  /// ```
  ///
  /// Node: `process.on('SIGHUP', …)`
  public func onSignal(_ number: Int32, _ body: @escaping @MainActor () -> Void) {
    signalSources += [listen(for: number) { Task { @MainActor in body() } }]
  }

  /// Calls `heard` each time the signal comes, on a thread that is not the loop's: a handler that computes for ever
  /// would keep the loop from hearing it, and Ctrl-C from ending the program.
  private nonisolated func listen(
    for number: Int32, _ heard: @escaping @Sendable () -> Void
  ) -> any DispatchSourceSignal {
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
    // libdispatch begins to listen on a thread of its own. Until it does, a signal would be lost.
    let listens = DispatchSemaphore(value: 0)
    source.setRegistrationHandler { listens.signal() }
    source.setEventHandler(handler: heard)
    source.activate()
    listens.wait()
    return source
  }

  /// A peer that left makes `write` fail with EPIPE; the default would be to kill the process.
  func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }
}
