// Codable's reading side: from a tree to a value, with messages that say what was expected and what came.

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// One value of the tree, and the way to it. The value is nil where nothing is and the reading goes on nevertheless.
nonisolated struct JSONDecoding: Decoder, SingleValueDecodingContainer {
  let value: JSONValue?
  let place: JSONPlace
  let way: JSONWay
  var codingPath: [any CodingKey] { place.path }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  init(_ value: JSONValue?, at place: JSONPlace, _ way: JSONWay) {
    self.value = value
    self.place = place
    self.way = way
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    var (members, way) = (JSONObject(), way)
    if case .object(let found) = value {
      members = found
    } else {
      try note(expected("an object"))
      way = way.unheard
    }
    return KeyedDecodingContainer(JSONKeyedDecoding(members, at: codingPath, way))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    var (elements, way) = ([] as [JSONValue], way)
    switch value {
    case .array(let found): elements = found
    case .string where way.readsText: elements = value.map { [$0] } ?? []
    default:
      try note(expected("an array"))
      way = way.unheard
    }
    return JSONUnkeyedDecoding(elements, at: codingPath, way)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  func decodeNil() -> Bool {
    value == nil || value == .null || (way.readsText && value == .string(""))
  }

  func decode(_ type: Bool.Type) throws -> Bool {
    switch value {
    case .bool(let bool): return bool
    case .string("true") where way.readsText, .string("on") where way.readsText: return true
    case .string("false") where way.readsText: return false
    default: return try goOn(with: false, expected("true or false"))
    }
  }

  func decode(_ type: String.Type) throws -> String {
    guard case .string(let text) = value else { return try goOn(with: "", expected("a string")) }
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
    if way.mistakes != nil, let cases = readableCases(of: type) {
      return try decode(type, oneOf: cases)
    }
    do {
      let value = try type.init(from: self)
      // A type that asks for nothing does not notice that nothing is there.
      if self.value == nil { way.mistakes?.note(expected("a value")) }
      return value
    } catch let error as DecodingError {
      return try goOn(error, type)
    } catch let error as JSONCannotGoOn {
      guard let value = standIn(for: type) else { throw error }
      return value
    }
  }

  /// An enum, of which a mistake may name all cases.
  private func decode<Value: Decodable>(_ type: Value.Type, oneOf cases: String) throws -> Value {
    do {
      return try type.init(
        from: JSONDecoding(value, at: place, JSONWay(readsText: way.readsText)))
    } catch {
      try note(expected(cases))
      guard let value = standIn(for: type) else { throw JSONCannotGoOn() }
      return value
    }
  }

  /// A number without a fraction that fits; `2.0` and `1e3` are such numbers too.
  private func integer<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
    guard let text = numberText else { return try goOn(with: 0, expected("a whole number")) }
    if let number = Number(text) { return number }
    if let number = Double(text).flatMap({ Number(exactly: $0) }),
      text.contains(where: \.isNumberMark)
    {
      return number
    }
    let range = "a whole number from \(Number.min) to \(Number.max)"
    return try goOn(with: 0, expected(range, "expected \(range), found \(text)"))
  }

  private func floating<Number: BinaryFloatingPoint & LosslessStringConvertible>(
    _ type: Number.Type
  )
    throws -> Number
  {
    guard let text = numberText else { return try goOn(with: 0, expected("a number")) }
    guard let number = Number(text), number.isFinite else {
      return try goOn(
        with: 0, expected("a smaller number", "the number \(text) is too large"))
    }
    return number
  }

  /// The digits of a number, also where text spells one and may do so.
  private var numberText: String? {
    switch value {
    case .number(let text): text
    case .string(let text) where way.readsText && JSONReader.isNumber(text): text
    default: nil
    }
  }

  /// The types whose own decoding is not what one expects of JSON; nil for all others.
  private func foundationValue<Value: Decodable>(_ type: Value.Type) throws -> Value? {
    let text: String? = if case .string(let text) = value { text } else { nil }
    switch type {
    case is Date.Type:
      let date =
        try text.flatMap(date(fromISO8601:))
        ?? goOn(
          with: Date(timeIntervalSince1970: 0), expected("a date like \"2026-01-31T12:00:00.000Z\"")
        )
      return date as? Value
    case is Data.Type:
      let data =
        try text.flatMap { Data(base64Encoded: $0) }
        ?? goOn(
          with: Data(), expected("bytes in base64"))
      return data as? Value
    case is URL.Type:
      let url =
        try text.flatMap { URL(string: $0) }
        ?? goOn(
          with: URL(fileURLWithPath: "/"), expected("a URL"))
      return url as? Value
    case is UUID.Type:
      let id = try text.flatMap { UUID(uuidString: $0) } ?? goOn(with: UUID(), expected("a UUID"))
      return id as? Value
    case is Decimal.Type:
      let number =
        try numberText.flatMap { Decimal(string: $0) }
        ?? goOn(
          with: Decimal(), expected("a number"))
      return number as? Value
    default: return nil
    }
  }

  private func date(fromISO8601 text: String) -> Date? {
    let fractional = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    return (try? fractional.parse(text)) ?? (try? Date.ISO8601FormatStyle().parse(text))
  }

  // MARK: Mistakes

  /// Ends the reading with a mistake, or notes it where the reading is to go on.
  private func note(_ mistake: JSONError) throws {
    guard let mistakes = way.mistakes else { throw mistake }
    // Only a type that holds itself without end gets so deep, with what stands in for it.
    guard codingPath.count <= JSON.maximumDepth else { throw JSONCannotGoOn() }
    mistakes.note(mistake)
  }

  /// Notes a mistake, and gives what stands in.
  private func goOn<Value>(with standIn: Value, _ mistake: JSONError) throws -> Value {
    try note(mistake)
    return standIn
  }

  /// A type's own code found a mistake.
  private func goOn<Value>(_ error: DecodingError, _ type: Value.Type) throws -> Value {
    guard let mistakes = way.mistakes else { throw JSONError(error, found: value) }
    mistakes.note(JSONError(error, found: value))
    guard let value = standIn(for: type) else { throw JSONCannotGoOn() }
    return value
  }

  private func expected(_ what: String, _ reason: String? = nil) -> JSONError {
    guard let value else {
      return JSONError("is missing", at: codingPath, expected: what, found: "nothing")
    }
    let kind = way.readsText ? value.shown : value.kind
    return JSONError(
      reason ?? "expected \(what), found \(kind)", at: codingPath, expected: what,
      found: value.shown)
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
  fileprivate nonisolated init(_ error: DecodingError, found: JSONValue?) {
    switch error {
    case .keyNotFound(let key, let context):
      self.init(
        "is missing", at: context.codingPath + [JSONName(key.stringValue)], found: "nothing")
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      self.init(
        context.debugDescription, at: context.codingPath, found: found?.shown)
    @unknown default:
      self.init("\(error)")
    }
  }
}
