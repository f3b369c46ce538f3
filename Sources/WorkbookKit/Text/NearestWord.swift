// "Did you mean …?": the known word that is nearest to a mistyped one.

/// The word that takes the fewest single-letter changes (insert, drop, replace, swap neighbours); nil if none is near.
///
/// ```swift
/// nearestWord(to: "grde", among: ["grade", "run"])  // "grade"
/// ```
public func nearestWord(to word: String, among words: [String]) -> String? {
  let limit = max(1, word.count / 3)
  return words.map { ($0, editDistance(Array(word.lowercased()), Array($0.lowercased()))) }
    .filter { $0.1 <= limit }
    .min { $0.1 < $1.1 }?.0
}

/// `: did you mean "x"?`, or nothing.
func suggestion(for word: String, among words: [String]) -> String {
  nearestWord(to: word, among: words).map { ": did you mean \"\($0)\"?" } ?? ""
}

/// Damerau's distance with neighbouring swaps, row by row.
private func editDistance(_ left: [Character], _ right: [Character]) -> Int {
  var rows = [Array(0...right.count)]
  for (row, letter) in left.enumerated() {
    var next = [row + 1]
    for (column, other) in right.enumerated() {
      var best = min(rows[row][column + 1], next[column]) + 1
      best = min(best, rows[row][column] + (letter == other ? 0 : 1))
      if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
        best = min(best, rows[row - 1][column - 1] + 1)
      }
      next.append(best)
    }
    rows.append(next)
  }
  return rows[left.count][right.count]
}
