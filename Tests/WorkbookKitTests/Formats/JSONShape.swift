// What a published format allows, as data: which fields there must be, which there may be, and what stands in them.

import Engine

/// The shape of a JSON value.
indirect enum JSONShape: Sendable {
  case text
  /// One of these.
  case word([String])
  /// At most so many characters.
  case short(Int)
  case number
  case integer
  case orNull(JSONShape)
  case list(JSONShape)
  /// Any names, all with values of one shape.
  case table(JSONShape)
  case object(required: [String: JSONShape], optional: [String: JSONShape] = [:])

  /// What is not as it should be, each with its place; empty where all is.
  func problems(in text: String) throws -> [String] {
    problems(in: try JSON.Text(Array(text.utf8)).value, "$")
  }

  private func problems(in value: JSONValue, _ place: String) -> [String] {
    switch (self, value) {
    case (.text, .string), (.number, .number), (.orNull, .null): return []
    case (.word(let words), .string(let word)) where words.contains(word): return []
    case (.short(let limit), .string(let text)) where text.unicodeScalars.count <= limit: return []
    case (.integer, .number(let number)) where Int(number) != nil: return []
    case (.orNull(let shape), _): return shape.problems(in: value, place)
    case (.list(let shape), .array(let values)):
      return values.enumerated().flatMap { shape.problems(in: $1, "\(place)[\($0)]") }
    case (.table(let shape), .object(let members)):
      return members.flatMap { shape.problems(in: $0.value, "\(place).\($0.key)") }
    case (.object(let required, let optional), .object(let members)):
      let missing = required.keys.filter { members[$0] == nil }.sorted()
      return missing.map { "\(place).\($0) is missing" }
        + members.flatMap { member in
          let shape = required[member.key] ?? optional[member.key]
          return shape?.problems(in: member.value, "\(place).\(member.key)")
            ?? ["\(place).\(member.key) is unknown"]
        }
    default: return ["\(place) is \(value), not \(self)"]
    }
  }
}
