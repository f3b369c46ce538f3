// A verdict in words: what holds, what does not, and how to see it oneself.

/// Writes verdicts for the terminal.
struct VerdictText {
  let style: Style
  /// Columns; sentences are wrapped, requests and answers are not, so that they can be copied.
  var width = 100

  func text(for verdict: Verdict) -> String {
    var lines = [style.bold(verdict.exercise.title)]
    lines += trouble(verdict)
    for result in verdict.results { lines += self.lines(for: result) }
    let points = "\(verdict.points) of \(verdict.exercise.points) points"
    lines.append(verdict.isFull ? style.green(points) : style.bold(points))
    if verdict.outcome == .asked { lines[lines.count - 1] += style.dim("  (seed \(verdict.seed))") }
    return lines.joined(separator: "\n")
  }

  /// Why nothing could be asked.
  private func trouble(_ verdict: Verdict) -> [String] {
    switch verdict.outcome {
    case .asked: []
    case .doesNotCompile(let words):
      [style.red("does not compile; the compiler says:")] + textLines(words).map { "  " + $0 }
    case .compilingTookTooLong(let seconds):
      [style.red("compiling took longer than \(seconds) s, and was ended")]
    case .compilingWentOverLimit(let excess):
      [style.red("compiling was ended: \(excess.words)")]
    case .doesNotStart(let failure): startTrouble(failure)
    }
  }

  private func startTrouble(_ failure: Program.StartFailure) -> [String] {
    switch failure {
    case .ended(let status, let output):
      [style.red("ended before it listened: \(status.words)")] + printed(output)
    case .neverListened(let seconds, let output):
      [style.red("never listened: it was ended after \(seconds) s. Does it call listen?")]
        + printed(output)
    case .cannotStart(let reason): [style.red("could not be started: \(reason)")]
    }
  }

  private func lines(for result: CheckResult) -> [String] {
    let check = result.check
    let name = "\(check.name) (\(check.points))"
    switch result.status {
    case .passed: return head("✓ \(name)", check.sentence, .green)
    case .skipped(let needs):
      return head("- \(name)", "skipped: it needs \(needs.joined(separator: ", "))", .dim)
    case .notAsked: return head("- \(name)", "not asked", .dim)
    case .wrong(let mistakes, let said):
      return head("✗ \(name)", check.sentence, .red) + lines(for: mistakes)
        + (said.isEmpty ? [] : printed(said, last: 4))
    case .tooLate(let mistakes):
      let why = "answers too late, or not at all: is there a loop without an end?"
      return head("✗ \(name)", why, .red) + lines(for: mistakes)
    case .crashed(let mistakes, let end, let output):
      return head("✗ \(name)", "\(how(end)): \(end.words)", .red) + printed(output)
        + lines(for: mistakes)
    }
  }

  private func how(_ end: ProgramEnd) -> String {
    switch end {
    case .exited(0): "ended while it was asked"
    case .overLimit: "over a limit"
    case .exited, .signalled: "crashed"
    }
  }

  /// A check's first line; the sentence goes on below itself.
  private func head(_ name: String, _ sentence: String, _ paint: Style.Paint) -> [String] {
    let indent = String(repeating: " ", count: 4)
    let wrapped = "\(name)  \(sentence)".wrapped(to: max(width, 40), indent: indent)
    let lines = textLines(wrapped)
    guard let first = lines.first, first.hasPrefix(name) else { return lines }
    return [style.painted(name, paint) + first.dropFirst(name.count)] + lines.dropFirst()
  }

  private func lines(for mistakes: [Mistake]) -> [String] {
    guard let first = mistakes.first else { return [] }
    // The first one can be seen again only after what went before it.
    let before = first.before.map { style.dim("    \($0)") }
    return (before.isEmpty ? [] : [style.dim("    after")] + before) + mistakes.flatMap(lines(for:))
  }

  private func lines(for mistake: Mistake) -> [String] {
    var lines = ["    " + style.cyan(mistake.curl) + style.dim("  (check.hurl:\(mistake.line))")]
    for failure in mistake.failures {
      lines.append("      \(failure.question)")
      lines.append("        expected  \(hanging(failure.expected))")
      lines.append("        actual    \(hanging(failure.actual))")
    }
    for difference in mistake.differences {
      lines.append("      \(difference.subject) is not what the given program answers")
      lines.append("        given     \(difference.right)")
      lines.append("        yours     \(difference.left)")
    }
    return lines
  }

  /// What the program printed; the list of addresses that the runtime adds to a crash helps nobody here.
  private func printed(_ output: String, last count: Int = 12) -> [String] {
    let lines = textLines(output).prefix { !$0.hasPrefix("Current stack trace:") }
    if lines.isEmpty { return ["    it printed nothing"] }
    let kept = lines.suffix(count)
    let note = kept.count < lines.count ? " (its last \(kept.count) lines of \(lines.count))" : ""
    return ["    it printed\(note):"] + kept.map { "      " + style.dim($0) }
  }

  /// The lines behind the first begin below it.
  private func hanging(_ text: String) -> String {
    textLines(text).joined(separator: "\n" + String(repeating: " ", count: 18))
  }
}
