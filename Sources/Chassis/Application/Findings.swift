// What is found out about a request on its way, and what middleware leaves with it for those behind.

final class Findings {
  var locals = Locals()
  var viewLocals = ViewLocals()
  /// What `requestID()` named this request.
  var requestID: String?
  /// How `problemDetails()` wants errors to be written.
  var problemFormat: ProblemFormat?
  var body = BodyState()
  /// What `etag()` wants, for this request.
  var etag: ETagSetting?
  /// The methods that routes of this path answer, for `Allow`.
  var allowedMethods: Set<String> = []
  /// What is to be done when the answer is over.
  var onFinish: [@MainActor () -> Void] = []
  /// Whether the log has it already that the program does something wrong here.
  var hasReportedMistake = false
  private var query: FormFields?
  private var queryText: Substring?

  nonisolated deinit {}

  /// The query of a target, parsed again when the target or the way to read it changes.
  func query(of url: String, extended: Bool) -> FormFields {
    let text = url.firstIndex(of: "?").map { url[$0...].dropFirst() } ?? ""
    if let query, queryText == text, query.nests == extended { return query }
    let query = FormFields(text, extended: extended)
    self.query = query
    queryText = text
    return query
  }
}
