// Header fields: a list of names and values in the order in which they were sent or set.
//
// A list rather than a dictionary, because order can matter within a name, some names may come twice, and a message
// has a dozen fields: looking through a dozen short names is as quick as hashing one.

/// The header fields of a message; names compare without regard to case.
///
/// ```swift
/// var headers: Headers = ["Content-Type": "text/plain"]
/// headers["content-type"]             // "text/plain"
/// headers.append("Vary", "Accept")
/// ```
///
/// Source: RFC 9110 section 5. Node: `request.headers`, `request.rawHeaders`
public nonisolated struct Headers: Sendable, Equatable, ExpressibleByDictionaryLiteral, Sequence {
  /// One field, spelled as it was sent or set.
  public struct Field: Sendable, Equatable {
    public var name: String
    public var value: String
  }

  /// All fields, in order.
  public private(set) var fields: [Field] = []

  public init() {}

  /// A list of fields; a name may stand in it twice.
  public init(dictionaryLiteral elements: (String, String)...) {
    fields = elements.map { Field(name: $0.0, value: $0.1) }
  }

  init(fields: [Field]) { self.fields = fields }

  /// The value of a name, or nil. Repeated fields read as one list, joined by `, ` (`Cookie` by `; `); `Set-Cookie`
  /// cannot be joined, so it gives the first: use `values(of:)`. Setting replaces all of them; nil removes.
  public subscript(name: String) -> String? {
    get {
      guard let first = fields.firstIndex(where: { $0.name.equalsIgnoringCase(name) }) else {
        return nil
      }
      let rest = fields[(first + 1)...].lazy.filter { $0.name.equalsIgnoringCase(name) }
      if rest.isEmpty || name.equalsIgnoringCase("Set-Cookie") { return fields[first].value }
      let separator = name.equalsIgnoringCase("Cookie") ? "; " : ", "
      return rest.reduce(fields[first].value) { $0 + separator + $1.value }
    }
    set {
      guard let newValue else { return fields.removeAll { $0.name.equalsIgnoringCase(name) } }
      guard let first = fields.firstIndex(where: { $0.name.equalsIgnoringCase(name) }) else {
        return fields.append(Field(name: name, value: newValue))
      }
      fields[first].value = newValue
      let rest = fields[(first + 1)...]
      if rest.contains(where: { $0.name.equalsIgnoringCase(name) }) {
        fields = fields[...first] + rest.filter { !$0.name.equalsIgnoringCase(name) }
      }
    }
  }

  /// Adds a field, also where the name is there already.
  public mutating func append(_ name: String, _ value: String) {
    fields.append(Field(name: name, value: value))
  }

  /// The values of a name, one for each field that has it.
  public func values(of name: String) -> [String] {
    fields.filter { $0.name.equalsIgnoringCase(name) }.map(\.value)
  }

  /// Whether a field of that name is there.
  public func contains(_ name: String) -> Bool {
    fields.contains { $0.name.equalsIgnoringCase(name) }
  }

  public func makeIterator() -> some IteratorProtocol<(name: String, value: String)> {
    fields.lazy.map { (name: $0.name, value: $0.value) }.makeIterator()
  }
}

extension StringProtocol {
  /// The elements of this field value, a comma-separated list, without the spaces around them; empty ones do not count.
  /// Bytes are looked at, not characters: an accent behind a comma does not hide it.
  ///
  /// Source: RFC 9110 section 5.6.1
  nonisolated var listElements: [SubSequence] {
    var elements: [SubSequence] = []
    var start = startIndex
    while true {
      let end = utf8[start...].firstIndex(of: UInt8(ascii: ",")) ?? endIndex
      let element = self[start..<end].trimmingSpaces
      if !element.isEmpty { elements.append(self[element.startIndex..<element.endIndex]) }
      guard end < endIndex else { return elements }
      start = utf8.index(after: end)
    }
  }

  /// Whether this field value, a comma-separated list, names a token: `Connection: close, upgrade`.
  nonisolated func namesToken(_ token: String) -> Bool {
    listElements.contains { $0.equalsIgnoringCase(token) }
  }
}
