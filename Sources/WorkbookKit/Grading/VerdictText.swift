// A verdict in words: what holds, what does not, and how to see it oneself. How a mistake is shown stands in
// `VerdictText+Mistakes.swift`.

/// Writes verdicts for the terminal.
struct VerdictText {
  let style: Style
  /// Columns; sentences are wrapped, requests and answers are not, so that they can be copied.
  var width = 100

  func text(for verdict: Verdict) -> String {
    var lines = [style.bold(verdict.title)]
    lines += trouble(verdict)
    for result in verdict.checks { lines += self.lines(for: result) }
    lines += remarks(verdict)
    let points = "\(verdict.points) of \(verdict.maximum) points"
    lines.append(verdict.isFull ? style.green(points) : style.bold(points))
    if verdict.status == .asked { lines[lines.count - 1] += style.dim("  (seed \(verdict.seed))") }
    return lines.joined(separator: "\n")
  }

  /// Why nothing could be asked.
  func trouble(_ verdict: Verdict) -> [String] {
    let reason = verdict.reason
    switch verdict.status {
    case .asked: return []
    case .unreadable: return [style.red("cannot be graded: \(reason)")]
    case .doesNotCompile:
      return [style.red("does not compile; the compiler says:")]
        + textLines(reason).map { "  " + $0 }
    case .compilingWasEnded: return [style.red(reason)]
    case .doesNotStart:
      return [style.red("ended before it listened: \(reason)")] + printed(verdict.output)
    case .neverListens:
      return [style.red("never listened: \(reason)")] + printed(verdict.output)
    case .graderAtFault: return atFault(reason)
    }
  }

  private func atFault(_ reason: String) -> [String] {
    [style.red("the grader is at fault, not your program:")] + textLines(reason).map { "  " + $0 }
  }

  func lines(for result: CheckResult) -> [String] {
    let name = "\(result.name) (\(result.points))"
    func failed(_ sentence: String) -> [String] { head("✗ \(name)", sentence, .red) }
    switch result.status {
    case .passed: return head("✓ \(name)", result.sentence, .green)
    case .skipped:
      return head("- \(name)", "skipped: it needs \(result.missing.joined(separator: ", "))", .dim)
    case .notAsked:
      let reason = result.reason.isEmpty ? "" : ": \(result.reason)"
      return head("- \(name)", "not asked\(reason)", .dim)
    case .wrong:
      return failed(result.sentence) + (result.reason.isEmpty ? [] : ["    " + result.reason])
        + lines(for: result.mistakes)
        + (result.output.isEmpty ? [] : printed(result.output, last: 4))
    case .tooLate:
      return failed(result.sentence)
        + ["    no answer in time: a loop without an end, or a wait that nothing ends?"]
        + lines(for: result.mistakes)
    case .crashed:
      let how = result.signal.map { "crashed (signal \($0))" } ?? "ended while it was asked"
      return failed("\(how): \(result.reason)") + printed(result.output)
        + lines(for: result.mistakes)
    case .overLimit:
      return failed("over a limit: \(result.reason)") + printed(result.output)
        + lines(for: result.mistakes)
    case .doesNotStart:
      return failed("ended before it listened: \(result.reason)") + printed(result.output)
    case .neverListens: return failed("never listened: \(result.reason)") + printed(result.output)
    case .graderAtFault:
      return head("? \(name)", "", .yellow) + atFault(result.reason).map { "    " + $0 }
    }
  }

  /// A sentence in lines that are indented by some columns.
  func paragraph(_ sentence: String, indent columns: Int) -> [String] {
    let indent = String(repeating: " ", count: columns)
    return textLines(indent + sentence.wrapped(to: max(width, 40), indent: indent))
  }

  /// A check's first line; the sentence goes on below itself.
  private func head(_ name: String, _ sentence: String, _ paint: Style.Paint) -> [String] {
    guard !sentence.isEmpty else { return [style.painted(name, paint)] }
    let indent = String(repeating: " ", count: 4)
    let wrapped = "\(name)  \(sentence)".wrapped(to: max(width, 40), indent: indent)
    let lines = textLines(wrapped)
    guard let first = lines.first, first.hasPrefix(name) else { return lines }
    return [style.painted(name, paint) + first.dropFirst(name.count)] + lines.dropFirst()
  }

  /// What the program printed; the list of addresses that the runtime adds to a crash helps nobody here.
  private func printed(_ output: String, last count: Int = 12) -> [String] {
    let lines = textLines(output).prefix { !$0.hasPrefix("Current stack trace:") }
    if lines.isEmpty { return ["    it printed nothing"] }
    let kept = lines.suffix(count)
    let note = kept.count < lines.count ? " (its last \(kept.count) lines of \(lines.count))" : ""
    return ["    it printed\(note):"] + kept.map { "      " + style.dim($0) }
  }

  /// What costs no points.
  func remarks(_ verdict: Verdict) -> [String] {
    verdict.remarks.flatMap { remark in
      head("! \(remark.found)", remark.sentence, .yellow)
    }
  }
}
