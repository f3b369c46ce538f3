// What is wrong with a JSON text, or with a value that cannot be one: a place and a reason, in one line.

/// Why JSON could not be read or written.
///
/// ```swift
/// do { _ = try JSON.parse(#"{"email":5}"#, as: SignUp.self) }
/// catch { print(error) }  // email: expected a string, found a number
/// ```
public nonisolated struct JSONError: Error, Equatable, CustomStringConvertible {
  /// Where: `users[2].email`, or `line 1, column 9` in a text that is no JSON; empty for the whole.
  public let place: String
  /// What is wrong: `expected a string, found a number`.
  public let reason: String
  /// Whether the text is no JSON at all, rather than JSON of another shape than asked for.
  public let isSyntax: Bool
  /// What should be there, as `a whole number`; nil where the reason says all there is to say.
  public let expected: String?
  /// What is there instead, as JSON writes it, at most 60 characters of it: `"x"`; `nothing` where nothing is.
  public let found: String?

  init(
    _ reason: String, at place: String = "", isSyntax: Bool = false, expected: String? = nil,
    found: String? = nil
  ) {
    self.place = place
    self.reason = reason
    self.isSyntax = isSyntax
    self.expected = expected
    self.found = found
  }

  init(
    _ reason: String, at path: [any CodingKey], expected: String? = nil, found: String? = nil
  ) {
    self.init(reason, at: path.readable, expected: expected, found: found)
  }

  public var description: String { place.isEmpty ? reason : "\(place): \(reason)" }
}

extension [any CodingKey] {
  /// The path as one would write it in code: `users[2].email`.
  nonisolated var readable: String {
    reduce(into: "") { text, key in
      if let index = key.intValue, key is JSONIndex {
        text += "[\(index)]"
      } else {
        text += (text.isEmpty ? "" : ".") + key.stringValue
      }
    }
  }
}

/// A place in an array, as a step of a path.
nonisolated struct JSONIndex: CodingKey {
  let index: Int
  init(_ index: Int) { self.index = index }
  init?(intValue: Int) { index = intValue }
  init?(stringValue: String) { nil }
  var intValue: Int? { index }
  var stringValue: String { String(index) }
}

/// A name in an object, as a step of a path.
nonisolated struct JSONName: CodingKey {
  let stringValue: String
  init(_ name: String) { stringValue = name }
  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
  var intValue: Int? { nil }
}
