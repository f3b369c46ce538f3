// For Autolab: whatever is printed is feedback, and the last line holds the points of each problem.
// https://docs.autolabproject.com/lab/#writing-autograders

import Engine

/// What `grade` shows, and below it a line `{"scores": {"problem": points}}`.
enum AutolabReport {
  private struct Scores: Encodable { let scores: [String: Int] }

  static func text(for report: Report) throws -> String {
    let checks = report.verdict.checks
    let scores = Dictionary(checks.map { ($0.name, $0.earned) }) { first, _ in first }
    return try report.text + "\n" + JSON.stringify(Scores(scores: scores)) + "\n"
  }
}
