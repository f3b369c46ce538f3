// JSONPath: which part of a JSON value is meant. A plain value, made by `JSONPathParser`, applied here.

/// A parsed path: `$.users[0].name`
struct JSONPath: Equatable, Sendable {
  indirect enum Step: Equatable, Sendable {
    case name(String)
    case index(Int)
    case all
    case slice(from: Int?, to: Int?)
    case union([Step])
    /// `..`: the next step at every depth.
    case descend(Step)
    case filter([Condition])
  }

  /// `@.price < 10`; without comparison: the name must be there. Several conditions must all hold.
  struct Condition: Equatable, Sendable {
    var names: [String]
    var comparison: String?
    var value: Value?
  }

  var steps: [Step]

  /// Whether it can only ever find one value; then that value is the result, and not a list.
  var isDefinite: Bool {
    steps.allSatisfy {
      switch $0 {
      case .name, .index: true
      default: false
      }
    }
  }

  /// What the path finds; nil if nothing. A path that may find several gives a list, which may be empty.
  func evaluate(_ value: Value) -> Value? {
    let found = steps.reduce([value]) { found, step in found.flatMap { Self.apply(step, to: $0) } }
    if isDefinite { return found.first }
    return .list(found)
  }

  private static func apply(_ step: Step, to value: Value) -> [Value] {
    switch step {
    case .name(let name): return member(name, of: value).map { [$0] } ?? []
    case .index(let index): return element(index, of: value).map { [$0] } ?? []
    case .all: return children(of: value)
    case .union(let steps): return steps.flatMap { apply($0, to: value) }
    case .descend(let step): return everyDepth(value).flatMap { apply(step, to: $0) }
    case .filter(let conditions):
      return children(of: value).filter { child in conditions.allSatisfy { holds($0, child) } }
    case .slice(let from, let to):
      guard case .list(let elements) = value else { return [] }
      let start = bounded(from ?? 0, elements.count)
      let end = bounded(to ?? elements.count, elements.count)
      return start < end ? Array(elements[start..<end]) : []
    }
  }

  private static func bounded(_ index: Int, _ count: Int) -> Int {
    max(0, min(count, index < 0 ? count + index : index))
  }

  private static func member(_ name: String, of value: Value) -> Value? {
    guard case .object(let members) = value else { return nil }
    return members.first { $0.name == name }?.value
  }

  private static func element(_ index: Int, of value: Value) -> Value? {
    guard case .list(let elements) = value else { return nil }
    let place = index < 0 ? elements.count + index : index
    return elements.indices.contains(place) ? elements[place] : nil
  }

  private static func children(of value: Value) -> [Value] {
    switch value {
    case .list(let elements): elements
    case .object(let members): members.map(\.value)
    default: []
    }
  }

  private static func everyDepth(_ value: Value) -> [Value] {
    [value] + children(of: value).flatMap(everyDepth)
  }

  private static func holds(_ condition: Condition, _ value: Value) -> Bool {
    var found: Value? = value
    for name in condition.names { found = found.flatMap { member(name, of: $0) } }
    guard let comparison = condition.comparison, let wanted = condition.value else {
      return found != nil
    }
    guard let found else { return false }
    switch comparison {
    case "==": return found == wanted
    case "!=": return found != wanted
    default: return ordered(found, comparison, wanted)
    }
  }

  private static func ordered(_ left: Value, _ comparison: String, _ right: Value) -> Bool {
    guard let order = left.compared(to: right) else { return false }
    switch comparison {
    case "<": return order < 0
    case "<=": return order <= 0
    case ">": return order > 0
    default: return order >= 0
    }
  }
}

extension Value {
  /// -1, 0 or 1 for values that have an order; nil for those that have none.
  func compared(to other: Value) -> Int? {
    switch (self, other) {
    case (.text(let left), .text(let right)): order(left, right)
    case (.date(let left), .date(let right)): order(left, right)
    case (.integer(let left), .integer(let right)): order(left, right)
    default:
      if let left = number, let right = other.number { order(left, right) } else { nil }
    }
  }

  private func order<T: Comparable>(_ left: T, _ right: T) -> Int {
    left < right ? -1 : left == right ? 0 : 1
  }

  private var number: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .float(let number): number
    default: nil
    }
  }
}
