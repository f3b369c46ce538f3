// An answer exactly as it came over the wire.

/// What a server sent, and what it did with the connection.
public struct WireResponse: Sendable, Equatable {
  public struct Field: Sendable, Equatable {
    public var name: String
    public var value: String
  }

  /// How the body's end was told.
  public enum Framing: Sendable, Equatable {
    case none
    case length(Int)
    case chunked
    case untilClose
  }

  /// What became of the connection after the answer.
  public enum Fate: Sendable, Equatable { case kept, closed }

  /// `1.1` or `1.0`.
  public var version: String
  public var status: Int
  public var reason: String
  /// All fields, in the order in which they came.
  public var fields: [Field]
  public var framing: Framing
  /// The body, without its framing.
  public var body: [UInt8]
  public var fate: Fate
  /// The statuses of the interim answers (100, 103) that came before.
  public var interim: [Int] = []
  /// From the first byte sent to the last byte received.
  public var duration: Duration

  /// The values of a field, one for each time it was sent; names compare without regard to case.
  public func values(of name: String) -> [String] {
    fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
  }
}
