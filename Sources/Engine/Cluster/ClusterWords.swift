// How a supervisor's log says how long something took and how a process ended.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Duration {
  /// `100 ms`, `2.5 s`, `10 s`
  nonisolated var inWords: String {
    let milliseconds = nanoseconds / 1_000_000
    if milliseconds < 1_000 { return "\(milliseconds) ms" }
    let tenths = milliseconds / 100 % 10
    return tenths == 0 ? "\(milliseconds / 1_000) s" : "\(milliseconds / 1_000).\(tenths) s"
  }
}

extension ChildProcess.ExitStatus {
  /// `ended with status 1`, `was ended by signal 9 (SIGKILL)`
  nonisolated var inWords: String {
    switch self {
    case .exited(let status): "ended with status \(status)"
    case .signalled(let number):
      "was ended by signal \(number)" + (Self.names[number].map { " (\($0))" } ?? "")
    }
  }

  private nonisolated static let names: [Int32: String] = [
    SIGHUP: "SIGHUP", SIGINT: "SIGINT", SIGQUIT: "SIGQUIT", SIGILL: "SIGILL", SIGTRAP: "SIGTRAP",
    SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE", SIGKILL: "SIGKILL", SIGSEGV: "SIGSEGV",
    SIGPIPE: "SIGPIPE", SIGALRM: "SIGALRM", SIGTERM: "SIGTERM",
  ]
}
