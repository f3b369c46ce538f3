// Words for the person at the terminal: one line each, on standard error.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes one line to standard error, in one piece.
public nonisolated func report(_ line: String) {
  let bytes = Array((line + "\n").utf8)
  _ = write(2, bytes, bytes.count)
}

/// Ends the program with status 0, its work done before it began to listen.
public nonisolated func endProcess() -> Never {
  ForgottenListen.stopWatching()
  exit(0)
}

/// Says why the program cannot go on, and ends it with status 1.
public nonisolated func endProcess(_ reason: String) -> Never {
  ForgottenListen.stopWatching()
  report(reason)
  exit(1)
}
