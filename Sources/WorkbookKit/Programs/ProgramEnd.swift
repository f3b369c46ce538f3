// How a program came to its end, as far as a student is to be told: by itself, by a signal, or because it took too
// much.

import Engine

/// How a program ended.
public enum ProgramEnd: Sendable, Equatable {
  /// By itself, with a status; 0 means that all went well.
  case exited(Int32)
  /// By a signal, for example 11 (SIGSEGV).
  case signalled(Int32)
  /// It was ended, because it went over a limit.
  case overLimit(ResourceLimits.Excess)

  init(_ status: ChildProcess.ExitStatus) {
    switch status {
    case .exited(let number): self = .exited(number)
    case .signalled(let number): self = .signalled(number)
    }
  }

  /// How it ended, for somebody who has never heard of signals.
  var words: String {
    switch self {
    case .exited(let status): "it ended by itself with status \(status)"
    case .signalled(4), .signalled(5):
      "a Swift runtime error ended it (an index out of range, nil unwrapped, …)"
    case .signalled(6): "it ended itself (SIGABRT)"
    case .signalled(11): "it touched memory that is not its own (SIGSEGV)"
    case .signalled(let number): "signal \(number) ended it"
    case .overLimit(let excess): "\(excess.words), and was ended"
    }
  }
}
