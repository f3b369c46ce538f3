// Slips of somebody who writes a first script: a line that is no request, and what was probably meant by it.

extension ScriptParser {
  /// What is wrong with the word with which a request begins; nil if nothing is.
  ///
  /// - Parameter isFirst: whether no request stands before it, to which the line could belong.
  func problem(ofMethod word: String, isFirst: Bool) -> String? {
    if word == "HTTP" { return "a line HTTP … belongs behind a request, once" }
    if isStatus(word) { return problem(ofStatus: word) }
    guard !word.allSatisfy({ $0.isASCII && ($0.isUppercase || $0.isNumber || "-_".contains($0)) })
    else { return nil }
    if isFirst { return "\(Self.beginning), not with \"\(word)\"" }
    if word.hasPrefix("`") {
      return "a second body: one belongs below the request, and one below its line HTTP …"
    }
    if word.dropFirst().contains(":"), !word.contains("://") {
      return "header lines stand above the body: write \"\(word)\" directly below the line HTTP …, "
        + "or below the request if it is to be sent"
    }
    return "\(Self.beginning), not with \"\(word)\"; a text stands between backticks, a header is "
      + "written name: value"
  }

  private static var beginning: String { "a request begins with its method (GET, POST, …)" }

  /// A status that stands there without HTTP.
  func problem(ofStatus text: String) -> String {
    let status = text.prefix { $0.isNumber }
    return "a status stands behind the word HTTP: write HTTP \(status)"
  }

  /// Whether a body is nothing but what could be a status.
  func isStatus(_ body: Body) -> Bool {
    guard case .json(let template) = body, case .text(let text)? = template.parts.first else {
      return false
    }
    return template.parts.count == 1 && isStatus(text)
  }

  private func isStatus(_ word: String) -> Bool { word.wholeMatch(of: /[1-5][0-9]{2}/) != nil }
}
