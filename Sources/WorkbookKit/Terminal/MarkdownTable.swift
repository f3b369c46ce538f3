// A Markdown table for the terminal: columns as wide as they need to be, and text wrapped within its cell.

/// The rows of a table, as they stand in the file.
struct MarkdownTable {
  let rows: [String]

  func lines(width: Int) -> [String] {
    let cells = rows.map(Self.cells).filter { !Self.isRule($0) }
    let widths = Self.widths(cells, width)
    return cells.flatMap { row in Self.lines(of: row, widths) }
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

  /// The text without the signs that are not written.
  private static func shown(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "`") || $0 == UInt8(ascii: "[") }) else {
      return text
    }
    return text.replacing("`", with: "").replacing(/\[([^\]]+)\]\([^)]+\)/) { String($0.1) }
  }

  private static func lines(of row: [String], _ widths: [Int]) -> [String] {
    let wrapped = zip(row, widths).map { cell, width in textLines(shown(cell).wrapped(to: width)) }
    let height = wrapped.map(\.count).max() ?? 0
    return (0..<height).map { index in
      let parts = zip(wrapped, widths).map { lines, width in
        (index < lines.count ? lines[index] : "").padded(to: width)
      }
      let line = parts.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }
}
