// What a student gets to read: the verdict as it stands in a terminal, in a text file and on a page.

import Foundation

/// A student's report on one exercise.
struct StudentReport {
  let work: GradedWork

  /// The verdict in words, without colours. What a program has printed can neither move a cursor nor change a colour.
  var text: String {
    ([heading] + lines).joined(separator: "\n") + "\n"
  }

  private var heading: String {
    shownCode("\(work.student), \(work.exercise)") + (work.isLate ? " (late)" : "")
  }

  private var lines: [String] {
    textLines(VerdictText(style: Style(isColoured: false)).text(for: work.verdict)).map(shownCode)
  }

  var html: String {
    let shown = HTMLText.escaped
    let rows = work.verdict.checks.map { result in
      let mark = CheckMark(result.status)
      return "<tr><td class=\"\(mark.rawValue)\">\(mark.sign) \(mark.word)</td>"
        + "<th scope=\"row\">\(shown(result.name))</th>"
        + "<td class=\"count\">\(result.earned) of \(result.points)</td>"
        + "<td>\(shown(shownCode(result.sentence)))</td></tr>"
    }
    return GradebookPage.page(
      title: "\(shownCode(work.student)): \(work.verdict.title)",
      """
      <p class="figure"><b>\(work.points)</b> of \(work.maximum) points\(work.isLate ? " · late" : "")</p>
      <p class="quiet">\(shown(work.exercise)) · seed \(work.verdict.seed)</p>
      <div class="wide"><table>
      <thead><tr><th>result</th><th>check</th><th class="count">points</th><th>what is asked for</th></tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      </table></div>
      <h2>In full</h2>
      <pre>\(shown(lines.joined(separator: "\n")))</pre>
      """)
  }
}

/// What came of a check, in one sign and one word.
enum CheckMark: String {
  case passed, failed, skipped, fault

  init(_ status: CheckResult.Status) {
    switch status {
    case .passed: self = .passed
    case .skipped, .notAsked: self = .skipped
    case .graderAtFault: self = .fault
    case .wrong, .tooLate, .crashed, .overLimit, .doesNotStart, .neverListens: self = .failed
    }
  }

  var sign: String {
    switch self {
    case .passed: "✓"
    case .failed: "✗"
    case .skipped: "–"
    case .fault: "?"
    }
  }

  var word: String {
    switch self {
    case .passed: "holds"
    case .failed: "fails"
    case .skipped: "not asked"
    case .fault: "grader at fault"
    }
  }
}
