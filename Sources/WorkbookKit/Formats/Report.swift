// One grading, as other systems want to hear of it: whatever the format, it is made from this.
//
// What a report shows of a check is what `grade` shows in the terminal, without colours, and nothing besides: a student may
// see all of it.

import Engine

/// A verdict, and what reports say besides.
struct Report: Sendable, Equatable {
  var verdict: Verdict
  /// Seconds that grading took.
  var seconds = 0.0
  /// The requests of checks by the checks' names, as they stand in check.hurl; a format may show them.
  var requests: [String: String] = [:]

  /// What came of one check.
  struct Test: Sendable, Equatable {
    enum Outcome: Sendable, Equatable {
      case passed, failed, skipped
      /// Nothing is said about the program.
      case graderAtFault
    }

    var name: String
    var points: Int
    var maximum: Int
    var outcome: Outcome
    /// How it came, in one word: `wrong`, `tooLate`.
    var status: CheckResult.Status
    /// What is asked for.
    var sentence: String
    /// What `grade` shows of it.
    var lines: [String]

    /// The first line says what is wrong, the others show it.
    var summary: String { lines.first ?? "" }
    var text: String { lines.joined(separator: "\n") }
  }

  /// One for each check; one for the grading itself where nobody knows the checks, so that a report is never empty and
  /// taken for a success.
  var tests: [Test] {
    guard verdict.checks.isEmpty else { return verdict.checks.map(test) }
    return [
      Test(
        name: "grading", points: 0, maximum: 0, outcome: .graderAtFault, status: .graderAtFault,
        sentence: "The program is graded.", lines: words.trouble(verdict))
    ]
  }

  private func test(_ result: CheckResult) -> Test {
    var lines = words.lines(for: result)
    if result.status == .notAsked, verdict.status != .asked {
      // Such a list says first that something is wrong, and then what.
      let trouble = words.trouble(verdict)
      let rest = trouble.count > 2 ? " (and \(moreLines(trouble.count - 2)))" : ""
      lines[0] +=
        ": " + trouble.prefix(2).map { $0.drop { $0 == " " } }.joined(separator: " ") + rest
    }
    return Test(
      name: result.name, points: result.earned, maximum: result.points, outcome: outcome(result),
      status: result.status, sentence: result.sentence, lines: lines)
  }

  private func outcome(_ result: CheckResult) -> Test.Outcome {
    switch result.status {
    case .passed: .passed
    case .skipped: .skipped
    case .graderAtFault: .graderAtFault
    case .notAsked: verdict.status == .graderAtFault ? .graderAtFault : .failed
    case .wrong, .tooLate, .crashed, .overLimit, .doesNotStart, .neverListens: .failed
    }
  }

  /// What is to be said about the program as a whole: why it came no further, how it is written.
  var remarks: String {
    (words.trouble(verdict) + words.remarks(verdict)).joined(separator: "\n")
  }

  /// All that `grade` shows.
  var text: String { words.text(for: verdict) }

  /// No line is wrapped: whoever shows it knows better how wide it may be.
  private var words: VerdictText { VerdictText(style: Style(isColoured: false), width: .max) }
}

extension Report {
  /// What is to be said where grading came to no verdict.
  ///
  /// - Parameters:
  ///   - word: what the exercise was called.
  ///   - exercise: the exercise, where there is such a one.
  init(ofNothingBecause reason: String, _ word: String, _ exercise: Exercise?) {
    let checks = (try? exercise?.checks()) ?? []
    verdict = Verdict(
      exercise: exercise?.folder ?? word, title: exercise?.title ?? word, seed: 0,
      status: .graderAtFault, reason: reason, checks: checks.map { CheckResult($0) })
  }
}
