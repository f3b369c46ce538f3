// A verdict in words: what holds, what does not, and how to see it oneself.

import Engine

/// Writes verdicts for the terminal.
struct VerdictText {
  let style: Style

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
    case .passed: return [style.green("✓ \(name)") + "  \(check.sentence)"]
    case .skipped(let needs):
      return [style.dim("- \(name)  skipped: it needs \(needs.joined(separator: ", "))")]
    case .notAsked: return [style.dim("- \(name)  \(check.sentence)")]
    case .wrong(let mistakes):
      return [style.red("✗ \(name)") + "  \(check.sentence)"] + mistakes.flatMap(lines(for:))
    case .tooLate(let mistakes):
      return [style.red("✗ \(name)  answers too late, or not at all")]
        + mistakes.flatMap(lines(for:))
    case .crashed(let mistakes, let status, let output):
      return [style.red("✗ \(name)  crashed: \(status.words)")] + printed(output)
        + mistakes.flatMap(lines(for:))
    }
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

  private func printed(_ output: String) -> [String] {
    let lines = textLines(output)
    if lines.isEmpty { return ["    it printed nothing"] }
    let kept = lines.suffix(12)
    let note = kept.count < lines.count ? " (its last \(kept.count) lines of \(lines.count))" : ""
    return ["    it printed\(note):"] + kept.map { "      " + style.dim($0) }
  }

  /// The lines behind the first begin below it.
  private func hanging(_ text: String) -> String {
    textLines(text).joined(separator: "\n" + String(repeating: " ", count: 18))
  }
}

extension ChildProcess.ExitStatus {
  /// How a program ended, for somebody who has never heard of signals.
  var words: String {
    switch self {
    case .exited(let status): "it ended by itself with status \(status)"
    case .signalled(4), .signalled(5):
      "a Swift runtime error ended it (an index out of range, nil unwrapped, …)"
    case .signalled(6): "it ended itself (SIGABRT)"
    case .signalled(11): "it touched memory that is not its own (SIGSEGV)"
    case .signalled(let number): "signal \(number) ended it"
    }
  }
}
