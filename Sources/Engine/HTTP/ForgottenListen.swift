// A program that makes a server and forgets `listen` or `run` ends without a word, or waits for ever without one: puzzling, if
// it is one's first server. So it is said, once, on standard error.

import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Remembers how far the program came; free of the loop, because a program may end anywhere.
nonisolated enum ForgottenListen {
  private static let isWatching = Atomic(false)
  private static let hasListened = Atomic(false)
  private static let hasRun = Atomic(false)

  static func serverListens() { hasListened.store(true, ordering: .relaxed) }
  static func loopRuns() { hasRun.store(true, ordering: .relaxed) }

  /// From now on the program's end says so if something was forgotten.
  static func watch() {
    guard !isWatching.exchange(true, ordering: .relaxed) else { return }
    atexit { ForgottenListen.remind() }
  }

  /// Something else was said about the program's end.
  static func stopWatching() { isWatching.store(false, ordering: .relaxed) }

  /// Says what was forgotten; at most once.
  static func remind() {
    if !hasListened.load(ordering: .relaxed) {
      say("no server listens: main.swift has to call listen(port:)")
    } else if !hasRun.load(ordering: .relaxed) {
      say("the server had no time to answer: main.swift has to end with EventLoop.main.run()")
    }
  }

  private static func say(_ reminder: String) {
    guard isWatching.exchange(false, ordering: .relaxed) else { return }
    // What was printed before comes before it.
    fflush(nil)
    report(reminder)
  }
}

extension HTTPServer {
  /// Says so on standard error if the program ends without a server that listened.
  ///
  /// Making a server calls it; a framework calls it for what will become one.
  public static func remindToListen() { ForgottenListen.watch() }
}
