// What two sequences have in common, in order: the longest common subsequence, by the table that every textbook shows.
//
// The table grows with the product of both lengths. So what is equal at the beginning and at the end is put aside
// first. Where the rest is still too long, elements that both have exactly once are taken for equal (those that keep
// their order; this is "patience diff"), and the table is for what stands between them. Where there are none, all of it
// counts as changed: for programs of a course this does not happen, for hostile ones it is what keeps the time short.

/// One step of turning one sequence into another.
enum LineChange: Equatable {
  /// In both.
  case same(left: Int, right: Int)
  /// Only in the left.
  case removed(left: Int)
  /// Only in the right.
  case added(right: Int)
}

/// How `left` becomes `right`.
func changes<Element: Hashable>(from left: [Element], to right: [Element]) -> [LineChange] {
  var diff = SequenceDiff(left, right)
  diff.compare(left.indices, right.indices, depth: 0)
  return diff.changes
}

private struct SequenceDiff {
  /// The most cells of a table.
  private static let largestTable = 250_000
  /// How often what stands between unique elements is taken apart in the same way.
  private static let deepest = 8

  private(set) var changes: [LineChange] = []
  /// The elements as numbers, which compare faster.
  private let left: [Int]
  private let right: [Int]

  init<Element: Hashable>(_ left: [Element], _ right: [Element]) {
    var numbers: [Element: Int] = [:]
    func number(_ element: Element) -> Int {
      if let known = numbers[element] { return known }
      numbers[element] = numbers.count
      return numbers.count - 1
    }
    self.left = left.map(number)
    self.right = right.map(number)
  }

  mutating func compare(_ rows: Range<Int>, _ columns: Range<Int>, depth: Int) {
    var (rows, columns) = (rows, columns)
    while let row = rows.first, let column = columns.first, left[row] == right[column] {
      changes.append(.same(left: row, right: column))
      (rows, columns) = (rows.dropFirst(), columns.dropFirst())
    }
    var ending: [LineChange] = []
    while let row = rows.last, let column = columns.last, left[row] == right[column] {
      ending.append(.same(left: row, right: column))
      (rows, columns) = (rows.dropLast(), columns.dropLast())
    }
    if rows.isEmpty || columns.isEmpty {
      replace(rows, columns)
    } else if rows.count <= Self.largestTable / columns.count {
      compareByTable(rows, columns)
    } else if depth < Self.deepest {
      compareByUnique(rows, columns, depth: depth)
    } else {
      replace(rows, columns)
    }
    changes += ending.reversed()
  }

  private mutating func replace(_ rows: Range<Int>, _ columns: Range<Int>) {
    changes += rows.map { .removed(left: $0) }
    changes += columns.map { .added(right: $0) }
  }

  // MARK: By table

  private mutating func compareByTable(_ rows: Range<Int>, _ columns: Range<Int>) {
    // lengths[row][column]: how much the rest from there on has in common.
    let width = columns.count + 1
    var lengths = [Int32](repeating: 0, count: (rows.count + 1) * width)
    func place(_ row: Int, _ column: Int) -> Int {
      (row - rows.lowerBound) * width + column - columns.lowerBound
    }
    for row in rows.reversed() {
      for column in columns.reversed() {
        let here = place(row, column)
        lengths[here] =
          left[row] == right[column]
          ? lengths[here + width + 1] + 1 : max(lengths[here + width], lengths[here + 1])
      }
    }
    var (row, column) = (rows.lowerBound, columns.lowerBound)
    while row < rows.upperBound, column < columns.upperBound {
      let here = place(row, column)
      if left[row] == right[column] {
        changes.append(.same(left: row, right: column))
        row += 1
        column += 1
      } else if lengths[here + width] >= lengths[here + 1] {
        changes.append(.removed(left: row))
        row += 1
      } else {
        changes.append(.added(right: column))
        column += 1
      }
    }
    replace(row..<rows.upperBound, column..<columns.upperBound)
  }

  // MARK: By what is unique

  private mutating func compareByUnique(_ rows: Range<Int>, _ columns: Range<Int>, depth: Int) {
    var (row, column) = (rows.lowerBound, columns.lowerBound)
    for anchor in anchors(rows, columns) {
      compare(row..<anchor.left, column..<anchor.right, depth: depth + 1)
      changes.append(.same(left: anchor.left, right: anchor.right))
      (row, column) = (anchor.left + 1, anchor.right + 1)
    }
    if row == rows.lowerBound, column == columns.lowerBound { return replace(rows, columns) }
    compare(row..<rows.upperBound, column..<columns.upperBound, depth: depth + 1)
  }

  /// The longest series of elements that both have once, in the same order in both.
  private func anchors(_ rows: Range<Int>, _ columns: Range<Int>) -> [(left: Int, right: Int)] {
    let places = onlyPlaces(of: right, columns)
    let once = onlyPlaces(of: left, rows)
    let pairs = rows.compactMap { row -> (left: Int, right: Int)? in
      guard once[left[row]] == row, let column = places[left[row]] else { return nil }
      return (row, column)
    }
    return longestAscending(pairs)
  }

  /// Where each element stands that stands there once.
  private func onlyPlaces(of elements: [Int], _ range: Range<Int>) -> [Int: Int] {
    var places: [Int: Int] = [:]
    var repeated: Set<Int> = []
    for place in range where places.updateValue(place, forKey: elements[place]) != nil {
      repeated.insert(elements[place])
    }
    return places.filter { !repeated.contains($0.key) }
  }

  /// The longest part of the pairs, which ascend on the left, that also ascends on the right.
  private func longestAscending(_ pairs: [(left: Int, right: Int)]) -> [(left: Int, right: Int)] {
    /// The last pair of the best series of each length, and for each pair the one before it in its series.
    var ends: [Int] = []
    var before = [Int?](repeating: nil, count: pairs.count)
    for (index, pair) in pairs.enumerated() {
      var (low, high) = (0, ends.count)
      while low < high {
        let middle = (low + high) / 2
        if pairs[ends[middle]].right < pair.right { low = middle + 1 } else { high = middle }
      }
      before[index] = low > 0 ? ends[low - 1] : nil
      if low == ends.count { ends.append(index) } else { ends[low] = index }
    }
    var series: [(left: Int, right: Int)] = []
    var next = ends.last
    while let index = next {
      series.append(pairs[index])
      next = before[index]
    }
    return series.reversed()
  }
}
