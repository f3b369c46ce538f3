// JSON as a tree, for whoever looks at a text without a type for it, or builds one up.

/// A JSON text as a tree. Numbers stay text until somebody asks for a type: so none of their digits is lost.
///
/// ```swift
/// let text = try JSON.Text(Array(#"{"tags":["new"]}"#.utf8))
/// if case .object(let members) = text.value { print(members["tags"] ?? .null) }
/// ```
public nonisolated enum JSONValue: Equatable, Sendable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  /// As JSON writes it, for messages: short, and nothing of what is in arrays and objects.
  public var shown: String {
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

nonisolated extension JSONTape {
  /// A part, and all that is in it, as a tree.
  func value(at index: Int) -> JSONValue {
    switch parts[index] {
    case .null: .null
    case .bool(let bool): .bool(bool)
    case .number(let range): .number(text(range))
    case .string(let range): .string(text(range))
    case .array: .array(elements(of: index).map(value))
    case .object:
      .object(
        JSONObject(
          members(of: index).map { JSONObject.Member(key: $0.name, value: value(at: $0.value)) }))
    }
  }

  /// A tree laid flat.
  init(_ value: JSONValue) {
    self.init(bytes: [], parts: [])
    append(value)
  }

  private mutating func append(_ value: JSONValue) {
    let place = parts.count
    switch value {
    case .null: parts.append(.null)
    case .bool(let bool): parts.append(.bool(bool))
    case .number(let text): parts.append(.number(keep(text)))
    case .string(let text): parts.append(.string(keep(text)))
    case .array(let elements):
      parts.append(.null)
      for element in elements { append(element) }
      parts[place] = .array(count: elements.count, end: parts.count)
    case .object(let members):
      parts.append(.null)
      for member in members {
        parts.append(.string(keep(member.key)))
        append(member.value)
      }
      parts[place] = .object(count: members.count, end: parts.count)
    }
  }

  private mutating func keep(_ text: String) -> Range<Int> {
    let start = bytes.count
    bytes += text.utf8
    return start..<bytes.count
  }
}
