// A comparison for the terminal: two columns beside each other, aligned on the numbered steps, and within a step line
// by line; where it is too narrow for two, one below the other, step by step.

/// Writes two programs side by side.
struct SideBySide {
  let style: Style
  let width: Int
  /// Less is too narrow for two columns.
  static let narrowest = 80
  /// Two columns of the lessons' 68 characters, with what stands beside them.
  static let comfortable = 149

  func text(_ diff: ProgramDiff) -> String {
    let view = SideBySideLines(style: style, width: width, diff: diff)
    return (view.lines() + summary(DiffSummary(diff))).joined(separator: "\n")
  }

  private func summary(_ summary: DiffSummary) -> [String] {
    let rows = summary.table.map { cells in
      "| " + cells.map { shownCode($0).replacing("|", with: "/") }.joined(separator: " | ") + " |"
    }
    let table = MarkdownTable(rows: rows).lines(width: width)
    return [style.bold(table[0])] + table.dropFirst() + [""]
      + summary.remarks.flatMap { textLines(shownCode($0).wrapped(to: width, indent: "  ")) }
  }
}

private struct SideBySideLines {
  let style: Style
  let width: Int
  let diff: ProgramDiff
  /// As wide as the longest line number needs it.
  private let numberWidth: Int
  private var isStacked: Bool { width < SideBySide.narrowest }
  private var columnWidth: Int { (width - 3) / 2 }

  init(style: Style, width: Int, diff: ProgramDiff) {
    self.style = style
    self.width = width
    self.diff = diff
    let last =
      diff.files.flatMap { file in
        file.sections.flatMap { [$0.left?.lines.last?.number, $0.right?.lines.last?.number] }
      }.compactMap { $0 }.max() ?? 0
    numberWidth = max(3, "\(last)".count)
  }

  func lines() -> [String] {
    diff.files.flatMap { file in
      heading(file)
        + file.sections.flatMap { (isStacked ? stacked($0, file) : beside($0, file)) + [rule] }
    }
  }

  private func names(_ file: DiffFile) -> (left: String, right: String) {
    let left = file.leftName.map { diff.left.prefix + $0 } ?? "\(diff.left.name): no such file"
    let right = file.rightName.map { diff.right.prefix + $0 } ?? "\(diff.right.name): no such file"
    return (shownCode(left), shownCode(right))
  }

  private func heading(_ file: DiffFile) -> [String] {
    let names = names(file)
    if isStacked { return ["--- \(names.left)", "+++ \(names.right)"].map(style.bold) + [rule] }
    let (left, right) = (
      PaintedPiece(text: names.left, code: "1"), PaintedPiece(text: names.right, code: "1")
    )
    return facing([left].lines(of: columnWidth), [right].lines(of: columnWidth)) + [rule]
  }

  private var rule: String {
    let line = String(repeating: "─", count: columnWidth + 1)
    return style.dim(
      isStacked ? String(repeating: "─", count: max(1, width)) : line + "┼" + line)
  }

  /// What a cell without lines says, once, at the top of a step that one side lacks.
  private func wordForNoStep(_ section: DiffSection) -> PaintedPiece? {
    if section.left == nil { return PaintedPiece(text: diff.left.wordForNoStep, code: "2") }
    return section.right == nil ? PaintedPiece(text: diff.right.wordForNoStep, code: "2") : nil
  }

  // MARK: Beside each other

  private func beside(_ section: DiffSection, _ file: DiffFile) -> [String] {
    section.rows.enumerated().flatMap { index, row in
      let word = index == 0 ? wordForNoStep(section) : nil
      let notes = facing(
        note(row.left, isLeft: true, file).map { [[$0]] } ?? [],
        note(row.right, isLeft: false, file).map { [[$0]] } ?? [])
      return notes + facing(cell(row.left, true, word), cell(row.right, false, word))
    }
  }

  /// A cell's lines; without a line, what is said instead.
  private func cell(_ cell: DiffCell?, _ isLeft: Bool, _ word: PaintedPiece?) -> [[PaintedPiece]] {
    let room = columnWidth - numberWidth - 2
    guard let cell else { return word.map { [[margin, $0]] } ?? [] }
    return cell.painted(isLeft: isLeft).lines(of: room).enumerated().map { index, pieces in
      (index == 0 ? label(cell, isLeft, sign: cell.sign(isLeft: isLeft)) : [margin]) + pieces
    }
  }

  private var margin: PaintedPiece {
    PaintedPiece(text: String(repeating: " ", count: numberWidth + 2))
  }

  /// `  9~ `
  private func label(_ cell: DiffCell, _ isLeft: Bool, sign: String) -> [PaintedPiece] {
    [
      PaintedPiece(text: numeral(cell.line.number), code: "2"),
      PaintedPiece(text: sign, code: cell.sideCode(isLeft: isLeft)),
      PaintedPiece(text: " "),
    ]
  }

  private func numeral(_ number: Int?) -> String {
    let digits = number.map(String.init) ?? ""
    return String(repeating: " ", count: numberWidth - digits.count) + digits
  }

  /// Above a block that moved: where it is on the other side.
  private func note(_ cell: DiffCell?, isLeft: Bool, _ file: DiffFile) -> PaintedPiece? {
    cell?.movedNote(isLeft: isLeft, in: file).map {
      PaintedPiece(text: margin.text + shownCode($0), code: cell?.sideCode(isLeft: isLeft) ?? "")
    }
  }

  /// Two cells' lines beside each other, the shorter filled up.
  private func facing(_ left: [[PaintedPiece]], _ right: [[PaintedPiece]]) -> [String] {
    (0..<max(left.count, right.count)).map { index in
      let one = index < left.count ? left[index] : []
      let other = index < right.count ? right[index] : []
      let missing = String(repeating: " ", count: max(0, columnWidth - one.displayWidth))
      let line = style.painted(one) + missing + style.dim(" │")
      return other.isEmpty ? line : line + " " + style.painted(other)
    }
  }

  // MARK: Below each other

  /// Runs of changed lines: first what the left has, then what the right has; equal lines once.
  private func stacked(_ section: DiffSection, _ file: DiffFile) -> [String] {
    var lines =
      wordForNoStep(section).map { [style.painted([space, margin, $0])] } ?? []
    var run: [DiffRow] = []
    func flush() {
      for row in run { lines += stackedCell(row.left, true, file) }
      for row in run { lines += stackedCell(row.right, false, file) }
      run = []
    }
    for row in section.rows {
      guard row.left?.mark == .same, let cell = row.right else {
        run.append(row)
        continue
      }
      flush()
      lines += stackedCell(cell, false, file)
    }
    flush()
    return lines
  }

  /// Before the number stands which side has the line, behind it what became of it where that is not all.
  private func stackedCell(_ cell: DiffCell?, _ isLeft: Bool, _ file: DiffFile) -> [String] {
    guard let cell else { return [] }
    let side = PaintedPiece(
      text: cell.mark == .same ? " " : isLeft ? "-" : "+", code: cell.sideCode(isLeft: isLeft))
    let sign = cell.mark == .only ? " " : cell.sign(isLeft: isLeft)
    let first = [side] + label(cell, isLeft, sign: sign)
    let code = cell.painted(isLeft: isLeft).lines(of: max(10, width - numberWidth - 3))
    let notes = note(cell, isLeft: isLeft, file).map { [[space, $0]] } ?? []
    return (notes + code.enumerated().map { ($0 == 0 ? first : [space, margin]) + $1 })
      .map(style.painted)
  }

  private var space: PaintedPiece { PaintedPiece(text: " ") }
}

extension DiffCell {
  /// `moved to lines 4–9`
  func movedNote(isLeft: Bool, in file: DiffFile) -> String? {
    elsewhere.map {
      isLeft
        ? "moved to \($0.shown(in: file.rightName))" : "moved from \($0.shown(in: file.leftName))"
    }
  }
}
