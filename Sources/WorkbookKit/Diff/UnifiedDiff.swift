// Two texts under each other: what goes (-), what comes (+), and what stays, as `diff -u` shows it without leaving anything out.

/// Writes the difference of two texts.
struct UnifiedDiff {
  let style: Style

  func text(_ left: String, _ leftName: String, _ right: String, _ rightName: String) -> String {
    let (first, second) = (textLines(left), textLines(right))
    var result = ["--- \(leftName)", "+++ \(rightName)"].map(style.bold)
    for change in lineChanges(first, second) {
      switch change {
      case .same(_, let index): result.append("  " + second[index])
      case .removed(let index): result.append(style.red("- " + first[index]))
      case .added(let index): result.append(style.green("+ " + second[index]))
      }
    }
    return result.joined(separator: "\n")
  }
}
