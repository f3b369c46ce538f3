// Text that stays text on a page.

/// What HTML gives a meaning to, and what stands for it.
enum HTMLText {
  static let entities: [(Unicode.Scalar, String)] = [
    ("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#x27;"),
  ]

  /// Text that is text in HTML too, also inside quotes: none of it is a tag, an attribute or an entity.
  static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: "&<>\"'".utf8.contains) else { return text }
    var escaped = String.UnicodeScalarView()
    // Scalar by scalar: "<" with an accent over it is one character to Swift, and a tag's beginning to a browser.
    for scalar in text.unicodeScalars {
      if let (_, entity) = entities.first(where: { $0.0 == scalar }) {
        escaped.append(contentsOf: entity.unicodeScalars)
      } else {
        escaped.append(scalar)
      }
    }
    return String(escaped)
  }
}
