// A Markdown table for the terminal: columns as wide as they need to be, and text wrapped within its cell.

/// The rows of a table, as they stand in the file.
struct MarkdownTable {
  let rows: [String]
  /// Makes of a line of a cell what is written: colours instead of marks, say.
  var paint: (String) -> String = { $0 }

  func lines(width: Int) -> [String] {
    let cells = rows.map(Self.cells).filter { !Self.isRule($0) }
    let widths = Self.widths(cells, width)
    return cells.flatMap { row in lines(of: row, widths) }
  }

  private static func cells(_ row: String) -> [String] {
    row.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
      .map { $0.trimmingPrefix(while: { $0 == " " }) }
      .map { String($0.reversed().drop { $0 == " " }.reversed()) }
  }

  /// `|---|---|`
  private static func isRule(_ cells: [String]) -> Bool {
    cells.allSatisfy { !$0.isEmpty && $0.allSatisfy { "-:".contains($0) } }
  }

  /// What each column needs; where that is too much in all, the widest gives way.
  private static func widths(_ rows: [[String]], _ width: Int) -> [Int] {
    let count = rows.map(\.count).max() ?? 0
    var widths = (0..<count).map { column in
      rows.map { column < $0.count ? shown($0[column]).displayWidth : 0 }.max() ?? 0
    }
    while widths.reduce(0, +) + 2 * (count - 1) > width,
      let widest = widths.indices.max(by: { widths[$0] < widths[$1] }), widths[widest] > 8
    {
      widths[widest] -= 1
    }
    return widths
  }

  /// The text without the targets of its links. The marks of code stay: code may be a sign that is easily taken for the
  /// table's own.
  private static func shown(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "[")) else { return text }
    return text.replacing(/\[([^\]]+)\]\([^)]+\)/) { String($0.1) }
  }

  private func lines(of row: [String], _ widths: [Int]) -> [String] {
    let wrapped = zip(row, widths).map { cell, width in
      textLines(Self.unbroken(Self.shown(cell), width).wrapped(to: width))
    }
    let height = wrapped.map(\.count).max() ?? 0
    return (0..<height).map { index in
      let parts = zip(wrapped, widths).map { lines, width in
        padded(index < lines.count ? lines[index] : "", to: width)
      }
      let line = parts.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// Code that fits into its column stays on one line.
  private static func unbroken(_ text: String, _ width: Int) -> String {
    text.replacing(/`[^`]+`/) { match in
      let code = String(match.output)
      return code.displayWidth <= width ? code.replacing(" ", with: "\u{A0}") : code
    }
  }

  /// The line as it is written, with spaces behind it. The codes of colours take no room.
  private func padded(_ line: String, to width: Int) -> String {
    let painted = paint(line)
    let visible = painted.replacing(/\u{1B}\[[0-9;]*m/, with: "").displayWidth
    return painted + String(repeating: " ", count: max(0, width - visible))
  }
}
