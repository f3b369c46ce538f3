// What the comparison comes to: step by step how many lines and branches there are on each side and how many checks by
// hand are gone; then which checks these are, what was renamed, and what has moved where.

/// The figures of a comparison.
struct DiffSummary: Equatable {
  /// What one side has in a step, or in all of them.
  struct Side: Equatable {
    var figures = CodeFigures()
    /// Its lines that check something, and have no counterpart on the other side.
    var ownChecks: [LineRange] = []

    static func + (one: Side, other: Side) -> Side {
      Side(figures: one.figures + other.figures, ownChecks: one.ownChecks + other.ownChecks)
    }
  }

  struct Row: Equatable {
    var title: String
    var left = Side()
    var right = Side()
  }

  /// `Raw → Framework`
  let sides: String
  let rows: [Row]
  let total: Row
  /// Sentences, a line each.
  let remarks: [String]

  init(_ diff: ProgramDiff) {
    sides = "\(diff.left.name) → \(diff.right.name)"
    rows = diff.files.flatMap { Self.rows($0, isOneFile: diff.files.count == 1) }
    total = rows.reduce(into: Row(title: "in all")) { total, row in
      total.left = total.left + row.left
      total.right = total.right + row.right
    }
    remarks = Self.remarks(diff, total)
  }

  // MARK: The table

  /// The rows as cells, the heading first.
  var table: [[String]] {
    [[sides, "lines", "branches", "manual checks"]]
      + (rows.count > 1 ? rows + [total] : [total]).map { row in
        let (left, right) = (row.left.figures, row.right.figures)
        let checks = [(row.left.ownChecks.count, "gone"), (row.right.ownChecks.count, "new")]
        return [
          row.title, "\(left.lines) → \(right.lines)", "\(left.branches) → \(right.branches)",
          checks.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", "),
        ]
      }
  }

  private static func rows(_ file: DiffFile, isOneFile: Bool) -> [Row] {
    let left = figures(of: file, \.left)
    let right = figures(of: file, \.right)
    return file.sections.map { section in
      var row = Row(title: isOneFile ? section.title : "\(file.name): \(section.title)")
      for pair in section.rows {
        let (one, other) = (
          pair.left.flatMap { left[$0.line.number] }, pair.right.flatMap { right[$0.line.number] }
        )
        row.left = row.left + side(pair.left, one, facing: other, in: file.leftName)
        row.right = row.right + side(pair.right, other, facing: one, in: file.rightName)
      }
      return row
    }
  }

  /// The figures of each line of a side, by its number.
  private static func figures(of file: DiffFile, _ side: KeyPath<DiffRow, DiffCell?>)
    -> [Int: CodeFigures]
  {
    let lines = file.sections.flatMap { $0.rows.compactMap { $0[keyPath: side]?.line } }
      .sorted { $0.number < $1.number }
    return Dictionary(
      uniqueKeysWithValues: zip(lines.map(\.number), CodeFigures.ofEach(lines)))
  }

  /// What a line adds to its side. It is a check without counterpart if it branches, stands nowhere on the other side,
  /// and what it faces there does not branch.
  private static func side(
    _ cell: DiffCell?, _ figures: CodeFigures?, facing: CodeFigures?, in file: String?
  ) -> Side {
    guard let cell, let figures else { return Side() }
    let isOwn =
      cell.mark == .only || cell.mark == .changed && (facing?.branches ?? 0) < figures.branches
    return Side(
      figures: figures,
      ownChecks: isOwn && figures.branches > 0
        ? [LineRange(file: file ?? "", lines: cell.line.number...cell.line.number)] : [])
  }

  // MARK: Sentences

  private static func remarks(_ diff: ProgramDiff, _ total: Row) -> [String] {
    if diff.isIdentical { return ["Nothing differs."] }
    if diff.isEqual { return ["Nothing differs but spaces and line ends."] }
    let checks = [
      ("Manual checks gone: ", total.left.ownChecks, diff.left.name),
      ("Manual checks new: ", total.right.ownChecks, diff.right.name),
    ].filter { !$0.1.isEmpty }.map { "\($0.0)\(shown($0.1, diff)) of \($0.2)." }
    let renamed = diff.renames.map { "Renamed: \($0.new) was \($0.old)." }
    let moved = diff.moved.map {
      "Moved: \(shown([$0.from], diff)) of \(diff.left.name) → \(shown([$0.to], diff)) of \(diff.right.name)."
    }
    return checks + renamed + moved + diff.files.compactMap { onlyOn($0, diff) }
  }

  private static func onlyOn(_ file: DiffFile, _ diff: ProgramDiff) -> String? {
    if file.leftName == nil { return "Only \(diff.right.name) has \(file.name)." }
    return file.rightName == nil ? "Only \(diff.left.name) has \(file.name)." : nil
  }

  /// `lines 3–5, 9`; with several files each with its own.
  private static func shown(_ ranges: [LineRange], _ diff: ProgramDiff) -> String {
    var joined: [LineRange] = []
    for range in ranges {
      if let last = joined.last, last.file == range.file,
        last.lines.upperBound + 1 == range.lines.lowerBound
      {
        joined[joined.count - 1].lines = last.lines.lowerBound...range.lines.upperBound
      } else {
        joined.append(range)
      }
    }
    let files: [String] = joined.map(\.file).reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    return files.map { file in
      let lines = joined.filter { $0.file == file }.map(\.lines)
      let word = lines.count == 1 && lines[0].count == 1 ? "line" : "lines"
      let numbers = lines.map {
        $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)"
      }
      let place = diff.files.count == 1 ? "" : " of \(file)"
      return "\(word) \(numbers.joined(separator: ", "))\(place)"
    }.joined(separator: ", ")
  }
}
