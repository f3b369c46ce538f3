// What the command says when it cannot do what it was asked for.

/// A sentence for the person at the terminal: what is wrong, where, and what to do.
public struct WorkbookError: Error, Equatable, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}
