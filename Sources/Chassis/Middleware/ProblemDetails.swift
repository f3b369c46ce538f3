// Errors as JSON of one shape, which programs can read: RFC 9457.
//
//     {"title":"Unprocessable Entity","status":422,"detail":"age: expected a whole number, found \"x\"",
//      "code":"validation.failed","errors":[{"field":"age","expected":"a whole number","found":"\"x\""}]}
//
// It changes how errors are written that nobody answered, and nothing else: `onError` is asked before, the log has its
// lines, and of a 5xx the client learns the phrase alone.

/// Middleware that answers errors with problem details, to clients that take JSON; others get the line of text.
///
/// ```swift
/// app.use(problemDetails())
/// app.get("/users/:id") { request, response in
///   throw HTTPError(404, "User not found", code: "user.unknown")
/// }
/// // GET /users/7  Accept: application/problem+json → 404  Content-Type: application/problem+json
/// ```
///
/// - Parameter types: where the kinds of problems are described, `https://example.com/problems/`: the error's code is
///   put behind it, and the whole is the problem's `type`. Nil: problems have no `type`, which means that the status
///   says it all.
///
/// It is for what comes behind it, also paths that are not found. What to send, the client's `Accept` decides: JSON
/// where it likes that at least as well as text, or has no `Accept`.
///
/// Source: RFC 9457. Express: nothing of its own
public func problemDetails(types: String? = nil) -> Middleware {
  let format = ProblemFormat(types: types)
  return { request, _, next in
    request.exchange.found.problemFormat = format
    try await next()
  }
}

/// How errors become problems.
nonisolated struct ProblemFormat {
  let types: String?

  /// The problem for an answer, with all fields that are wrong where the error names them.
  func problem(for answer: HTTPError, _ error: (any Error)? = nil) -> Problem {
    let isClients = answer.status < 500
    let title = reasonPhrase(for: answer.status)
    return Problem(
      type: types.flatMap { types in isClients ? answer.code.map { types + $0 } : nil },
      title: title, status: answer.status,
      detail: isClients && answer.message != title ? answer.message : nil,
      code: isClients ? answer.code : nil, errors: (error as? ValidationError)?.errors)
  }
}

/// A problem as it is sent.
///
/// Source: RFC 9457 section 3.1; `code` and `errors` are extension members (section 3.2).
nonisolated struct Problem: Encodable, Equatable {
  var type: String?
  var title: String
  var status: Int
  var detail: String?
  var code: String?
  var errors: [ValidationError.Problem]?

  /// Answers with this problem, if the client takes it; false if a line of text suits it better.
  @MainActor func answer(_ request: Request, _ response: Response) -> Bool {
    response.vary("Accept")
    let offered = ["application/problem+json", "application/json", "text/plain"]
    guard
      let type = preferred(among: offered, accept: request.get("Accept")), type != "text/plain",
      let text = try? JSON.stringify(self, request.exchange.app?.jsonOptions ?? JSON.Options())
    else { return false }
    response.answerPlainly(status, text, type: "application/problem+json")
    return true
  }
}
