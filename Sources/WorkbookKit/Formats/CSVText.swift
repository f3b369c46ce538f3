// Comma-separated values by RFC 4180, and safe to open: what a student wrote never becomes a formula.

/// Writes tables as CSV.
enum CSVText {
  /// The rows, each with CR LF at its end.
  static func text(of rows: [[String]]) -> String {
    rows.map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined()
  }

  /// A cell. Spreadsheets calculate what begins with `=`, `+`, `-` or `@`, also behind a tab or a line's end, and an
  /// apostrophe tells them not to.
  static func cell(_ text: String) -> String {
    let first = text.unicodeScalars.first
    let isFormula = first.map { "=+-@\t\r\n".unicodeScalars.contains($0) } ?? false
    let plain = isFormula ? "'" + text : text
    guard plain.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) }) else {
      return plain
    }
    // Scalar by scalar: a quotation mark with an accent behind it is one character of Swift's.
    let doubled = plain.unicodeScalars.reduce(into: "") { text, scalar in
      text.unicodeScalars.append(scalar)
      if scalar == "\"" { text.unicodeScalars.append(scalar) }
    }
    return "\"\(doubled)\""
  }
}
