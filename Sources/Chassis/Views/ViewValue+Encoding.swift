// Any Encodable as a tree for templates, by Codable's writing side.
//
// A type that is asked to encode itself is given a place, and asks the place for a container: one with names, one with
// numbers, or one for a single value. What it puts there becomes fields, a list, or that value. Values are what they are in
// JSON, with two differences: a number that is not finite is shown, not refused; and a field that is nil stays in the tree
// as nothing, so that it hides a field of the same name further out instead of letting it show through.

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension ViewValue {
  /// The tree of a value.
  ///
  /// Throws `ViewValueError` for one nested deeper than `maximumDepth`, and whatever the value's own `encode(to:)` throws.
  public nonisolated init(_ value: some Encodable) throws {
    self = try ViewPlace(inside: nil, nil).tree(value)
  }
}

/// What cannot be shown, and where in the value it stands.
public nonisolated struct ViewValueError: Error, Equatable, CustomStringConvertible {
  public let description: String
}

/// The place of one value.
private nonisolated final class ViewPlace: Encoder {
  private let outer: ViewPlace?
  private let key: (any CodingKey)?
  private let depth: Int
  /// What stands here: a single value, unless one of the two below does. They are apart so that each has one owner, and
  /// grows without being copied.
  private var value = ViewValue.nothing
  private var fields: [String: ViewValue]?
  private var elements: [ViewValue]?
  /// Places handed out by calls that cannot wait for what will stand there.
  private var nested: [(key: any CodingKey, place: ViewPlace)] = []

  init(inside outer: ViewPlace?, _ key: (any CodingKey)?) {
    self.outer = outer
    self.key = key
    depth = (outer?.depth ?? 0) + 1
  }

  var codingPath: [any CodingKey] { (outer?.codingPath ?? []) + (key.map { [$0] } ?? []) }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    if fields == nil { fields = [:] }
    return KeyedEncodingContainer(ViewFields<Key>(place: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    if elements == nil { elements = [] }
    return ViewList(place: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { ViewSingle(place: self) }

  // MARK: What the containers put here

  func set(_ tree: ViewValue) { value = tree }
  func set(_ tree: ViewValue, for name: String) { fields?[name] = tree }
  func append(_ tree: ViewValue) { elements?.append(tree) }
  var count: Int { elements?.count ?? 0 }

  func nest(_ key: some CodingKey) -> ViewPlace {
    let place = ViewPlace(inside: self, key)
    nested.append((key, place))
    return place
  }

  /// The tree of a value that stands inside this place.
  func tree<Value: Encodable>(_ value: Value, _ key: (any CodingKey)? = nil) throws -> ViewValue {
    if let leaf = try leaf(value) { return leaf }
    let place = ViewPlace(inside: self, key)
    guard depth <= ViewValue.maximumDepth else { throw tooDeep() }
    try value.encode(to: place)
    return try place.finished()
  }

  private func tooDeep() -> ViewValueError {
    let path = codingPath.prefix(3).map(\.stringValue).joined(separator: ".")
    return ViewValueError(
      description:
        "\(path)…: values for a view may not be nested deeper than \(ViewValue.maximumDepth)")
  }

  private func finished() throws -> ViewValue {
    guard depth <= ViewValue.maximumDepth + 1 else { throw tooDeep() }
    for (key, place) in nested {
      let tree = try place.finished()
      if fields != nil {
        set(tree, for: key.stringValue)
      } else if let index = key.intValue {
        elements?[index] = tree
      }
    }
    if let fields { return .fields(fields) }
    if let elements { return .list(elements) }
    return value
  }
}

/// The values that have nothing inside; nil for all others.
private nonisolated func leaf<Value: Encodable>(_ value: Value) throws -> ViewValue? {
  if Value.self == String.self, let text = value as? String { return .text(text) }
  if Value.self == Int.self, let number = value as? Int { return .number(String(number)) }
  if Value.self == Bool.self, let isTrue = value as? Bool { return .bool(isTrue) }
  if Value.self == Double.self, let number = value as? Double { return .number(try digits(number)) }
  switch Value.self {
  case is any FixedWidthInteger.Type: return .number("\(value)")
  case is Float.Type: return .number(try digits(value as? Float ?? 0))
  case is Decimal.Type: return .number("\(value)")
  case is Date.Type, is Data.Type, is URL.Type:
    // One rule for both: the text without its quotes is what JSON has.
    return .text(String(try JSON.parse(try JSON.stringify(value), as: String.self)))
  default: return nil
  }
}

/// A number as JavaScript prints it, also one that JSON has no word for.
private nonisolated func digits(_ number: some BinaryFloatingPoint & Encodable) throws -> String {
  if number.isNaN { return "NaN" }
  if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
  return try JSON.stringify(number)
}

/// A name or index of our own, where Codable wants a key.
private nonisolated struct ViewKey: CodingKey {
  let stringValue: String
  let intValue: Int?
  init(stringValue: String) { (self.stringValue, intValue) = (stringValue, nil) }
  init(intValue: Int) { (stringValue, self.intValue) = (String(intValue), intValue) }
}

private nonisolated struct ViewFields<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let place: ViewPlace
  var codingPath: [any CodingKey] { place.codingPath }

  func encodeNil(forKey key: Key) throws { place.set(.nothing, for: key.stringValue) }

  func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
    place.set(try place.tree(value, key), for: key.stringValue)
  }

  // Codable leaves out what is nil. Here it must stay: one method for each type that the protocol names.
  func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try keep(value, key) }
  func encodeIfPresent(_ value: String?, forKey key: Key) throws { try keep(value, key) }
  func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try keep(value, key) }
  func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try keep(value, key) }
  func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try keep(value, key) }
  func encodeIfPresent(_ value: Int8?, forKey key: Key) throws { try keep(value, key) }
  func encodeIfPresent(_ value: Int16?, forKey key: Key) throws { try keep(value, key) }
  func encodeIfPresent(_ value: Int32?, forKey key: Key) throws { try keep(value, key) }
  func encodeIfPresent(_ value: Int64?, forKey key: Key) throws { try keep(value, key) }
  func encodeIfPresent(_ value: UInt?, forKey key: Key) throws { try keep(value, key) }
  func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws { try keep(value, key) }
  func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws { try keep(value, key) }
  func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws { try keep(value, key) }
  func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try keep(value, key) }
  func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) throws {
    try keep(value, key)
  }

  private func keep(_ value: (some Encodable)?, _ key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
  }

  func nestedContainer<NestedKey: CodingKey>(keyedBy keyType: NestedKey.Type, forKey key: Key)
    -> KeyedEncodingContainer<NestedKey>
  {
    place.nest(key).container(keyedBy: keyType)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    place.nest(key).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { place.nest(ViewKey(stringValue: "super")) }
  func superEncoder(forKey key: Key) -> any Encoder { place.nest(key) }
}

private nonisolated struct ViewList: UnkeyedEncodingContainer {
  let place: ViewPlace
  var codingPath: [any CodingKey] { place.codingPath }
  var count: Int { place.count }

  func encodeNil() throws { place.append(.nothing) }

  func encode<Value: Encodable>(_ value: Value) throws {
    place.append(try place.tree(value, ViewKey(intValue: count)))
  }

  func nestedContainer<NestedKey: CodingKey>(keyedBy keyType: NestedKey.Type)
    -> KeyedEncodingContainer<NestedKey>
  {
    nest().container(keyedBy: keyType)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { nest().unkeyedContainer() }
  func superEncoder() -> any Encoder { nest() }

  private func nest() -> ViewPlace {
    place.append(.nothing)
    return place.nest(ViewKey(intValue: count - 1))
  }
}

private nonisolated struct ViewSingle: SingleValueEncodingContainer {
  let place: ViewPlace
  var codingPath: [any CodingKey] { place.codingPath }
  func encodeNil() throws { place.set(.nothing) }
  func encode<Value: Encodable>(_ value: Value) throws { place.set(try place.tree(value)) }
}
