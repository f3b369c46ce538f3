// Names that were changed throughout: `user` on the left is `account` on the right, wherever it stands.
//
// Evidence are lines that differ in nothing but names. A name counts as renamed if all such lines agree about it, if
// the old name is gone from the right and the new one was not on the left, and if both are declared in their own
// program: `end` that became `send` is another call, not another name.

/// The names of the left that are called differently on the right, in the order in which they turn up.
func findRenames(_ left: [CodeLine], _ right: [CodeLine], in sections: [DiffSection]) -> [Rename] {
  let (old, new) = (names(in: left), names(in: right))
  let candidates = declaredNames(in: left).subtracting(new)
  let targets = declaredNames(in: right).subtracting(old)
  guard !candidates.isEmpty, !targets.isEmpty else { return [] }
  var order: [String] = []
  var votes: [String: Set<String>] = [:]
  var sources: [String: Set<String>] = [:]
  for row in sections.flatMap(facingLines) {
    guard let pairs = differingNames(row.0, row.1) else { continue }
    for pair in pairs where candidates.contains(pair.old) && targets.contains(pair.new) {
      if votes[pair.old] == nil { order.append(pair.old) }
      votes[pair.old, default: []].insert(pair.new)
      sources[pair.new, default: []].insert(pair.old)
    }
  }
  return order.compactMap { name in
    guard let names = votes[name], names.count == 1, let only = names.first,
      sources[only]?.count == 1
    else { return nil }
    return Rename(old: name, new: only)
  }
}

/// The lines of a step that could be the same one with other names: those that face each other, and those of the same
/// shape in the order in which they stand there.
private func facingLines(_ section: DiffSection) -> [(CodeLine, CodeLine)] {
  let unlike = section.rows.filter { $0.left?.mark != .same }
  let facing = unlike.compactMap { row in
    row.left.flatMap { left in row.right.map { (left.line, $0.line) } }
  }
  let (old, new) = (section.rows.compactMap { $0.left }, section.rows.compactMap { $0.right })
  let (first, second) = (
    old.filter { $0.mark != .same }.map(\.line), new.filter { $0.mark != .same }.map(\.line)
  )
  let shaped = changes(from: first.map(shape), to: second.map(shape)).compactMap {
    if case .same(let left, let right) = $0 { (first[left], second[right]) } else { nil }
  }
  return facing + shaped
}

/// A line with all its names left out.
private func shape(_ line: CodeLine) -> String {
  line.tokens.filter { $0.kind != .space }.map { $0.isName ? "…" : $0.text }.joined(separator: " ")
}

/// The names in which two lines differ; nil where they differ in something else, or have so little in common that it
/// says nothing.
private func differingNames(_ left: CodeLine, _ right: CodeLine) -> [Rename]? {
  let first = left.tokens.filter { $0.kind != .space }
  let second = right.tokens.filter { $0.kind != .space }
  guard first.count == second.count else { return nil }
  var renames: [Rename] = []
  for (one, other) in zip(first, second) where one != other {
    guard one.isName, other.isName else { return nil }
    renames.append(Rename(old: one.text, new: other.text))
  }
  let hasCommonWord = zip(first, second).contains { one, other in
    one == other && (one.isName || one.kind == .keyword || one.kind == .text)
      && one.text.utf8.contains { $0.isNamePart }
  }
  return hasCommonWord ? renames : nil
}

private func names(in lines: [CodeLine]) -> Set<String> {
  Set(lines.flatMap { $0.tokens.filter(\.isName).map(\.text) })
}

/// Names behind `let`, `func`, `struct` and their like, of parameters, and of what a closure takes.
private func declaredNames(in lines: [CodeLine]) -> Set<String> {
  let words: Set<String> = [
    "actor", "case", "class", "enum", "for", "func", "let", "protocol", "struct", "typealias",
    "var",
  ]
  var names: Set<String> = []
  for line in lines {
    let tokens = line.tokens.filter { $0.kind != .space && $0.kind != .comment }
    for (index, token) in tokens.enumerated() where token.isName {
      let before = index > 0 ? tokens[index - 1].text : ""
      let after = index + 1 < tokens.count ? tokens[index + 1].text : ""
      if words.contains(before) || after == ":" { names.insert(token.text) }
    }
    names.formUnion(closureParameters(tokens))
  }
  return names
}

/// `{ request, response in`
private func closureParameters(_ tokens: [SwiftToken]) -> [String] {
  var parameters: [String] = []
  var isOpen = false
  for token in tokens {
    if token.text == "{" || token.text == "(" && isOpen && parameters.isEmpty {
      (parameters, isOpen) = ([], true)
    } else if token.text == "in", isOpen {
      return parameters
    } else if token.isName {
      parameters.append(token.text)
    } else if token.text != "," && token.text != ")" {
      isOpen = false
    }
  }
  return []
}
