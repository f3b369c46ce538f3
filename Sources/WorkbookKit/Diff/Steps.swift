// A column taken apart at its numbered comments (`// 1. Choose: …`), so that both columns can be aligned on them.

/// A step of a column: what stands from one numbered comment to the next.
struct Step: Equatable {
  /// 0 for what stands before the first comment.
  var number: Int
  /// The comment's words: `Choose: every request comes here, …`, as far as they stand on its first line.
  var title: String
  var lines: [CodeLine]

  /// `Choose`: the title as far as both columns, and other lessons, have it alike.
  var name: String {
    String(title.prefix { !":,.;".contains($0) })
  }
}

/// The steps of a file, in the order in which they stand there.
func steps(of lines: [CodeLine]) -> [Step] {
  var steps = [Step(number: 0, title: "", lines: [])]
  for line in lines {
    if let (number, title) = stepComment(line) {
      steps.append(Step(number: number, title: title, lines: []))
    }
    steps[steps.count - 1].lines.append(line)
  }
  return steps.filter { !$0.lines.isEmpty }
}

/// `// 1. Choose: …`
private func stepComment(_ line: CodeLine) -> (Int, String)? {
  let bytes = trimmedBytes(line.text)
  guard line.tokens.first(where: { !$0.isBlank })?.kind == .comment, bytes.starts(with: "// ".utf8)
  else { return nil }
  let rest = bytes.dropFirst(3)
  let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= $0 }
  guard let number = Int(String(decoding: digits, as: UTF8.self)),
    rest.dropFirst(digits.count).starts(with: ". ".utf8)
  else { return nil }
  return (number, String(decoding: rest.dropFirst(digits.count + 2), as: UTF8.self))
}

/// Both columns' steps in pairs, in the order of the left ones; what only the right has keeps its place behind the step
/// that it follows there. Steps belong together by number and name, else by name (the same step of two lessons), else
/// by number.
func pairedSteps(_ left: [Step], _ right: [Step]) -> [(left: Step?, right: Step?)] {
  let partners = partners(of: left, in: right)
  let taken = Set(partners.compactMap { $0 })
  var pairs: [(left: Step?, right: Step?)] = []
  var shown: Set<Int> = []
  for (step, partner) in zip(left, partners) {
    pairs.append((step, partner.map { right[$0] }))
    guard let partner else { continue }
    for index in right.indices.dropFirst(partner + 1) {
      guard !taken.contains(index) else { break }
      pairs.append((nil, right[index]))
      shown.insert(index)
    }
  }
  for index in right.indices where !taken.contains(index) && !shown.contains(index) {
    pairs.append((nil, right[index]))
  }
  return pairs
}

/// For each left step the place of the right one that belongs to it.
private func partners(of left: [Step], in right: [Step]) -> [Int?] {
  var partners = [Int?](repeating: nil, count: left.count)
  var isTaken = [Bool](repeating: false, count: right.count)
  func pair(by key: (Step) -> String?) {
    var places: [String: [Int]] = [:]
    for index in right.indices.reversed() where !isTaken[index] {
      if let key = key(right[index]) { places[key, default: []].append(index) }
    }
    for index in left.indices where partners[index] == nil {
      guard let key = key(left[index]), let place = places[key]?.popLast() else { continue }
      partners[index] = place
      isTaken[place] = true
    }
  }
  pair { "\($0.number) \($0.name)" }
  pair { $0.name.isEmpty ? nil : $0.name }
  pair { "\($0.number)" }
  return partners
}
