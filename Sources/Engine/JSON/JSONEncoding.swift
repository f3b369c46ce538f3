// Codable's writing side: the containers through which a type names its fields, each a thin hand on the writer.

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension JSONWriter {
  /// Writes any value where one is due.
  nonisolated func write<Value: Encodable>(_ value: Value) throws {
    if try writeFoundationValue(value) { return }
    guard depth < JSON.maximumDepth else {
      throw JSONError("nested deeper than \(JSON.maximumDepth)", at: path)
    }
    let outside = depth
    let before = bytes.count
    try value.encode(to: JSONEncoding(writer: self))
    close(to: outside)
    if bytes.count == before { append("{}") }
  }

  /// Writes the types whose own encoding is not what one expects in JSON; false for all others.
  private nonisolated func writeFoundationValue<Value: Encodable>(_ value: Value) throws -> Bool {
    if Value.self == Date.self, let date = value as? Date {
      text(date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
    } else if Value.self == Data.self, let data = value as? Data {
      text(data.base64EncodedString())
    } else if Value.self == URL.self, let url = value as? URL {
      text(url.absoluteString)
    } else if Value.self == Decimal.self, let decimal = value as? Decimal {
      guard decimal.isFinite else { throw JSONError("\(decimal) is no JSON number", at: path) }
      append("\(decimal)".utf8)
    } else {
      return false
    }
    return true
  }
}

/// The place of one value that is due.
nonisolated struct JSONEncoding: Encoder {
  private let writer: JSONWriter
  /// Where the object or array will be with which the value begins.
  private let place: JSONWriter.Handle

  init(writer: JSONWriter) {
    self.writer = writer
    place = writer.next
  }

  /// The object or array with which the value began. A subclass and its superclass share one.
  private func container(
    _ kind: JSONWriter.Kind, sorted: Bool = false
  ) -> JSONWriter.Handle {
    writer.container(since: place) ?? writer.begin(kind, sorted: sorted)
  }

  var codingPath: [any CodingKey] { writer.path }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    let handle = container(.object, sorted: ObjectIdentifier(type) == Self.dictionaryKey)
    return KeyedEncodingContainer(JSONKeyedEncoding<Key>(writer: writer, handle: handle))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    JSONUnkeyedEncoding(writer: writer, handle: container(.array))
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    JSONSingleEncoding(writer: writer)
  }

  /// The type with which the standard library names the members of a dictionary, learned by watching it
  /// write one: it is not public, and asking each value whether it is a dictionary would be slow.
  private static let dictionaryKey: ObjectIdentifier? = {
    let spy = DictionaryKeySpy()
    try? ["": 0].encode(to: spy)
    return spy.key
  }()
}

/// An encoder that only remembers by which keys it was asked for an object.
private nonisolated final class DictionaryKeySpy: Encoder {
  var key: ObjectIdentifier?
  private let writer = JSONWriter(JSON.Options())
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    key = ObjectIdentifier(type)
    let handle = writer.begin(.object)
    return KeyedEncodingContainer(JSONKeyedEncoding<Key>(writer: writer, handle: handle))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    JSONUnkeyedEncoding(writer: writer, handle: writer.begin(.array))
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    JSONSingleEncoding(writer: writer)
  }
}

private nonisolated struct JSONKeyedEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let writer: JSONWriter
  let handle: JSONWriter.Handle
  var codingPath: [any CodingKey] { writer.path }

  private func begin(_ key: some CodingKey) throws {
    try writer.member(of: handle, key: key.stringValue)
  }

  func encodeNil(forKey key: Key) throws {
    try begin(key)
    writer.append("null")
  }
  func encode(_ value: Bool, forKey key: Key) throws {
    try begin(key)
    writer.append(value ? "true" : "false")
  }
  func encode(_ value: String, forKey key: Key) throws {
    try begin(key)
    writer.text(value)
  }
  func encode(_ value: Double, forKey key: Key) throws {
    try begin(key)
    try writer.double(value)
  }
  func encode(_ value: Float, forKey key: Key) throws {
    try begin(key)
    try writer.double(value)
  }
  func encode(_ value: Int, forKey key: Key) throws {
    try begin(key)
    writer.integer(value)
  }
  func encode(_ value: Int8, forKey key: Key) throws {
    try begin(key)
    writer.integer(value)
  }
  func encode(_ value: Int16, forKey key: Key) throws {
    try begin(key)
    writer.integer(value)
  }
  func encode(_ value: Int32, forKey key: Key) throws {
    try begin(key)
    writer.integer(value)
  }
  func encode(_ value: Int64, forKey key: Key) throws {
    try begin(key)
    writer.integer(value)
  }
  func encode(_ value: UInt, forKey key: Key) throws {
    try begin(key)
    writer.integer(value)
  }
  func encode(_ value: UInt8, forKey key: Key) throws {
    try begin(key)
    writer.integer(value)
  }
  func encode(_ value: UInt16, forKey key: Key) throws {
    try begin(key)
    writer.integer(value)
  }
  func encode(_ value: UInt32, forKey key: Key) throws {
    try begin(key)
    writer.integer(value)
  }
  func encode(_ value: UInt64, forKey key: Key) throws {
    try begin(key)
    writer.integer(value)
  }

  func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
    try begin(key)
    try writer.write(value)
  }

  func nestedContainer<NestedKey: CodingKey>(keyedBy keyType: NestedKey.Type, forKey key: Key)
    -> KeyedEncodingContainer<NestedKey>
  {
    nested(key).container(keyedBy: keyType)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    nested(key).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { nested(JSONName("super")) }
  func superEncoder(forKey key: Key) -> any Encoder { nested(key) }

  private func nested(_ key: some CodingKey) -> JSONEncoding {
    writer.beginNested(in: handle, key: key.stringValue)
    return JSONEncoding(writer: writer)
  }
}

private nonisolated struct JSONUnkeyedEncoding: UnkeyedEncodingContainer {
  let writer: JSONWriter
  let handle: JSONWriter.Handle
  var codingPath: [any CodingKey] { writer.path }
  var count: Int { writer.count(in: handle) }

  func encodeNil() throws {
    try writer.member(of: handle)
    writer.append("null")
  }

  func encode<Value: Encodable>(_ value: Value) throws {
    try writer.member(of: handle)
    try writer.write(value)
  }

  func nestedContainer<NestedKey: CodingKey>(keyedBy keyType: NestedKey.Type)
    -> KeyedEncodingContainer<NestedKey>
  {
    nested().container(keyedBy: keyType)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { nested().unkeyedContainer() }
  func superEncoder() -> any Encoder { nested() }

  private func nested() -> JSONEncoding {
    writer.beginNested(in: handle)
    return JSONEncoding(writer: writer)
  }
}

private nonisolated struct JSONSingleEncoding: SingleValueEncodingContainer {
  let writer: JSONWriter
  var codingPath: [any CodingKey] { writer.path }

  func encodeNil() throws { writer.append("null") }
  func encode(_ value: Bool) throws { writer.append(value ? "true" : "false") }
  func encode(_ value: String) throws { writer.text(value) }
  func encode(_ value: Double) throws { try writer.double(value) }
  func encode(_ value: Float) throws { try writer.double(value) }
  func encode(_ value: Int) throws { writer.integer(value) }
  func encode(_ value: Int8) throws { writer.integer(value) }
  func encode(_ value: Int16) throws { writer.integer(value) }
  func encode(_ value: Int32) throws { writer.integer(value) }
  func encode(_ value: Int64) throws { writer.integer(value) }
  func encode(_ value: UInt) throws { writer.integer(value) }
  func encode(_ value: UInt8) throws { writer.integer(value) }
  func encode(_ value: UInt16) throws { writer.integer(value) }
  func encode(_ value: UInt32) throws { writer.integer(value) }
  func encode(_ value: UInt64) throws { writer.integer(value) }
  func encode<Value: Encodable>(_ value: Value) throws { try writer.write(value) }
}
