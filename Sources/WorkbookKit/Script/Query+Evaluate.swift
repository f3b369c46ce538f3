// Queries: what they find in an answer.

/// An answer and what is known about it when it is judged.
struct Evidence {
  var response: WireResponse
  /// The URL of the last request, after redirects.
  var url: String
  /// The addresses that redirects led to.
  var redirects: [String] = []
}

extension Query {
  /// What the query finds; nil if nothing.
  func evaluate(_ evidence: Evidence, _ variables: inout ScriptVariables) throws(EvaluationError)
    -> Value?
  {
    let response = evidence.response
    switch self {
    case .status: return .integer(Int64(response.status))
    case .version: return .text(response.version)
    case .url: return .text(evidence.url)
    case .redirects: return .list(evidence.redirects.map { .text($0) })
    case .duration: return .integer(Int64(response.duration / .milliseconds(1)))
    case .body: return .text(try response.text())
    case .bytes, .rawBytes: return .bytes(response.body)
    case .variable(let name): return variables[name]
    case .header(let name):
      return single(response.values(of: try variables.fill(name)).map { .text($0) })
    case .cookie(let name, let attribute):
      return Self.cookie(try variables.fill(name), attribute ?? "Value", response)
    case .jsonPath(let path):
      return try JSONPathParser.parse(try variables.fill(path)).evaluate(
        try JSONText.parse(response.body))
    case .regex(let pattern):
      return try pattern.firstGroup(in: try response.text(), &variables).map { .text($0) }
    }
  }

  /// None: nothing; one: itself; several: a list.
  private func single(_ values: [Value]) -> Value? {
    values.count > 1 ? .list(values) : values.first
  }

  /// The value or an attribute of the cookie that the answer sets; of two with one name the last.
  private static func cookie(_ name: String, _ attribute: String, _ response: WireResponse)
    -> Value?
  {
    for field in response.values(of: "Set-Cookie").reversed() {
      let parts = field.split(separator: ";", omittingEmptySubsequences: false).map(pair)
      guard let first = parts.first, first.name == name else { continue }
      if attribute == "Value" { return .text(first.value ?? "") }
      guard
        let found = parts.dropFirst().last(where: { $0.name.lowercased() == attribute.lowercased() }
        )
      else { return nil }
      if attribute == "Max-Age", let seconds = found.value.flatMap({ Int64($0) }) {
        return .integer(seconds)
      }
      return found.value.map { .text($0) } ?? .bool(true)
    }
    return nil
  }

  private static func pair(_ text: Substring) -> (name: String, value: String?) {
    let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = halves[0].trimmingPrefix { $0 == " " }
    return (String(name), halves.count > 1 ? String(halves[1]) : nil)
  }
}

extension WireResponse {
  /// The body as text.
  func text() throws(EvaluationError) -> String {
    guard let text = String(validating: body, as: UTF8.self) else {
      throw EvaluationError("the body is no UTF-8 text")
    }
    return text
  }
}

extension Pattern {
  func expression(_ variables: inout ScriptVariables) throws(EvaluationError) -> Regex<
    AnyRegexOutput
  > {
    let text =
      switch self {
      case .literal(let literal): literal
      case .template(let template): try variables.fill(template)
      }
    // Scalar by scalar, so that the two characters of a line end are two.
    do { return try Regex(text).matchingSemantics(.unicodeScalar) } catch {
      throw EvaluationError("\"\(text)\" is no regular expression")
    }
  }

  /// What the expression's first group finds.
  func firstGroup(in text: String, _ variables: inout ScriptVariables) throws(EvaluationError)
    -> String?
  {
    guard let match = text.firstMatch(of: try expression(&variables)) else { return nil }
    guard match.output.count > 1 else {
      throw EvaluationError("the expression has no group in parentheses to capture")
    }
    return match.output[1].substring.map { String($0) }
  }
}
