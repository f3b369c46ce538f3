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
    signalSources += [SIGTERM, SIGINT].map { stopSource($0) }
  }

  /// Heard on a thread of its own: a handler that computes for ever would keep the loop from hearing it, and Ctrl-C
  /// from ending the program.
  private nonisolated func stopSource(_ number: Int32) -> any DispatchSourceSignal {
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
    source.setEventHandler {
      if stopWasAsked.exchange(true, ordering: .relaxed) { _exit(128 + number) }
      DispatchQueue.main.async { MainActor.assumeIsolated { EventLoop.main.stop() } }
    }
    source.activate()
    return source
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
