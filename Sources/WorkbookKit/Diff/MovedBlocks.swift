// Blocks that stand elsewhere on the other side: in another step, or in another file.
//
// Lines without a letter (a closing brace, an empty line) begin no block and prove nothing; they move with the lines
// around them. What is found must have twenty letters and digits or more, as Git has it: less is the same by chance.

/// Marks the lines of both sides that have moved, and returns the blocks.
func markMovedBlocks(in files: inout [DiffFile]) -> [MovedBlock] {
  var search = MovedBlockSearch(files)
  search.run()
  for (left, right, block) in search.found {
    for line in left.map({ search.left[$0] }) {
      files.change(line) { row in
        row.left?.mark = .moved
        if line.number == block.from.lines.lowerBound { row.left?.elsewhere = block.to }
      }
    }
    for line in right.map({ search.right[$0] }) {
      files.change(line) { row in
        row.right?.mark = .moved
        if line.number == block.to.lines.lowerBound { row.right?.elsewhere = block.from }
      }
    }
  }
  return search.found.map(\.block)
}

extension [DiffFile] {
  /// Changes the row of a line. What was compared there with a line that has moved has no partner any more.
  fileprivate mutating func change(
    _ line: MovedBlockSearch.Line, _ change: (inout DiffRow) -> Void
  ) {
    var row = self[line.file].sections[line.section].rows[line.row]
    change(&row)
    if row.left?.mark == .changed { row.left?.mark = .only }
    if row.right?.mark == .changed { row.right?.mark = .only }
    row.left?.changed = []
    row.right?.changed = []
    self[line.file].sections[line.section].rows[line.row] = row
  }
}

private struct MovedBlockSearch {
  /// The least number of letters and digits in a block.
  static let leastWeight = 20
  /// How many places of a line are looked at.
  static let mostPlaces = 16

  /// A line with its place in the comparison.
  struct Line {
    let file: Int
    let section: Int
    let row: Int
    let number: Int
    let key: [UInt8]
    let weight: Int
    /// Whether it has no equal so far.
    var isFree: Bool
  }

  /// The lines of each side, file by file, in the order in which they stand there.
  private(set) var left: [Line]
  private(set) var right: [Line]
  private(set) var found: [(left: [Int], right: [Int], block: MovedBlock)] = []
  private let names: [(left: String, right: String)]

  init(_ files: [DiffFile]) {
    names = files.map { ($0.leftName ?? "", $0.rightName ?? "") }
    left = Self.lines(files, \.left) { file in
      Dictionary(uniqueKeysWithValues: file.renames.map { ($0.old, $0.new) })
    }
    right = Self.lines(files, \.right) { _ in [:] }
  }

  private static func lines(
    _ files: [DiffFile], _ side: KeyPath<DiffRow, DiffCell?>,
    names: (DiffFile) -> [String: String]
  ) -> [Line] {
    files.enumerated().flatMap { fileIndex, file in
      let names = names(file)
      return file.sections.enumerated().flatMap { sectionIndex, section in
        section.rows.enumerated().compactMap { rowIndex, row -> Line? in
          guard let cell = row[keyPath: side] else { return nil }
          return Line(
            file: fileIndex, section: sectionIndex, row: rowIndex, number: cell.line.number,
            key: cell.line.key(names), weight: cell.line.weight,
            isFree: cell.mark == .only || cell.mark == .changed)
        }
      }.sorted { $0.number < $1.number }
    }
  }

  mutating func run() {
    var places: [[UInt8]: [Int]] = [:]
    for (index, line) in right.enumerated() where line.isFree && line.weight > 0 {
      places[line.key, default: []].append(index)
    }
    var index = 0
    while index < left.count {
      guard left[index].isFree, left[index].weight > 0,
        let longest = places[left[index].key]?.prefix(Self.mostPlaces)
          .map({ block(from: index, $0) }).max(by: { $0.weight < $1.weight }),
        longest.weight >= Self.leastWeight
      else {
        index += 1
        continue
      }
      add(longest)
      index += 1
    }
  }

  /// The lines that follow alike on both sides, and how many letters and digits they have. Closing braces and empty
  /// lines between them need not agree.
  private func block(from first: Int, _ second: Int) -> (left: [Int], right: [Int], weight: Int) {
    var (row, column) = (first, second)
    var block: (left: [Int], right: [Int], weight: Int) = ([], [], 0)
    let (file, otherFile) = (left[first].file, right[second].file)
    while row < left.count, column < right.count, left[row].file == file,
      right[column].file == otherFile
    {
      let (one, other) = (left[row], right[column])
      if one.isFree, other.isFree, one.key == other.key {
        block.left.append(row)
        block.right.append(column)
        block.weight += one.weight
        (row, column) = (row + 1, column + 1)
      } else if one.weight == 0 {
        row += 1
      } else if other.weight == 0 {
        column += 1
      } else {
        break
      }
    }
    return block
  }

  private mutating func add(_ block: (left: [Int], right: [Int], weight: Int)) {
    for row in block.left { left[row].isFree = false }
    for column in block.right { right[column].isFree = false }
    found.append(
      (
        block.left, block.right,
        MovedBlock(
          from: range(block.left, left, names.map(\.left)),
          to: range(block.right, right, names.map(\.right)))
      ))
  }

  private func range(
    _ places: [Int], _ lines: [Line], _ files: [String]
  ) -> LineRange {
    let (first, last) = (lines[places[0]], lines[places[places.count - 1]])
    return LineRange(file: files[first.file], lines: first.number...last.number)
  }
}
