// Why a value could not be found or changed, in plain words.

/// Something in a script that makes no sense at run time.
public struct EvaluationError: Error, Equatable, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}
