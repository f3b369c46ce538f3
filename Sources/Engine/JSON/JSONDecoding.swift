// Codable's reading side: from a tree to a value, with messages that say what was expected and what came.

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// One value of the tree, and the way to it.
nonisolated struct JSONDecoding: Decoder, SingleValueDecodingContainer {
  let value: JSONValue
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  init(_ value: JSONValue, at path: [any CodingKey]) {
    self.value = value
    codingPath = path
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .object(let members) = value else { throw expected("an object") }
    return KeyedDecodingContainer(JSONKeyedDecoding(members: members, codingPath: codingPath))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .array(let elements) = value else { throw expected("an array") }
    return JSONUnkeyedDecoding(elements: elements, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  func decodeNil() -> Bool { value == .null }

  func decode(_ type: Bool.Type) throws -> Bool {
    guard case .bool(let bool) = value else { throw expected("true or false") }
    return bool
  }

  func decode(_ type: String.Type) throws -> String {
    guard case .string(let text) = value else { throw expected("a string") }
    return text
  }

  func decode(_ type: Double.Type) throws -> Double { try floating(type) }
  func decode(_ type: Float.Type) throws -> Float { try floating(type) }
  func decode(_ type: Int.Type) throws -> Int { try integer(type) }
  func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
  func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
  func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
  func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
  func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    if let value = try foundationValue(type) { return value }
    do {
      return try type.init(from: self)
    } catch let error as DecodingError {
      throw JSONError(error)
    }
  }

  /// A number without a fraction that fits; `2.0` and `1e3` are such numbers too.
  private func integer<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
    guard case .number(let text) = value else { throw expected("a whole number") }
    if let number = Number(text) { return number }
    if let number = Double(text).flatMap({ Number(exactly: $0) }),
      text.contains(where: \.isNumberMark)
    {
      return number
    }
    throw JSONError(
      "expected a whole number from \(Number.min) to \(Number.max), found \(text)", at: codingPath)
  }

  private func floating<Number: BinaryFloatingPoint & LosslessStringConvertible>(
    _ type: Number.Type
  )
    throws -> Number
  {
    guard case .number(let text) = value else { throw expected("a number") }
    guard let number = Number(text), number.isFinite else {
      throw JSONError("the number \(text) is too large", at: codingPath)
    }
    return number
  }

  /// The types whose own decoding is not what one expects of JSON; nil for all others.
  private func foundationValue<Value: Decodable>(_ type: Value.Type) throws -> Value? {
    switch type {
    case is Date.Type:
      guard let date = (try? decode(String.self)).flatMap(date(fromISO8601:)) else {
        throw expected("a date like \"2026-01-31T12:00:00.000Z\"")
      }
      return date as? Value
    case is Data.Type:
      guard let data = (try? decode(String.self)).flatMap({ Data(base64Encoded: $0) }) else {
        throw expected("bytes in base64")
      }
      return data as? Value
    case is URL.Type:
      guard let url = (try? decode(String.self)).flatMap({ URL(string: $0) }) else {
        throw expected("a URL")
      }
      return url as? Value
    case is Decimal.Type:
      guard case .number(let text) = value, let decimal = Decimal(string: text) else {
        throw expected("a number")
      }
      return decimal as? Value
    default: return nil
    }
  }

  private func date(fromISO8601 text: String) -> Date? {
    let fractional = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    return (try? fractional.parse(text)) ?? (try? Date.ISO8601FormatStyle().parse(text))
  }

  private func expected(_ what: String) -> JSONError {
    JSONError("expected \(what), found \(value.kind)", at: codingPath)
  }
}

extension JSONValue {
  /// What this is, for messages. Short text is shown: it says more than its type.
  fileprivate nonisolated var kind: String {
    switch self {
    case .null: "null"
    case .bool(let bool): String(bool)
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

extension Character {
  fileprivate nonisolated var isNumberMark: Bool { self == "." || self == "e" || self == "E" }
}

extension JSONError {
  /// What the decoding code of a type itself reports, in our words.
  fileprivate nonisolated init(_ error: DecodingError) {
    switch error {
    case .keyNotFound(let key, let context):
      self.init("is missing", at: context.codingPath + [JSONName(key.stringValue)])
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      self.init(context.debugDescription, at: context.codingPath)
    @unknown default:
      self.init("\(error)")
    }
  }
}
