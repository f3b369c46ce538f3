// A body by lines, for a question about a part of it: what came is else shown in one line, and a page has many.

/// The lines of a body with invisible characters made visible; nil where it has one line, or is no text. Of a long one the
/// first 40 lines, and a word that says so.
func bodyLines(_ body: [UInt8]) -> [String]? {
  guard let text = String(validating: body, as: UTF8.self) else { return nil }
  let lines = textLines(text)
  guard lines.count > 1 else { return nil }
  let most = 40
  let shown = lines.prefix(most).map { shownBytes(Array($0.utf8), limit: 200) }
  return shown + (lines.count > most ? ["… and \(moreLines(lines.count - most))"] : [])
}

extension Assert {
  /// The body, where it asks for a part of it, or for what filters made of it; nil where the failure shows it anyway.
  func shownBody(_ body: [UInt8]) -> [String]? {
    switch query {
    case .jsonPath, .regex: bodyLines(body) ?? [shownBytes(body)]
    case .body where !filters.isEmpty || predicate.looksForPart: bodyLines(body)
    default: nil
    }
  }
}

extension Assert {
  /// What is said where nothing was found.
  var nothing: String {
    if case .regex = query, filters.isEmpty { return "nothing: no part of the body matches" }
    return "nothing"
  }
}

extension Predicate {
  fileprivate var looksForPart: Bool {
    switch self {
    case .contains, .includes, .matches, .startsWith, .endsWith: true
    default: false
    }
  }
}

extension ScriptVariables {
  /// A line of a script for somebody who reads it: with the values of its places, where they are known and short.
  func filled(_ line: String) -> String {
    line.replacing(/\{\{ *([A-Za-z0-9_\-]+) *\}\}/) { place in
      guard let value = self[String(place.1)]?.written, value.count <= 40 else {
        return String(place.0)
      }
      return value
    }
  }
}
