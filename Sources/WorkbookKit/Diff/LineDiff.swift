// Which lines two texts have in common, in order: the longest common subsequence, by the table that every textbook shows.

/// One step of turning one list of lines into another.
enum LineChange: Equatable {
  /// In both.
  case same(left: Int, right: Int)
  /// Only in the left.
  case removed(left: Int)
  /// Only in the right.
  case added(right: Int)
}

/// How `left` becomes `right`. Lines compare without the spaces around them.
func lineChanges(_ left: [String], _ right: [String]) -> [LineChange] {
  let (first, second) = (left.map(trimmed), right.map(trimmed))
  var lengths = Array(
    repeating: Array(repeating: 0, count: second.count + 1), count: first.count + 1)
  for row in stride(from: first.count - 1, through: 0, by: -1) {
    for column in stride(from: second.count - 1, through: 0, by: -1) {
      lengths[row][column] =
        first[row] == second[column]
        ? lengths[row + 1][column + 1] + 1 : max(lengths[row + 1][column], lengths[row][column + 1])
    }
  }
  var changes: [LineChange] = []
  var (row, column) = (0, 0)
  while row < first.count || column < second.count {
    if row < first.count, column < second.count, first[row] == second[column] {
      changes.append(.same(left: row, right: column))
      row += 1
      column += 1
    } else if row < first.count,
      column == second.count || lengths[row + 1][column] >= lengths[row][column + 1]
    {
      changes.append(.removed(left: row))
      row += 1
    } else {
      changes.append(.added(right: column))
      column += 1
    }
  }
  return changes
}

private func trimmed(_ line: String) -> String {
  String(line.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
}

/// A text's lines, without an empty one at the end.
func textLines(_ text: String) -> [String] {
  var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  if lines.last == "" { lines.removeLast() }
  return lines
}
