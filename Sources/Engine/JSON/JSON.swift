// JSON, by the names that JavaScript gives it: `JSON.stringify` writes, `JSON.parse` reads.
//
// Foundation has an encoder and a decoder too. Ours exist for three reasons: the fields of a type are
// written in the order in which it declares them (Foundation's order changes from run to run), numbers
// look as JavaScript prints them, and what is wrong with a text is said in one line that names the place.
// `JSONEncoding` turns values into bytes, `JSONReader` bytes into a tape, `JSONDecoding` a tape into values.

/// Writes and reads JSON.
///
/// ```swift
/// struct User: Codable { var id: Int, name: String }
/// try JSON.stringify(User(id: 1, name: "Rahul"))       // {"id":1,"name":"Rahul"}
/// try JSON.parse(#"{"id":1,"name":"Rahul"}"#, as: User.self)
/// ```
///
/// Source: RFC 8259. Node: `JSON`
public nonisolated enum JSON {
  /// How JSON is written.
  public struct Options: Sendable, Equatable {
    /// The number of spaces by which each level is indented; 0 writes everything on one line.
    public var spaces: Int
    /// Whether the fields of types are sorted by name as well. Dictionaries, which have no order of their
    /// own, always are: whole numbers first, ascending, then the rest by their text.
    public var sortedKeys: Bool
    /// Whether `<`, `>` and `&` are written as `\u003c`, `\u003e` and `\u0026`, so that the text may stand
    /// inside an HTML page.
    public var escapeHTML: Bool

    public init(spaces: Int = 0, sortedKeys: Bool = false, escapeHTML: Bool = false) {
      self.spaces = spaces
      self.sortedKeys = sortedKeys
      self.escapeHTML = escapeHTML
    }
  }

  /// Nothing may be nested deeper than this, written or read: no input can exhaust the stack.
  public static let maximumDepth = 500

  /// Writes a value as JSON text.
  ///
  /// ```swift
  /// try JSON.stringify(["Rahul": 1, "Priya": 2])  // {"Priya":2,"Rahul":1}
  /// ```
  ///
  /// Throws `JSONError` for a number that is not finite, and whatever the value's own `encode(to:)` throws.
  ///
  /// Node: `JSON.stringify`
  public static func stringify(_ value: some Encodable, _ options: Options = Options()) throws
    -> String
  {
    String(decoding: try encode(value, options), as: UTF8.self)
  }

  /// Writes a value as the UTF-8 bytes of its JSON text.
  public static func encode(_ value: some Encodable, _ options: Options = Options()) throws
    -> [UInt8]
  {
    let writer = JSONWriter(options)
    try writer.write(value)
    if let failure = writer.failure { throw failure }
    return writer.bytes
  }

  /// Reads a value from the UTF-8 bytes of a JSON text. A byte order mark is skipped; of a key that stands
  /// twice the last counts; whole numbers keep all their 64 bits; dates are ISO 8601.
  ///
  /// Throws `JSONError`, whose description says in one line what is wrong and where.
  ///
  /// Node: `JSON.parse`
  public static func parse<Value: Decodable>(_ bytes: [UInt8], as type: Value.Type) throws -> Value
  {
    try Text(bytes).decode(type)
  }

  /// Reads a value from a JSON text.
  public static func parse<Value: Decodable>(_ text: String, as type: Value.Type) throws -> Value {
    try parse(Array(text.utf8), as: type)
  }
}
