// Text that should stand for bytes and does not: where, and why. The text itself is not shown: it may be a secret.

/// Text that is no hexadecimal or no base64.
///
/// ```swift
/// do { _ = try Hexadecimal.decode("7g") }
/// catch { print(error) }  // hexadecimal text, byte 1: 0-9, a-f or A-F was expected
/// ```
public nonisolated struct MalformedEncoding: Error, Equatable, CustomStringConvertible {
  /// What the text should have been.
  public let encoding: String
  /// Where it goes wrong: so many bytes of it are right.
  public let offset: Int
  /// What is wrong there.
  public let reason: String

  init(_ encoding: String, _ offset: Int, _ reason: String) {
    self.encoding = encoding
    self.offset = offset
    self.reason = reason
  }

  public var description: String { "\(encoding), byte \(offset): \(reason)" }
}
