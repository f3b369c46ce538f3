// What came of grading an exercise: for each check whether it holds, and if not, what was seen instead.

/// The outcome of grading one program.
public struct Verdict: Sendable, Equatable {
  /// How far the program came.
  public enum Outcome: Sendable, Equatable {
    /// It was asked everything.
    case asked
    /// The compiler refused it, in these words.
    case doesNotCompile(String)
    case compilingTookTooLong(seconds: Int)
    /// The compiler was ended, because it went over a limit.
    case compilingWentOverLimit(ResourceLimits.Excess)
    /// It compiles, and nobody could speak to it.
    case doesNotStart(Program.StartFailure)
  }

  public var exercise: Exercise
  /// What the random values of the requests were drawn from.
  public var seed: UInt64
  public var outcome: Outcome
  /// One for each check, in the order of check.hurl.
  public var results: [CheckResult]

  /// The points earned.
  public var points: Int { results.reduce(0) { $0 + $1.points } }
  /// Whether every check holds.
  public var isFull: Bool { results.allSatisfy { $0.status == .passed } }
}

/// What came of one check.
public struct CheckResult: Sendable, Equatable {
  public enum Status: Sendable, Equatable {
    case passed
    /// Not asked, because these checks, which it needs, do not hold.
    case skipped(needs: [String])
    /// Not asked, because the program never came so far.
    case notAsked
    /// The answers were not as expected; these lines the program wrote to standard error meanwhile.
    case wrong([Mistake], said: String)
    /// An answer took longer than allowed.
    case tooLate([Mistake])
    /// The program ended while it was asked; these are the last lines that it printed.
    case crashed([Mistake], ProgramEnd, output: String)
  }

  public var check: Check
  public var status: Status

  public var points: Int { status == .passed ? check.points : 0 }
}

/// One request whose answer was not right.
public struct Mistake: Sendable, Equatable {
  /// The request, as a command that can be pasted.
  public var curl: String
  /// The check's requests that went before it, in the same form.
  public var before: [String]
  /// The line of check.hurl.
  public var line: Int
  public var failures: [Failure]
  /// For a refactoring: in what the answer differs from that of the given program.
  public var differences: [WireDifference]
}
