// The signals that concern a server: asked to stop, and writing to somebody who left.

import Dispatch

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension EventLoop {
  /// SIGTERM and SIGINT stop the loop in good order; the second one at once, as a shell would say it (128 + number).
  func stopOnSignals() {
    for number in [SIGTERM, SIGINT] {
      onSignal(number) {
        if EventLoop.main.isStopping { exit(128 + number) }
        EventLoop.main.stop()
      }
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
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: .main)
    source.setEventHandler { MainActor.assumeIsolated { body() } }
    source.activate()
    signalSources.append(source)
  }

  /// A peer that left makes `write` fail with EPIPE; the default would be to kill the process.
  func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }
}
