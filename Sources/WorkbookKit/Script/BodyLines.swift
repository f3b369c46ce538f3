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
  /// Whether it asks for a part of the body, or for what filters made of it.
  var looksIntoBody: Bool {
    guard query == .body else { return false }
    if !filters.isEmpty { return true }
    switch predicate {
    case .contains, .includes, .matches, .startsWith, .endsWith: return true
    default: return false
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
