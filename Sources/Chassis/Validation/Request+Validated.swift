// A value that is as it should be in every field, or an answer that names every field that is not.

/// Where a value comes from.
public nonisolated enum ValidationSource: Sendable {
  /// The body, as `json()`, `urlencoded()` or `multipart()` has read it.
  case body
  /// What stands behind the "?".
  case query
  /// The named parts of the path.
  case parameters
}

extension Request {
  /// The body, the query or the parameters as a value, with all that is wrong in it found at once.
  ///
  /// ```swift
  /// let user = try request.validated(as: User.self) { check in
  ///   check("name", \.name, "1 to 50 characters") { (1...50).contains($0.count) }
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - source: the body unless another one is given.
  ///   - type: what is expected. An enum that is `CaseIterable` has its cases named to the client; one that is not ends
  ///     the search where it is wrong.
  ///   - rules: what is expected besides the types.
  ///
  /// Throws `ValidationError`, answered 422, with every field that is missing, of another type, or against a rule; for
  /// the body also what `body(as:)` throws where there is none to look at.
  ///
  /// Express: `express-validator`
  public func validated<Value: Decodable>(
    _ source: ValidationSource = .body, as type: Value.Type,
    _ rules: (inout Checks<Value>) throws -> Void = { _ in }
  ) throws -> Value {
    let (text, isForm) = try text(of: source)
    var (value, mistakes): (Value?, [JSONError])
    do { (value, mistakes) = (try text.decode(type, readingText: isForm), []) } catch {
      // A type that tries several readings makes mistakes on its way; only where all failed are they looked for.
      (value, mistakes) = text.mistakes(as: type, readingText: isForm)
      if mistakes.isEmpty, let error = error as? JSONError { mistakes = [error] }
      guard !mistakes.isEmpty else { throw error }
    }
    var checks = Checks(value, text, mistakes)
    try rules(&checks)
    guard checks.problems.isEmpty, let value else { throw ValidationError(checks.problems) }
    return value
  }

  private func text(of source: ValidationSource) throws -> (text: JSON.Text, isForm: Bool) {
    switch source {
    case .body: return try readBody()
    case .query: return (JSON.Text(query.tree), true)
    case .parameters:
      let values = params.map { JSONObject.Member(key: $0.name, value: .string($0.value)) }
      return (JSON.Text(.object(JSONObject(values))), true)
    }
  }
}
