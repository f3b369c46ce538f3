// Two columns beside each other, aligned on the numbered steps, and within a step line by line.

/// Writes two programs side by side.
struct SideBySide {
  let style: Style
  let width: Int
  /// Two columns of the lessons' 68 characters with their line numbers want this much; less is wrapped, and below 80
  /// columns the two stand under each other.
  static let narrowest = 80

  private var columnWidth: Int { (width - 3) / 2 }
  private let numberWidth = 4

  func text(_ left: String, _ leftName: String, _ right: String, _ rightName: String) -> String {
    if width < Self.narrowest { return stacked(left, leftName, right, rightName) }
    var rows = [
      style.bold(leftName.padded(to: columnWidth)) + separator + style.bold(rightName), rule,
    ]
    for pair in pairedSteps(steps(of: left), steps(of: right)) {
      rows += self.rows(pair.left, pair.right)
      rows.append(rule)
    }
    return rows.joined(separator: "\n")
  }

  private var separator: String { style.dim(" │ ") }
  private var rule: String {
    style.dim(
      String(repeating: "─", count: columnWidth + 1) + "┼"
        + String(repeating: "─", count: columnWidth + 1))
  }

  private func rows(_ left: Step?, _ right: Step?) -> [String] {
    guard let left else { return (right.map { only($0, isLeft: false) } ?? []) }
    guard let right else { return only(left, isLeft: true) }
    return aligned(left, right)
  }

  /// A step that one column lacks: its other cell is empty but for a word.
  private func only(_ step: Step, isLeft: Bool) -> [String] {
    let word = isLeft ? "(the framework did this for you)" : "(only with the framework)"
    let paint: Style.Paint = isLeft ? .red : .green
    var rows: [String] = []
    for index in step.lines.indices {
      let full = cell(step, index, paint)
      let empty = Cell(text: index == 0 ? word : "", paint: .dim)
      rows += isLeft ? row(full, empty) : row(empty, full)
    }
    return rows
  }

  /// The lines of a step that both have: equal ones face each other, and so do changed ones as far as there are as many.
  private func aligned(_ left: Step, _ right: Step) -> [String] {
    var rows: [String] = []
    var (removed, added): ([Int], [Int]) = ([], [])
    func flush() {
      for index in 0..<max(removed.count, added.count) {
        let one = index < removed.count ? cell(left, removed[index], .red) : Cell()
        let other = index < added.count ? cell(right, added[index], .green) : Cell()
        rows += row(one, other)
      }
      (removed, added) = ([], [])
    }
    for change in lineChanges(left.lines, right.lines) {
      switch change {
      case .removed(let index): removed.append(index)
      case .added(let index): added.append(index)
      case .same(let first, let second):
        flush()
        rows += row(cell(left, first, .plain), cell(right, second, .plain))
      }
    }
    flush()
    return rows
  }

  private struct Cell {
    var number: Int?
    var text = ""
    var paint = Style.Paint.plain
  }

  private func cell(_ step: Step, _ index: Int, _ paint: Style.Paint) -> Cell {
    Cell(number: step.firstLine + index, text: step.lines[index], paint: paint)
  }

  /// One row; a cell that is too long takes several lines.
  private func row(_ left: Cell, _ right: Cell) -> [String] {
    let (first, second) = (lines(of: left), lines(of: right))
    return (0..<max(first.count, second.count)).map { index in
      let one = index < first.count ? first[index] : (String(repeating: " ", count: columnWidth), 0)
      let other = index < second.count ? second[index] : ("", 0)
      let separator = other.0.isEmpty ? style.dim(" │") : separator
      return one.0 + String(repeating: " ", count: one.1) + separator + other.0
    }
  }

  /// A cell's lines, each with the spaces that are missing to the column's width.
  private func lines(of cell: Cell) -> [(text: String, missing: Int)] {
    let room = columnWidth - numberWidth
    return cell.text.pieces(of: room).enumerated().map { index, piece in
      let number = index == 0 ? cell.number.map(String.init) ?? "" : ""
      let label = String(repeating: " ", count: numberWidth - 1 - number.count) + number + " "
      return (style.dim(label) + style.painted(piece, cell.paint), room - piece.displayWidth)
    }
  }

  private func stacked(_ left: String, _ leftName: String, _ right: String, _ rightName: String)
    -> String
  {
    [style.bold(leftName), left, style.bold(rightName), right].joined(separator: "\n")
  }
}
