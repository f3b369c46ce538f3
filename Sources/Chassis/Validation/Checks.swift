// The rules that a program has for a value besides its type: 18 or more, at most 50 characters, an end behind its start.
//
// A rule for one field is asked wherever that field has the right type, also where other fields are wrong: so all that is
// wrong comes out at once. A rule for several fields needs all of them, and waits until the types are right.

/// Takes the rules for a value.
///
/// ```swift
/// struct SignUp: Codable { var name: String, age: Int, nickname: String? }
/// let signUp = try request.validated(as: SignUp.self) { check in
///   check("name", \.name, "1 to 50 characters") { (1...50).contains($0.count) }
///   check("age", \.age, "18 or more") { $0 >= 18 }
///   check("nickname", ifPresent: \.nickname, "letters") { $0.allSatisfy(\.isLetter) }
///   check.that("nickname", "another name than the first") { $0.nickname != $0.name }
/// }
/// ```
///
/// Express: the chains of `express-validator`
public struct Checks<Value> {
  private let value: Value?
  private let text: JSON.Text
  /// What was sent, as a tree: needed only to tell of a mistake.
  private lazy var tree = text.value
  /// How many of the problems are those of types, which come first.
  private let mistakes: [JSONError]
  private(set) var problems: [ValidationError.Problem]

  init(_ value: Value?, _ text: JSON.Text, _ mistakes: [JSONError]) {
    self.value = value
    self.text = text
    self.mistakes = mistakes
    problems = []
    for mistake in mistakes {
      problems.append(
        ValidationError.Problem(
          field: mistake.place, expected: mistake.expected ?? mistake.reason,
          found: mistake.found ?? tree.shown(at: mistake.place)))
    }
  }

  /// A rule for one field.
  ///
  /// - Parameters:
  ///   - field: the name that the client knows: `age`, `address.city`.
  ///   - path: where it is in the value.
  ///   - expected: what the rule wants, in words that go on behind "expected": `18 or more`.
  ///   - isRight: the rule.
  public mutating func callAsFunction<Field>(
    _ field: String, _ path: KeyPath<Value, Field>, _ expected: String,
    _ isRight: (Field) throws -> Bool
  ) rethrows {
    guard let value, !isMistaken(field) else { return }
    if try !isRight(value[keyPath: path]) { add(field, expected) }
  }

  /// A rule for one field that may be absent; it is asked only where the field is there.
  public mutating func callAsFunction<Field>(
    _ field: String, ifPresent path: KeyPath<Value, Field?>, _ expected: String,
    _ isRight: (Field) throws -> Bool
  ) rethrows {
    guard let value, !isMistaken(field), let content = value[keyPath: path] else { return }
    if try !isRight(content) { add(field, expected) }
  }

  /// A rule for several fields, told to the client as one of them. It is asked where all types are right.
  public mutating func that(
    _ field: String, _ expected: String, _ isRight: (Value) throws -> Bool
  ) rethrows {
    guard let value, mistakes.isEmpty else { return }
    if try !isRight(value) { add(field, expected) }
  }

  private mutating func add(_ field: String, _ expected: String) {
    problems.append(.init(field: field, expected: expected, found: tree.shown(at: field)))
  }

  /// Whether the field, a part of it, or what it is a part of, has no right type: then something only stands in for it.
  private func isMistaken(_ field: String) -> Bool {
    mistakes.contains { mistake in
      mistake.place.isPlace(in: field) || field.isPlace(in: mistake.place)
    }
  }
}

extension String {
  /// Whether this is the place of another one, or a part of it: `emails[1]` is in `emails`.
  fileprivate nonisolated func isPlace(in outer: String) -> Bool {
    guard hasPrefix(outer) else { return false }
    let next = dropFirst(outer.count).first
    return next == nil || next == "." || next == "[" || outer.isEmpty
  }
}

extension JSONValue {
  /// What is at a place such as `users[2].email`, for messages.
  fileprivate nonisolated func shown(at place: String) -> String {
    var found: JSONValue? = self
    for step in place.split(whereSeparator: { $0 == "." || $0 == "[" }) {
      switch found {
      case .object(let members): found = members[String(step)]
      case .array(let elements):
        let index = Int(step.dropLast()) ?? -1
        found = elements.indices.contains(index) ? elements[index] : nil
      default: found = nil
      }
    }
    return found?.shown ?? "nothing"
  }
}
