// Predicates: does the value that was found hold? The judgement says in plain words what was expected, and what was there.

/// A predicate's verdict.
public struct Judgement: Sendable, Equatable {
  public var holds: Bool
  public var expected: String
  public var actual: String
  /// Where texts are compared: how many Unicode scalars of `actual` stand before the first that is not as expected.
  public var firstDifference: Int?
  /// What is to be said at that place.
  public var mark: String?
}

extension Judgement {
  /// A text that is not the one that was wanted.
  fileprivate static func different(_ text: String, _ wanted: String) -> Judgement {
    let kind = "text "
    let pair = ShownPair(expected: Array(wanted.utf8), actual: Array(text.utf8))
    return Judgement(
      holds: false, expected: kind + pair.expected, actual: kind + pair.actual,
      firstDifference: kind.count + pair.firstDifference)
  }
}

extension Predicate {
  /// Judges what a query found (nil: nothing).
  ///
  /// Nothing, and a value of a kind that the predicate cannot judge, fails it with and without `not`.
  func judge(
    _ found: Value?, negated: Bool, _ variables: inout ScriptVariables,
    file: (Template, inout ScriptVariables) throws(EvaluationError) -> [UInt8]
  ) throws(EvaluationError) -> Judgement {
    let (answer, expected, wanted) = try test(found, &variables, file)
    if !negated, answer == false, case .text(let text) = found {
      return missed(in: text, expected, wanted)
    }
    return Judgement(
      holds: answer.map { $0 != negated } ?? false,
      expected: negated ? Self.negated(expected) : expected,
      actual: found?.shown ?? "nothing")
  }

  /// A text in which something was looked for that is not there: helps to see where.
  private func missed(in text: String, _ expected: String, _ wanted: Value?) -> Judgement {
    switch (self, wanted) {
    case (.equals, .text(let wanted)): return .different(text, wanted)
    case (.startsWith, .text(let wanted)):
      return .beginningOtherwise(text, wanted, expected: expected)
    case (.contains, .text(let wanted)): return .lacking(text, wanted, expected: expected)
    case (.matches, _):
      let actual = "nothing that matches, in \(Value.text(text).shown)"
      return Judgement(holds: false, expected: expected, actual: actual)
    default: return Judgement(holds: false, expected: expected, actual: Value.text(text).shown)
    }
  }

  private static func negated(_ expected: String) -> String {
    let something = "something"
    return expected.hasPrefix(something)
      ? "nothing" + expected.dropFirst(something.count) : "not " + expected
  }

  private func test(
    _ found: Value?, _ variables: inout ScriptVariables,
    _ file: (Template, inout ScriptVariables) throws(EvaluationError) -> [UInt8]
  ) throws(EvaluationError) -> (answer: Bool?, expected: String, wanted: Value?) {
    switch self {
    case .exists: return (found != nil, "something", nil)
    case .matches(let pattern):
      let expression = try pattern.expression(&variables)
      guard case .text(let text) = found else {
        return (nil, "a text that matches \(pattern.shown)", nil)
      }
      return (text.contains(expression), "a text that matches \(pattern.shown)", nil)
    case .equals(let literal), .notEquals(let literal), .greater(let literal),
      .greaterOrEqual(let literal), .less(let literal), .lessOrEqual(let literal),
      .startsWith(let literal), .endsWith(let literal),
      .contains(let literal), .includes(let literal):
      let wanted = try literal.value(&variables, file)
      return (found.flatMap { compare($0, wanted) }, "\(verb)\(wanted.shown)", wanted)
    default:
      let (kind, test) = Self.kinds(self)
      return (found.flatMap(test), kind, nil)
    }
  }

  private var verb: String {
    switch self {
    case .notEquals: "other than "
    case .greater: "more than "
    case .greaterOrEqual: "at least "
    case .less: "less than "
    case .lessOrEqual: "at most "
    case .startsWith: "something that starts with "
    case .endsWith: "something that ends with "
    case .contains: "something that contains "
    case .includes: "a list that includes "
    default: ""
    }
  }

  /// Nil where the two cannot be compared.
  private func compare(_ found: Value, _ wanted: Value) -> Bool? {
    switch self {
    case .equals: found == wanted
    case .notEquals: found != wanted
    case .greater: found.compared(to: wanted).map { $0 > 0 }
    case .greaterOrEqual: found.compared(to: wanted).map { $0 >= 0 }
    case .less: found.compared(to: wanted).map { $0 < 0 }
    case .lessOrEqual: found.compared(to: wanted).map { $0 <= 0 }
    case .includes: found.elements?.contains(wanted)
    default: comparePart(found, wanted)
    }
  }

  /// Parts of texts and of bytes.
  private func comparePart(_ found: Value, _ wanted: Value) -> Bool? {
    switch (found, wanted) {
    case (.text(let text), .text(let part)): comparePart(Array(text.utf8), Array(part.utf8))
    case (.bytes(let bytes), .bytes(let part)): comparePart(bytes, part)
    case (.list(let list), _): isContains ? list.contains(wanted) : nil
    default: nil
    }
  }

  private func comparePart(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
    switch self {
    case .startsWith: bytes.starts(with: part)
    case .endsWith: bytes.reversed().starts(with: part.reversed())
    default: part.isEmpty || bytes.contains(part)
    }
  }

  private var isContains: Bool { if case .contains = self { true } else { false } }

  /// The family of `is…`: the kind in words, and the test.
  private static func kinds(_ predicate: Predicate) -> (String, (Value) -> Bool?) {
    switch predicate {
    case .isEmpty: ("something empty", \.isEmpty)
    case .isBoolean: ("true or false", { if case .bool = $0 { true } else { false } })
    case .isCollection:
      (
        "a list or an object",
        { if case .list = $0 { true } else if case .object = $0 { true } else { false } }
      )
    case .isDate: ("a date", { if case .date = $0 { true } else { false } })
    case .isFloat: ("a float", { if case .float = $0 { true } else { false } })
    case .isInteger: ("an integer", { if case .integer = $0 { true } else { false } })
    case .isNumber:
      (
        "a number",
        { if case .integer = $0 { true } else if case .float = $0 { true } else { false } }
      )
    case .isList: ("a list", { if case .list = $0 { true } else { false } })
    case .isObject: ("an object", { if case .object = $0 { true } else { false } })
    case .isString: ("a text", { if case .text = $0 { true } else { false } })
    case .isIsoDate:
      ("a date of the form 2026-11-21T08:49:37Z", { $0.text.map { isoSeconds($0) != nil } })
    case .isIpv4: ("an IPv4 address", { $0.text.map(isIPv4) })
    case .isIpv6: ("an IPv6 address", { $0.text.map(isIPv6) })
    default: ("a UUID", { $0.text.map(isUUID) })
    }
  }
}

extension Pattern {
  fileprivate var shown: String {
    switch self {
    case .literal(let literal): "/\(literal)/"
    case .template(let template): "/\(template.source)/"
    }
  }
}

extension Template {
  /// The template as it stood in the script.
  var source: String {
    parts.map {
      if case .placeholder(let name, _) = $0 {
        "{{\(name)}}"
      } else if case .text(let text) = $0 {
        text
      } else {
        ""
      }
    }
    .joined()
  }
}

extension Literal {
  func value(
    _ variables: inout ScriptVariables,
    _ file: (Template, inout ScriptVariables) throws(EvaluationError) -> [UInt8]
  ) throws(EvaluationError) -> Value {
    switch self {
    case .null: .null
    case .bool(let flag): .bool(flag)
    case .integer(let number): .integer(number)
    case .float(let number): .float(number)
    case .text(let template): .text(try variables.fill(template))
    case .variable(let name): try variables.value(of: name)
    case .bytes(let bytes): .bytes(bytes)
    case .regex(let text): .text(text)
    case .file(let name): .bytes(try file(name, &variables))
    }
  }
}

extension Value {
  fileprivate var elements: [Value]? { if case .list(let list) = self { list } else { nil } }
  fileprivate var text: String? { if case .text(let text) = self { text } else { nil } }
  fileprivate var isEmpty: Bool? {
    switch self {
    case .text(let text): text.isEmpty
    case .bytes(let bytes): bytes.isEmpty
    case .list(let list): list.isEmpty
    case .object(let members): members.isEmpty
    default: nil
    }
  }
}
