// Text that stays text on a page.

/// What HTML gives a meaning to, and what stands for it.
enum HTMLText {
  static let entities = [
    ("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#x27;"),
  ]

  /// Text that is text in HTML too, also inside quotes: none of it is a tag, an attribute or an entity.
  static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: "&<>\"'".utf8.contains) else { return text }
    return entities.reduce(text) { $0.replacing($1.0, with: $1.1) }
  }
}
