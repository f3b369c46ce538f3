// A column taken apart at its numbered comments (`// 1. Choose: …`), so that both columns can be aligned on them.

/// A step of a column: what stands from one numbered comment to the next.
struct Step: Equatable {
  /// 0 for what stands before the first comment.
  var number: Int
  /// The comment's words: `Choose: every request comes here, …`, as far as they stand on its first line.
  var title: String
  var lines: [String]
  /// The number of the first line in its file, from 1.
  var firstLine: Int
}

/// The steps of a file, in the order in which they stand there.
func steps(of text: String) -> [Step] {
  var steps = [Step(number: 0, title: "", lines: [], firstLine: 1)]
  for (index, line) in textLines(text).enumerated() {
    if let match = line.firstMatch(of: /^\s*\/\/ (\d+)\. (.*)$/), let number = Int(match.1) {
      steps.append(Step(number: number, title: String(match.2), lines: [], firstLine: index + 1))
    }
    steps[steps.count - 1].lines.append(line)
  }
  return steps.filter { !$0.lines.isEmpty }
}

/// Both columns' steps, paired by number in the order of the left one; what only the right has keeps its place behind the
/// step that it follows there.
func pairedSteps(_ left: [Step], _ right: [Step]) -> [(left: Step?, right: Step?)] {
  var pairs: [(left: Step?, right: Step?)] = []
  var used: Set<Int> = []
  func addUnpaired(after number: Int?) {
    guard let place = right.firstIndex(where: { $0.number == number }) else { return }
    for step in right[(place + 1)...] {
      if left.contains(where: { $0.number == step.number }) { break }
      if used.insert(step.number).inserted { pairs.append((nil, step)) }
    }
  }
  for step in left {
    let partner = used.insert(step.number).inserted ? right.first { $0.number == step.number } : nil
    pairs.append((step, partner))
    addUnpaired(after: step.number)
  }
  for step in right where used.insert(step.number).inserted { pairs.append((nil, step)) }
  return pairs
}
