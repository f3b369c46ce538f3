// The lines of two steps brought face to face: equal ones first, then, in what is left between them, those that
// resemble each other; in these the tokens that differ are marked.

extension DiffSection {
  /// - Parameter names: what names of the left side are called on the right.
  init(left: Step?, right: Step?, names: [String: String]) {
    let (first, second) = (left?.lines ?? [], right?.lines ?? [])
    var alignment = StepAlignment(left: first, right: second, names: names)
    let beginsWithComment = (left?.number ?? 0) > 0 && (right?.number ?? 0) > 0
    self.init(left: left, right: right, rows: alignment.align(heads: beginsWithComment ? 1 : 0))
  }
}

private struct StepAlignment {
  let left: [CodeLine]
  let right: [CodeLine]
  let names: [String: String]
  private var rows: [DiffRow] = []

  init(left: [CodeLine], right: [CodeLine], names: [String: String]) {
    self.left = left
    self.right = right
    self.names = names
  }

  /// - Parameter heads: how many first lines face each other in any case: the comments by which both steps begin.
  mutating func align(heads: Int) -> [DiffRow] {
    for (first, second) in zip(left.prefix(heads), right.prefix(heads)) {
      if first.key(names) == second.key() {
        addEqual(first, second)
      } else {
        addPair(first, second, .changed)
      }
    }
    let (left, right) = (Array(left.dropFirst(heads)), Array(right.dropFirst(heads)))
    var (removed, added): ([CodeLine], [CodeLine]) = ([], [])
    for change in changes(from: left.map { $0.key(names) }, to: right.map { $0.key() }) {
      switch change {
      case .removed(let index): removed.append(left[index])
      case .added(let index): added.append(right[index])
      case .same(let first, let second):
        face(removed, added)
        (removed, added) = ([], [])
        addEqual(left[first], right[second])
      }
    }
    face(removed, added)
    return rows
  }

  private mutating func addEqual(_ first: CodeLine, _ second: CodeLine) {
    guard first.key() != second.key() else {
      return rows.append(
        DiffRow(
          left: DiffCell(line: first, mark: .same), right: DiffCell(line: second, mark: .same)))
    }
    addPair(first, second, .renamed)
  }

  private mutating func addPair(_ first: CodeLine, _ second: CodeLine, _ mark: LineMark) {
    let (old, new) = changedTokens(first, second)
    rows.append(
      DiffRow(
        left: DiffCell(line: first, mark: mark, changed: old),
        right: DiffCell(line: second, mark: mark, changed: new)))
  }

  /// Lines between two equal ones: those that resemble each other face each other; what is left over does so as far as
  /// there is as much on both sides.
  private mutating func face(_ removed: [CodeLine], _ added: [CodeLine]) {
    var (row, column) = (0, 0)
    for pair in similarLines(removed, added, names) {
      addUnlike(removed[row..<pair.left], added[column..<pair.right])
      addPair(removed[pair.left], added[pair.right], .changed)
      (row, column) = (pair.left + 1, pair.right + 1)
    }
    addUnlike(removed[row...], added[column...])
  }

  private mutating func addUnlike(_ removed: ArraySlice<CodeLine>, _ added: ArraySlice<CodeLine>) {
    let (first, second) = (Array(removed), Array(added))
    for index in 0..<max(first.count, second.count) {
      rows.append(
        DiffRow(
          left: index < first.count ? DiffCell(line: first[index], mark: .only) : nil,
          right: index < second.count ? DiffCell(line: second[index], mark: .only) : nil))
    }
  }
}

/// Which tokens differ between two lines, by their places.
func changedTokens(_ left: CodeLine, _ right: CodeLine) -> (left: Set<Int>, right: Set<Int>) {
  func places(_ line: CodeLine) -> [Int] { line.tokens.indices.filter { !line.tokens[$0].isBlank } }
  let (first, second) = (places(left), places(right))
  var (old, new): (Set<Int>, Set<Int>) = ([], [])
  let steps = changes(
    from: first.map { left.tokens[$0].text }, to: second.map { right.tokens[$0].text })
  for change in steps {
    switch change {
    case .removed(let index): old.insert(first[index])
    case .added(let index): new.insert(second[index])
    case .same: continue
    }
  }
  return (withSpacesBetween(old), withSpacesBetween(new))
}

/// What changed in one piece is marked in one piece: a space between two changed tokens counts as changed.
private func withSpacesBetween(_ places: Set<Int>) -> Set<Int> {
  places.union(places.filter { !places.contains($0 + 1) && places.contains($0 + 2) }.map { $0 + 1 })
}

/// The pairs of lines that resemble each other most, in order: at least half of their words are the same.
func similarLines(_ left: [CodeLine], _ right: [CodeLine], _ names: [String: String])
  -> [(left: Int, right: Int)]
{
  /// More pairs than this are not looked at: then the lines are simply different.
  let mostPairs = 2_500
  guard !left.isEmpty, !right.isEmpty, left.count <= mostPairs / right.count else { return [] }
  let first = left.map { wordCounts($0.words.map { names[$0] ?? $0 }) }
  let second = right.map { wordCounts($0.words) }
  // best[row][column]: the most resemblance that the rest from there on can have.
  let width = right.count + 1
  var best = [Double](repeating: 0, count: (left.count + 1) * width)
  var gains = best
  for row in left.indices.reversed() {
    for column in right.indices.reversed() {
      let here = row * width + column
      let resemblance = resemblance(first[row], second[column])
      gains[here] = resemblance >= 0.5 ? resemblance + best[here + width + 1] : 0
      best[here] = max(gains[here], best[here + width], best[here + 1])
    }
  }
  var pairs: [(left: Int, right: Int)] = []
  var (row, column) = (0, 0)
  while row < left.count, column < right.count {
    let here = row * width + column
    if gains[here] > 0, gains[here] == best[here] {
      pairs.append((row, column))
      (row, column) = (row + 1, column + 1)
    } else if best[here + width] >= best[here + 1] {
      row += 1
    } else {
      column += 1
    }
  }
  return pairs
}

/// The words of a line, and how often each stands there; very long lines count by their beginning.
private func wordCounts(_ words: [String]) -> [String: Int] {
  words.prefix(100).reduce(into: [:]) { $0[$1, default: 0] += 1 }
}

/// From 0, nothing in common, to 1, the same words.
private func resemblance(_ left: [String: Int], _ right: [String: Int]) -> Double {
  let all = left.values.reduce(0, +) + right.values.reduce(0, +)
  let common = left.reduce(0) { $0 + min($1.value, right[$1.key] ?? 0) }
  return all == 0 ? 0 : 2 * Double(common) / Double(all)
}
