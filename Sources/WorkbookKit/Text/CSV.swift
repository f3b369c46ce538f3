// Tables as spreadsheets read them (RFC 4180). A cell that begins like a formula would be calculated, whoever wrote it:
// it gets an apostrophe, by which every spreadsheet takes it for text.

/// Comma-separated values.
enum CSV {
  /// The text of a table, its lines ended by CR LF.
  static func text(_ rows: [[String]]) -> String {
    rows.map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined()
  }

  static func cell(_ text: String) -> String {
    var text = text
    if let first = text.unicodeScalars.first, "=+-@\t\r\n'".unicodeScalars.contains(first) {
      text = "'" + text
    }
    guard text.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else {
      return text
    }
    // Scalar by scalar: a quotation mark with an accent behind it is one character to Swift.
    let doubled = text.unicodeScalars.reduce(into: "") { text, scalar in
      text.unicodeScalars.append(scalar)
      if scalar == "\"" { text.unicodeScalars.append(scalar) }
    }
    return "\"\(doubled)\""
  }

  /// The cells of a table that `text` has written.
  static func rows(of text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var cell = ""
    var isQuoted = false
    var scalars = Array(text.unicodeScalars)[...]
    func plain(_ cell: String) -> String { cell.hasPrefix("'") ? String(cell.dropFirst()) : cell }
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "\"" where isQuoted && scalars.first == "\"":
        cell += "\""
        scalars.removeFirst()
      case "\"": isQuoted.toggle()
      case "," where !isQuoted, "\n" where !isQuoted:
        row.append(plain(cell))
        cell = ""
        guard scalar == "\n" else { continue }
        rows.append(row)
        row = []
      case "\r" where !isQuoted: continue
      default: cell.unicodeScalars.append(scalar)
      }
    }
    return rows
  }
}
