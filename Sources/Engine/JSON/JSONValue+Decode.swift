// A tree read as a type, in three ways: up to the first mistake; as the text of a form, where `"30"` may be a number;
// and on behind every mistake, so that a person who filled in a form hears of all of them at once.
//
// The third way is a trick. A type reads its fields itself, one after the other, and stops where one throws. So nothing
// is thrown: the mistake is noted, and the type is given something that stands in for what it asked for, as 0 or "".
// What it makes of that is of no use as a value, but on the way it has asked for all of its fields.

extension JSONValue {
  /// Reads it as a type.
  ///
  /// - Parameter readingText: whether text counts as the number or truth that it spells, a lone value as an array of
  ///   one, and empty text as nil where the type allows nil. So are forms read, which know nothing but text.
  ///
  /// Throws `JSONError` that says what was expected where, and what is there.
  public nonisolated func decode<Value: Decodable>(
    _ type: Value.Type, readingText: Bool = false
  ) throws -> Value {
    try JSONDecoding(self, at: .root, JSONWay(readsText: readingText)).decode(type)
  }

  /// All that keeps this from being a type, in the order in which the type asks for its fields; at most 100 mistakes.
  ///
  /// ```swift
  /// struct Item: Codable { var name: String, price: Double }
  /// let text = try JSON.Text(Array(#"{"name":5}"#.utf8))
  /// for mistake in text.value.mistakes(as: Item.self).found { print(mistake) }
  /// // name: expected a string, found a number
  /// // price: is missing
  /// ```
  ///
  /// The value has something that stands in wherever a mistake is. It is nil where nothing can stand in for a part, as
  /// for an enum that is not `CaseIterable`; then what the type would have asked for behind that part is not looked at.
  public nonisolated func mistakes<Value: Decodable>(
    as type: Value.Type, readingText: Bool = false
  ) -> (value: Value?, found: [JSONError]) {
    let mistakes = JSONMistakes()
    let way = JSONWay(readsText: readingText, mistakes: mistakes)
    let value = try? JSONDecoding(self, at: .root, way).decode(type)
    return (value, mistakes.all)
  }

  /// As JSON writes it, for messages: short, and nothing of what is in arrays and objects.
  public nonisolated var shown: String {
    switch self {
    case .null: "null"
    case .bool(let bool): String(bool)
    case .number(let text): text.count > 60 ? text.prefix(60) + "…" : text
    case .string(let text):
      (try? JSON.stringify(text.count > 60 ? text.prefix(60) + "…" : text)) ?? "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

/// How a tree is read.
nonisolated struct JSONWay {
  /// Whether text counts as what it spells.
  var readsText = false
  /// Where mistakes are noted; nil where the first one ends the reading.
  var mistakes: JSONMistakes?

  /// For what stands in for something missing: mistakes in there are none.
  var unheard: JSONWay { JSONWay(readsText: readsText, mistakes: JSONMistakes()) }
}

/// The mistakes of one reading, one for each place.
nonisolated final class JSONMistakes {
  private(set) var all: [JSONError] = []
  private var places: Set<String> = []

  func note(_ mistake: JSONError) {
    guard all.count < 100, places.insert(mistake.place).inserted else { return }
    all.append(mistake)
  }
}

/// Nothing can stand in for a part; the mistake has been noted.
nonisolated struct JSONCannotGoOn: Error {}

/// What may be empty can stand in for itself.
private nonisolated protocol Emptiable { init() }
extension Array: Emptiable {}
extension Set: Emptiable {}
extension Dictionary: Emptiable {}

/// Something of a type, whatever it is; nil where nothing is known.
nonisolated func standIn<Value>(for type: Value.Type) -> Value? {
  switch type {
  case let type as any ExpressibleByNilLiteral.Type: type.init(nilLiteral: ()) as? Value
  case let type as any Emptiable.Type: type.init() as? Value
  case let type as any CaseIterable.Type: type.firstCase as? Value
  default: nil
  }
}

/// `one of "admin", "user"` for an enum whose cases are known; nil for other types.
nonisolated func readableCases(of type: Any.Type) -> String? {
  guard let type = type as? any (CaseIterable & RawRepresentable).Type else { return nil }
  return type.readableCases
}

extension CaseIterable {
  fileprivate nonisolated static var firstCase: Self? { allCases.first }
}

extension CaseIterable where Self: RawRepresentable {
  fileprivate nonisolated static var readableCases: String {
    let values = allCases.prefix(20).map { value in
      (value.rawValue as? String).map { "\"\($0)\"" } ?? "\(value.rawValue)"
    }
    return "one of " + values.joined(separator: ", ") + (allCases.count > 20 ? ", …" : "")
  }
}
