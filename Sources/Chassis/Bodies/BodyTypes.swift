// Which bodies a parser takes, told by their type.

/// One type of body, or several. A text stands for one, an array for several.
///
/// ```swift
/// app.use(json(type: ["application/json", "text/*", "+json"]))
/// ```
///
/// - `application/json` is that type, and one built on it: `application/problem+json`.
/// - `text/*` and `*/*` leave a half open.
/// - `+json` is every type that is built on JSON.
/// - `json` or `csv` is the type of files with that extension.
///
/// Express: `type-is`
public nonisolated struct BodyTypes: Equatable, Sendable, CustomStringConvertible,
  ExpressibleByStringLiteral, ExpressibleByArrayLiteral
{
  private let patterns: [String]

  /// Takes types, written as above.
  public init(_ types: [String]) {
    patterns = types.map { type in
      let type = type.lowercased()
      guard !type.contains("/"), !type.hasPrefix("+") else { return type }
      return MediaType.named(type).flatMap { MediaType($0) }?.name ?? type
    }
  }

  public init(stringLiteral type: String) { self.init([type]) }
  public init(arrayLiteral types: String...) { self.init(types) }

  /// As messages name them.
  public var description: String { patterns.joined(separator: " or ") }

  func contain(_ type: MediaType) -> Bool { patterns.contains { fits(type, $0) } }

  private func fits(_ type: MediaType, _ pattern: String) -> Bool {
    if pattern == "*/*" { return true }
    if pattern.hasPrefix("+") { return type.name.hasSuffix(pattern) }
    if pattern.hasSuffix("/*") { return type.name.hasPrefix(pattern.dropLast()) }
    return type.matches(pattern)
  }
}
