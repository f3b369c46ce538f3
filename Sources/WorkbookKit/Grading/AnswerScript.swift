// A script that a student wrote, before it is run: it must be one, it must end, and it must say the same twice.
//
// It runs within the grader, where nothing can interrupt it. So what may take for ever has no place in it: trying
// again, and regular expressions, a short one of which can keep a processor busy for years.

/// Scripts from students.
enum AnswerScript {
  /// At most so many requests: each is sent to every server.
  private static let mostRequests = 200

  /// Bytes that it may have: 64 KiB.
  static let limit = 65_536

  /// The requests of a script that can be sent to every server.
  static func entries(in text: String) throws(Grader.Unreadable) -> [Entry] {
    let entries: [Entry]
    do { entries = try Script.parse(text, file: "answers.hurl").entries } catch {
      throw Grader.Unreadable(reason: "\(error)")
    }
    if entries.isEmpty {
      throw Grader.Unreadable(
        reason:
          "answers.hurl holds no request: write one, and below it HTTP and what must come back")
    }
    if entries.count > mostRequests {
      throw Grader.Unreadable(
        reason: "answers.hurl has \(entries.count) requests; at most \(mostRequests) are sent")
    }
    for entry in entries {
      if let (line, problem) = problem(in: entry) {
        throw Grader.Unreadable(reason: "answers.hurl:\(line): \(problem)")
      }
    }
    return entries
  }

  /// What keeps a request from being sent, and the line on which it stands.
  private static func problem(in entry: Entry) -> (line: Int, problem: String)? {
    if entry.request.options.retry > 0 {
      return (entry.request.position.line, "an answer counts the first time; no retry")
    }
    if !entry.request.url.isOfHost {
      return (
        entry.request.position.line,
        "a request goes to the server that is asked: its address begins with {{host}}"
      )
    }
    if entry.response == nil {
      let body = entry.request.body == nil ? "" : "; what stands below it now is sent, not expected"
      return (
        entry.request.position.line,
        "this request expects nothing: write HTTP and a status below it\(body)"
      )
    }
    if entry.timing != Timing(), let note = entry.notes.first(where: { !$0.isOfCheck }) {
      return (
        note.position.line, "requests are sent one after the other; no @\(note.kind.rawValue)"
      )
    }
    for assert in entry.response?.asserts ?? [] {
      if assert.query == .duration {
        return (
          assert.position.line, "how long an answer took is not the same twice, and exposes nobody"
        )
      }
      if usesExpression(assert.query, assert.filters) || assert.predicate.isMatch {
        return (assert.position.line, noExpressions)
      }
    }
    for capture in entry.response?.captures ?? []
    where usesExpression(capture.query, capture.filters) {
      return (capture.position.line, noExpressions)
    }
    return nil
  }

  private static let noExpressions =
    "no regular expressions here; compare by ==, contains, startsWith or endsWith"

  private static func usesExpression(_ query: Query, _ filters: [Filter]) -> Bool {
    if case .regex = query { return true }
    return filters.contains { filter in
      switch filter {
      case .regex, .replaceRegex: true
      default: false
      }
    }
  }
}

extension Template {
  /// Whether this is an address of the server that is asked: `{{host}}`, and then a path, a query or nothing.
  fileprivate var isOfHost: Bool {
    guard case .placeholder("host", _)? = parts.first else { return false }
    guard parts.count > 1, case .text(let rest) = parts[1] else { return true }
    return rest.hasPrefix("/") || rest.hasPrefix("?")
  }
}

extension Predicate {
  fileprivate var isMatch: Bool { if case .matches = self { true } else { false } }
}
