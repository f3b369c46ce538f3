// The cookies that a client sends back, from the text of one field to pairs.
//
//     Cookie: theme=dark; user=s%3A7.n4bQ…; note="a%20b"
//             name value   …  …
//
// Browsers send what servers once set, but a client can send anything. So nothing here fails: a piece without "=" is no
// cookie, a value whose percent signs make no sense stays as it came, and a name that comes twice counts once, the first
// time, because browsers send the cookie of the longest path first. Only too many are refused, by the middleware.
//
// Source: RFC 6265 sections 4.2.1 and 5.4

/// Cookies by their names, in the order in which they came.
///
/// ```swift
/// app.use(cookies())
/// app.get("/") { request, response in
///   response.send("The theme is \(request.cookies["theme"] ?? "light")")
/// }
/// ```
///
/// Names differ by case. Iterating gives `(name, value)`.
///
/// Express: `req.cookies`
public nonisolated struct Cookies: Sendable, Equatable, Sequence {
  /// One cookie.
  struct Pair: Sendable, Equatable {
    var name: String
    var value: String
  }

  private(set) var pairs: [Pair] = []
  private var places: [String: Int] = [:]

  init() {}

  /// Reads a `Cookie` field; nil if it has more than `limit` pieces.
  init?(_ field: String, limit: Int) {
    let pieces = field.utf8.split(separator: UInt8(ascii: ";"))
    guard pieces.count <= limit else { return nil }
    for piece in pieces {
      guard let equals = piece.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let name = Self.trimmed(piece[..<equals])
      guard !name.isEmpty else { continue }
      let value = Self.unquoted(Self.trimmed(piece[equals...].dropFirst()))
      let text = String(Substring(value))
      add(String(Substring(name)), (try? decodeURIComponent(text)) ?? text)
    }
  }

  /// The value of a cookie, nil where none of that name came.
  public subscript(name: String) -> String? { places[name].map { pairs[$0].value } }

  /// Whether no cookie came.
  public var isEmpty: Bool { pairs.isEmpty }

  public func makeIterator() -> some IteratorProtocol<(name: String, value: String)> {
    pairs.lazy.map { (name: $0.name, value: $0.value) }.makeIterator()
  }

  /// The first of a name counts.
  mutating func add(_ name: String, _ value: String) {
    guard places[name] == nil else { return }
    places[name] = pairs.count
    pairs.append(Pair(name: name, value: value))
  }

  private static func trimmed(_ bytes: Substring.UTF8View) -> Substring.UTF8View {
    var bytes = bytes.drop { $0 == 0x20 || $0 == 0x09 }
    while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
    return bytes
  }

  /// Quotes around a value are no part of it.
  private static func unquoted(_ bytes: Substring.UTF8View) -> Substring.UTF8View {
    let quote = UInt8(ascii: "\"")
    guard bytes.count >= 2, bytes.first == quote, bytes.last == quote else { return bytes }
    return bytes.dropFirst().dropLast()
  }
}
