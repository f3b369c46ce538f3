// What an exercise promises, as claims that can be tried: that its start fails, that its solution holds, that every
// wrong server is caught, and so on. `Verifier` tries them.

/// One thing that must be true of an exercise.
public struct Claim: Codable, Sendable, Equatable {
  /// What a claim is about.
  public enum Subject: String, Codable, Sendable, CaseIterable {
    /// The folder holds what it must, in the agreed form, and nothing else.
    case files
    /// What a student begins with compiles, and fails where it should.
    case start
    /// Ours has full marks, whatever the seed.
    case solution
    /// Every wrong server is caught by the check that names it.
    case mutants
    /// Every check catches a wrong server.
    case checks
    /// Programs that do not do what is asked get their verdict, and no points.
    case strangers
  }

  public var subject: Subject
  /// What is claimed: `mutant drops-the-query`.
  public var name: String
  /// Why it does not hold, with the file where there is one; nil where it does.
  public var problem: String?

  public var holds: Bool { problem == nil }
}
