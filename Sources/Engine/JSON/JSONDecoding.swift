// Codable's reading side: from a tape to a value, with messages that say what was expected and what came.

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// One value of the tape, or a place where nothing is and the reading goes on nevertheless.
nonisolated struct JSONDecoding: Decoder, SingleValueDecodingContainer {
  let reading: JSONReading
  let place: JSONPlace

  init(_ reading: JSONReading, _ place: JSONPlace) {
    self.reading = reading
    self.place = place
  }

  var codingPath: [any CodingKey] { reading.path(to: place) }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  /// What is here; nil where nothing is.
  var part: JSONTape.Part? {
    if case .part(let index) = place { reading.tape.parts[index] } else { nil }
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .object = part else {
      try note(expected("an object"))
      return KeyedDecodingContainer(JSONKeyedDecoding(reading.unheard, place))
    }
    return KeyedDecodingContainer(JSONKeyedDecoding(reading, place))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    switch (place, part) {
    case (.part(let index), .array(let count, _)):
      return JSONUnkeyedDecoding(reading, place, first: index + 1, count: count)
    case (.part(let index), .string) where reading.readsText:
      return JSONUnkeyedDecoding(reading, place, first: index, count: 1)
    default:
      try note(expected("an array"))
      return JSONUnkeyedDecoding(reading.unheard, place, first: 0, count: 0)
    }
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  func decodeNil() -> Bool {
    switch part {
    case nil, .null: true
    case .string(let range): reading.readsText && range.isEmpty
    default: false
    }
  }

  func decode(_ type: Bool.Type) throws -> Bool {
    if case .bool(let bool) = part { return bool }
    switch spelled {
    case "true", "on": return true
    case "false": return false
    default: return try goOn(with: false, expected("true or false"))
    }
  }

  func decode(_ type: String.Type) throws -> String {
    try string ?? goOn(with: "", expected("a string"))
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
    if Self.foundationTypes.contains(ObjectIdentifier(type)) { return try foundationValue() }
    if reading.mistakes != nil, let cases = readableCases(of: type) {
      return try oneOf(cases)
    }
    do {
      let value = try type.init(from: self)
      // A type that asks for nothing does not notice that nothing is there.
      if case .missing = place { reading.mistakes?.note(expected("a value")) }
      return value
    } catch {
      return try goOn(behind: error)
    }
  }

  /// A number without a fraction that fits; `2.0` and `1e3` are such numbers too.
  private func integer<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
    guard let digits else { return try goOn(with: 0, expected("a whole number")) }
    if let number = Number(decimal: reading.tape.bytes[digits]) { return number }
    let text = reading.tape.text(digits)
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

  /// Where the digits of a number stand, also where text spells one and may do so.
  private var digits: Range<Int>? {
    switch part {
    case .number(let range): range
    case .string(let range) where spelled.map(JSONReader.isNumber) == true: range
    default: nil
    }
  }

  private var numberText: String? { digits.map(reading.tape.text) }

  private var string: String? {
    if case .string(let range) = part { reading.tape.text(range) } else { nil }
  }

  /// The text of a string, where text may count as what it spells.
  private var spelled: String? { reading.readsText ? string : nil }

  // MARK: What is rare
  //
  // These hold a `Value?`. To learn what that is costs as much as to read a number, so they are never made part of
  // `decode`, which would learn it for every value.

  /// The types whose own decoding is not what one expects of JSON.
  private static let foundationTypes: [ObjectIdentifier] = [
    ObjectIdentifier(Date.self), ObjectIdentifier(Data.self), ObjectIdentifier(URL.self),
    ObjectIdentifier(UUID.self), ObjectIdentifier(Decimal.self),
  ]

  @inline(never)
  private func foundationValue<Value: Decodable>() throws -> Value {
    let value: Any =
      switch Value.self {
      case is Date.Type:
        try string.flatMap(date(fromISO8601:))
          ?? goOn(
            with: Date(timeIntervalSince1970: 0),
            expected("a date like \"2026-01-31T12:00:00.000Z\""))
      case is Data.Type:
        try string.flatMap { Data(base64Encoded: $0) }
          ?? goOn(with: Data(), expected("bytes in base64"))
      case is URL.Type:
        try string.flatMap { URL(string: $0) }
          ?? goOn(with: URL(fileURLWithPath: "/"), expected("a URL"))
      case is UUID.Type:
        try string.flatMap { UUID(uuidString: $0) } ?? goOn(with: UUID(), expected("a UUID"))
      default:
        try numberText.flatMap { Decimal(string: $0) }
          ?? goOn(with: Decimal(), expected("a number"))
      }
    guard let value = value as? Value else { throw JSONCannotGoOn() }
    return value
  }

  /// An enum, of which a mistake may name all cases.
  @inline(never)
  private func oneOf<Value: Decodable>(_ cases: String) throws -> Value {
    do {
      return try Value(from: JSONDecoding(reading.strict, place))
    } catch {
      try note(expected(cases))
      guard let value = standIn(for: Value.self) else { throw JSONCannotGoOn() }
      return value
    }
  }

  private func date(fromISO8601 text: String) -> Date? {
    let fractional = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    return (try? fractional.parse(text)) ?? (try? Date.ISO8601FormatStyle().parse(text))
  }
}

extension FixedWidthInteger {
  /// The number that a text of digits is; nil where it does not fit, or is not written by digits alone.
  fileprivate nonisolated init?(decimal text: ArraySlice<UInt8>) {
    let isNegative = text.first == UInt8(ascii: "-")
    let digits = isNegative ? text.dropFirst() : text
    var (number, isTooLarge) = (0 as Self, false)
    for byte in digits {
      guard byte.isDigit else { return nil }
      let digit = Self(byte - UInt8(ascii: "0"))
      (number, isTooLarge) = number.multipliedReportingOverflow(by: 10)
      guard !isTooLarge else { return nil }
      (number, isTooLarge) =
        isNegative
        ? number.subtractingReportingOverflow(digit) : number.addingReportingOverflow(digit)
      guard !isTooLarge else { return nil }
    }
    self = number
  }
}

extension Character {
  fileprivate nonisolated var isNumberMark: Bool { self == "." || self == "e" || self == "E" }
}
