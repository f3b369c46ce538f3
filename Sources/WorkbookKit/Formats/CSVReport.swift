// A table for a spreadsheet: a line for each check.

/// The columns `exercise`, `seed`, `check`, `status`, `points`, `maximum` and `message`.
enum CSVReport {
  static func text(for report: Report) -> String {
    let heading = ["exercise", "seed", "check", "status", "points", "maximum", "message"]
    let rows = report.tests.map { test in
      [
        report.verdict.exercise, "\(report.verdict.seed)", test.name, "\(test.status)",
        "\(test.points)", "\(test.maximum)", test.outcome == .passed ? "" : test.text,
      ]
    }
    return CSV.text([heading] + rows)
  }
}
