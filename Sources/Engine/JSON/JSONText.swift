// A text that has been read, and the ways to make a value of it: up to the first mistake; as the text of a form, where
// `"30"` may be a number; and on behind every mistake, so that a person who filled in a form hears of all at once.

extension JSON {
  /// A text that has been read, but not yet as any type: for whoever must know early that it is JSON.
  public nonisolated struct Text: Sendable {
    private let tape: JSONTape

    /// Reads a text. Throws `JSONError` with line and column for what is no JSON.
    public init(_ bytes: [UInt8]) throws(JSONError) { tape = try JSONReader.read(bytes) }

    /// What a tree would be as a text.
    public init(_ value: JSONValue) { tape = JSONTape(value) }

    /// The text as a tree, built anew each time it is asked for.
    public var value: JSONValue { tape.value(at: JSONTape.root) }

    /// Whether it is an object or an array, rather than a lone string, number, `true`, `false` or `null`.
    public var isObjectOrArray: Bool {
      switch tape.parts[JSONTape.root] {
      case .object, .array: true
      default: false
      }
    }

    /// Reads it as a type.
    ///
    /// - Parameter readingText: whether text counts as the number or truth that it spells, a lone value as an array of
    ///   one, and empty text as nil where the type allows nil. So are forms read, which know nothing but text.
    ///
    /// Throws `JSONError` that says what was expected where, and what is there.
    public func decode<Value: Decodable>(
      _ type: Value.Type, readingText: Bool = false
    ) throws -> Value {
      try JSONReading(tape, readsText: readingText).whole.decode(type)
    }

    /// All that keeps it from being a type, in the order in which the type asks for its fields; at most 100 mistakes.
    ///
    /// ```swift
    /// struct Item: Codable { var name: String, price: Double }
    /// let text = try JSON.Text(Array(#"{"name":5}"#.utf8))
    /// for mistake in text.mistakes(as: Item.self).found { print(mistake) }
    /// // name: expected a string, found a number
    /// // price: is missing
    /// ```
    ///
    /// The value has something that stands in wherever a mistake is. It is nil where nothing can stand in for a part, as
    /// for an enum that is not `CaseIterable`; then what the type would have asked for behind that part is not looked at.
    public func mistakes<Value: Decodable>(
      as type: Value.Type, readingText: Bool = false
    ) -> (value: Value?, found: [JSONError]) {
      let mistakes = JSONMistakes()
      let reading = JSONReading(tape, readsText: readingText, mistakes: mistakes)
      let value = try? reading.whole.decode(type)
      return (value, mistakes.all)
    }
  }
}
