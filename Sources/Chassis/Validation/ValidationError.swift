// All that is wrong with what a client sent, in one answer: whoever fills in a form wants to hear of every field at once,
// and a program that calls wants to find the field by its name.

/// Fields that are not as they should be, answered 422.
///
/// ```swift
/// throw ValidationError("email", expected: "an address that nobody has yet", found: "\"a@b.test\"")
/// ```
///
/// Where no `onError` answers otherwise, the client gets it as JSON:
///
/// ```json
/// {"errors":[{"field":"age","expected":"a whole number","found":"\"x\""}]}
/// ```
///
/// Express: the array of `express-validator`'s `validationResult`
public nonisolated struct ValidationError: Error, Codable, Equatable, CustomStringConvertible {
  /// One field, and what is wrong with it.
  public struct Problem: Codable, Equatable, Sendable {
    /// Where it is, as one would write it in code: `emails[1]`, `address.city`; empty for the whole.
    public var field: String
    /// What should be there: `a whole number`.
    public var expected: String
    /// What is there, as JSON writes it, cut off after 60 characters; `nothing` where nothing is.
    public var found: String

    public init(field: String, expected: String, found: String) {
      self.field = field
      self.expected = expected
      self.found = found
    }
  }

  /// What is wrong, in the order in which it was found.
  public var errors: [Problem]

  public init(_ errors: [Problem]) { self.errors = errors }

  /// One field alone.
  public init(_ field: String, expected: String, found: String) {
    errors = [Problem(field: field, expected: expected, found: found)]
  }

  public var description: String {
    errors.map { problem in
      (problem.field.isEmpty ? "" : "\(problem.field): ")
        + "expected \(problem.expected), found \(problem.found)"
    }.joined(separator: "; ")
  }
}
