// The members of an object, in the order in which the text has them. Most objects have a handful: to compare a handful of
// names is quicker than to hash one, so only what has more gets a dictionary.

/// The members of a JSON object: values by name.
///
/// ```swift
/// let text = try JSON.Text(Array(#"{"id":1,"name":"Rahul"}"#.utf8))
/// if case .object(let members) = text.value { print(members["name"] ?? .null) }    // string("Rahul")
/// ```
///
/// Two are equal that have the same members, in whatever order.
public nonisolated struct JSONObject: Sendable, Equatable, Sequence, ExpressibleByDictionaryLiteral
{
  public struct Member: Sendable {
    public let key: String
    public fileprivate(set) var value: JSONValue

    public init(key: String, value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  private var members: [Member] = []
  /// Where the members of a large object are.
  private var places: [String: Int] = [:]
  private static let handful = 8

  public init() {}

  public init(dictionaryLiteral members: (String, JSONValue)...) {
    for (name, value) in members { self[name] = value }
  }

  /// Of members with the same name the last one counts.
  public init(_ members: some Sequence<Member>) {
    for member in members { self[member.key] = member.value }
  }

  public var count: Int { members.count }

  /// The value of a name, nil where there is none. Setting nil removes it.
  public subscript(name: String) -> JSONValue? {
    get { place(of: name).map { members[$0].value } }
    set {
      switch (place(of: name), newValue) {
      case (let place?, let value?): members[place].value = value
      case (nil, let value?): append(name, value)
      case (let place?, nil):
        members.remove(at: place)
        places = [:]
        if members.count > Self.handful { findPlaces() }
      case (nil, nil): break
      }
    }
  }

  public func makeIterator() -> IndexingIterator<[Member]> { members.makeIterator() }

  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.count == right.count && left.allSatisfy { right[$0.key] == $0.value }
  }

  private func place(of name: String) -> Int? {
    places.isEmpty ? members.firstIndex { $0.key == name } : places[name]
  }

  private mutating func append(_ name: String, _ value: JSONValue) {
    if members.isEmpty { members.reserveCapacity(4) }
    members.append(Member(key: name, value: value))
    if !places.isEmpty {
      places[name] = members.count - 1
    } else if members.count > Self.handful {
      findPlaces()
    }
  }

  private mutating func findPlaces() {
    for (place, member) in members.enumerated() { places[member.key] = place }
  }
}
