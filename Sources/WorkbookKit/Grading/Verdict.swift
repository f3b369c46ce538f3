// What came of grading one program, as plain values: how far it came, and for each check whether it holds, and if
// not, what was seen instead. Everything else (the terminal's text, a gradebook, a report for another system) is made
// from these.

/// The outcome of grading one program.
public struct Verdict: Codable, Sendable, Equatable {
  /// How far the program came.
  public enum Status: String, Codable, Sendable, CaseIterable {
    /// It was asked everything.
    case asked
    /// The file that is graded is not there, or is none that could be graded.
    case unreadable
    /// The compiler refused it; `reason` holds its words.
    case doesNotCompile
    /// The compiler was ended, because it took too long or too much.
    case compilingWasEnded
    /// It compiles, and ended before it listened.
    case doesNotStart
    /// It runs, and never listens.
    case neverListens
    /// The exercise or this machine is not as it should be: nothing is said about the program.
    case graderAtFault
  }

  /// The exercise's folder: `02-notes`.
  public var exercise: String
  /// The exercise's name, as a student knows it.
  public var title: String
  /// What the random values of the requests were drawn from.
  public var seed: UInt64
  public var status: Status
  /// Why it came no further, in words; empty where it was asked.
  public var reason = ""
  /// What it printed before it ended; empty where it was asked.
  public var output = ""
  /// One for each check, in the order of check.hurl.
  public var checks: [CheckResult]
  /// What is to be said about the way in which it was written; costs no points.
  public var remarks: [Remark] = []

  /// The points earned.
  public var points: Int { checks.reduce(0) { $0 + $1.earned } }
  /// The points that can be earned.
  public var maximum: Int { checks.reduce(0) { $0 + $1.points } }
  /// Whether every check holds.
  public var isFull: Bool { status == .asked && checks.allSatisfy { $0.status == .passed } }
}

/// What came of one check.
public struct CheckResult: Codable, Sendable, Equatable {
  public enum Status: String, Codable, Sendable, CaseIterable {
    case passed
    /// An answer was not as expected.
    case wrong
    /// An answer took longer than allowed.
    case tooLate
    /// The program ended while it was asked.
    case crashed
    /// The program went over a limit while it was asked, and was ended.
    case overLimit
    /// Freshly started for this check, it ended before it listened.
    case doesNotStart
    /// Freshly started for this check, it never listened.
    case neverListens
    /// Not asked, because checks that it needs do not hold.
    case skipped
    /// Not asked, because the program never came so far, or because no time was left.
    case notAsked
    /// The exercise or this machine is not as it should be.
    case graderAtFault
  }

  public var name: String
  /// What it gives where it holds.
  public var points: Int
  /// What is asked for.
  public var sentence: String
  public var status: Status
  /// Why it does not hold, in words, where its mistakes do not say so: how the program ended, what is at fault.
  public var reason = ""
  /// The checks that it needs and that do not hold.
  public var missing: [String] = []
  /// The signal that ended the program.
  public var signal: Int32?
  /// What the program printed meanwhile: to standard error if it went on, to both its streams if it ended.
  public var output = ""
  /// The requests whose answers were not right.
  public var mistakes: [Mistake] = []

  /// The points that it gave.
  public var earned: Int { status == .passed ? points : 0 }
}

/// One request whose answer was not right.
public struct Mistake: Codable, Sendable, Equatable {
  public var request: AskedRequest
  /// The check's requests that went before it.
  public var before: [AskedRequest]
  /// The script that asked: `check.hurl`.
  public var file: String
  /// Its line there.
  public var line: Int
  /// What the script expects, and what came.
  public var failures: [Failure]
  /// For a refactoring: in what the answer differs from that of the given program.
  public var differences: [WireDifference]
}

/// A request that was sent, as somebody can send it again.
public struct AskedRequest: Codable, Sendable, Equatable {
  /// A command that can be pasted.
  public var curl: String
  /// What the command alone does not say: how it was sent, and what in it comes from an earlier answer.
  public var notes: [String] = []
}

/// Something to be said about the way in which a program is written.
public struct Remark: Codable, Sendable, Equatable {
  /// What was asked for.
  public var sentence: String
  /// What was found, and where.
  public var found: String
}
