// A JSON text as the list of its parts, in the order in which the text has them. It is a tree that lies flat: an array or
// an object is followed by all that is in it, and knows where that ends. To make one takes a single list however many
// values there are, and a type that is read from it looks only at what it asks for.

nonisolated struct JSONTape: Sendable {
  /// One value, or the name of a member. Numbers and strings say where their text stands in `bytes`.
  enum Part: Sendable {
    case null
    case bool(Bool)
    case number(Range<Int>)
    case string(Range<Int>)
    /// Its elements follow. `end` is the index of the part behind them.
    case array(count: Int, end: Int)
    /// Its members follow, each a name and a value.
    case object(count: Int, end: Int)
  }

  /// The text, and behind it the strings of the text that had to be freed of escapes.
  var bytes: [UInt8]
  var parts: [Part]

  /// The first part is the whole value.
  static let root = 0

  func text(_ range: Range<Int>) -> String {
    bytes.span.extracting(range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }

  /// The text of a part that is a string; nil for any other.
  func string(at index: Int) -> String? {
    if case .string(let range) = parts[index] { text(range) } else { nil }
  }

  /// The index of what follows a part and all that is in it.
  func end(of index: Int) -> Int {
    switch parts[index] {
    case .array(_, let end), .object(_, let end): end
    default: index + 1
    }
  }

  /// The index of the value that an object has for a name; of a name that stands twice, the last.
  func value(of name: String, in object: Int) -> Int? {
    guard case .object(_, let end) = parts[object] else { return nil }
    var name = name
    return name.withUTF8 { name in
      var (found, index) = (nil as Int?, object + 1)
      while index < end {
        if case .string(let range) = parts[index], isText(name, at: range) { found = index + 1 }
        index = self.end(of: index + 1)
      }
      return found
    }
  }

  private func isText(_ text: UnsafeBufferPointer<UInt8>, at range: Range<Int>) -> Bool {
    guard range.count == text.count else { return false }
    for offset in 0..<text.count where bytes[range.lowerBound + offset] != text[offset] {
      return false
    }
    return true
  }

  /// The names of an object's members, each with the index of its value.
  func members(of object: Int) -> [(name: String, value: Int)] {
    guard case .object(let count, let end) = parts[object] else { return [] }
    var members: [(String, Int)] = []
    members.reserveCapacity(count)
    var index = object + 1
    while index < end {
      members.append((string(at: index) ?? "", index + 1))
      index = self.end(of: index + 1)
    }
    return members
  }

  /// The indices of an array's elements.
  func elements(of array: Int) -> [Int] {
    guard case .array(let count, let end) = parts[array] else { return [] }
    var elements: [Int] = []
    elements.reserveCapacity(count)
    var index = array + 1
    while index < end {
      elements.append(index)
      index = self.end(of: index)
    }
    return elements
  }

  /// The steps from the whole to a part.
  func path(to part: Int) -> [any CodingKey] {
    var path: [any CodingKey] = []
    var index = Self.root
    while index < part {
      switch parts[index] {
      case .array:
        let elements = elements(of: index)
        let place = elements.lastIndex { $0 <= part } ?? 0
        path.append(JSONIndex(place))
        index = elements[place]
      case .object:
        guard let member = members(of: index).last(where: { $0.value <= part }) else { return path }
        path.append(JSONName(member.name))
        index = member.value
      default: return path
      }
    }
    return path
  }
}
