// The members of an object and the elements of an array, as Codable asks for them.

nonisolated struct JSONKeyedDecoding<Key: CodingKey>: KeyedDecodingContainerProtocol {
  private let reading: JSONReading
  private let place: JSONPlace
  /// Where the members of a large object are. To compare a handful of names is quicker than to hash one.
  private let members: [String: Int]?

  init(_ reading: JSONReading, _ place: JSONPlace) {
    self.reading = reading
    self.place = place
    if case .part(let index) = place, case .object(let count, _) = reading.tape.parts[index],
      count > 8
    {
      members = Dictionary(reading.tape.members(of: index)) { _, last in last }
    } else {
      members = nil
    }
  }

  var codingPath: [any CodingKey] { reading.path(to: place) }

  var allKeys: [Key] {
    guard case .part(let index) = place else { return [] }
    var seen: Set<String> = []
    return reading.tape.members(of: index).compactMap { member in
      seen.insert(member.name).inserted ? Key(stringValue: member.name) : nil
    }
  }

  func contains(_ key: Key) -> Bool { value(of: key.stringValue) != nil }

  /// The index of a member's value.
  private func value(of name: String) -> Int? {
    if let members { return members[name] }
    guard case .part(let index) = place else { return nil }
    return reading.tape.value(of: name, in: index)
  }

  /// The member as a place to decode from.
  private func member(_ key: some CodingKey) throws -> JSONDecoding {
    let name = key.stringValue
    if let index = value(of: name) { return JSONDecoding(reading, .part(index)) }
    guard reading.mistakes != nil else {
      throw JSONError("is missing", at: codingPath + [JSONName(name)])
    }
    return JSONDecoding(reading, .missing(JSONName(name), below: place))
  }

  func decodeNil(forKey key: Key) throws -> Bool { try member(key).decodeNil() }
  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try member(key).decode(type) }
  func decode(_ type: String.Type, forKey key: Key) throws -> String {
    try member(key).decode(type)
  }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
    try member(key).decode(type)
  }
  func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try member(key).decode(type) }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try member(key).decode(type) }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try member(key).decode(type) }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try member(key).decode(type) }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try member(key).decode(type) }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try member(key).decode(type) }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try member(key).decode(type) }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try member(key).decode(type) }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 {
    try member(key).decode(type)
  }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 {
    try member(key).decode(type)
  }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 {
    try member(key).decode(type)
  }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try member(key).decode(type)
  }

  func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
    guard contains(key), try !decodeNil(forKey: key) else { return nil }
    // Nil can stand in for whatever may be nil.
    do { return try decode(type, forKey: key) } catch is JSONCannotGoOn { return nil }
  }

  func nestedContainer<NestedKey: CodingKey>(keyedBy type: NestedKey.Type, forKey key: Key) throws
    -> KeyedDecodingContainer<NestedKey>
  {
    try member(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try member(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder { try member(JSONName("super")) }
  func superDecoder(forKey key: Key) throws -> any Decoder { try member(key) }
}

nonisolated struct JSONUnkeyedDecoding: UnkeyedDecodingContainer {
  private let reading: JSONReading
  private let place: JSONPlace
  /// The index of the element that is read next.
  private var next: Int
  private let elements: Int
  private(set) var currentIndex = 0

  init(_ reading: JSONReading, _ place: JSONPlace, first: Int, count: Int) {
    self.reading = reading
    self.place = place
    next = first
    elements = count
  }

  var codingPath: [any CodingKey] { reading.path(to: place) }
  var count: Int? { elements }
  var isAtEnd: Bool { currentIndex >= elements }

  /// The next element as a place to decode from.
  private func element() throws -> JSONDecoding {
    guard isAtEnd else { return JSONDecoding(reading, .part(next)) }
    let step = JSONIndex(currentIndex)
    guard reading.mistakes != nil else { throw JSONError("is missing", at: codingPath + [step]) }
    return JSONDecoding(reading, .missing(step, below: place))
  }

  private mutating func goOn() {
    if !isAtEnd { next = reading.tape.end(of: next) }
    currentIndex += 1
  }

  mutating func decodeNil() throws -> Bool {
    guard try element().decodeNil() else { return false }
    goOn()
    return true
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let value = try element().decode(type)
    goOn()
    return value
  }

  mutating func nestedContainer<NestedKey: CodingKey>(keyedBy type: NestedKey.Type) throws
    -> KeyedDecodingContainer<NestedKey>
  {
    let container = try element().container(keyedBy: type)
    goOn()
    return container
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    let container = try element().unkeyedContainer()
    goOn()
    return container
  }

  mutating func superDecoder() throws -> any Decoder {
    let decoder = try element()
    goOn()
    return decoder
  }
}
