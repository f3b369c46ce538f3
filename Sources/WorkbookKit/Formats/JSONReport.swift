// The verdict as JSON, whole: whoever writes a program for a course of their own reads this.

/// `Verdict` as it is, with the sums that it computes: `points`, `maximum`, `isFull`, `seconds`, and in each check
/// `earned`.
struct JSONReport: Encodable {
  let report: Report

  private enum Key: String, CodingKey {
    case exercise, title, seed, status, reason, output, points, maximum, isFull, seconds
    case checks, remarks
  }

  func encode(to encoder: any Encoder) throws {
    let verdict = report.verdict
    var fields = encoder.container(keyedBy: Key.self)
    try fields.encode(verdict.exercise, forKey: .exercise)
    try fields.encode(verdict.title, forKey: .title)
    try fields.encode(verdict.seed, forKey: .seed)
    try fields.encode(verdict.status, forKey: .status)
    try fields.encode(verdict.reason, forKey: .reason)
    try fields.encode(verdict.output, forKey: .output)
    try fields.encode(verdict.points, forKey: .points)
    try fields.encode(verdict.maximum, forKey: .maximum)
    try fields.encode(verdict.isFull, forKey: .isFull)
    try fields.encode(report.seconds, forKey: .seconds)
    try fields.encode(verdict.checks.map(Check.init), forKey: .checks)
    try fields.encode(verdict.remarks, forKey: .remarks)
  }

  /// A check's result, with what it gave.
  private struct Check: Encodable {
    let result: CheckResult

    private enum Key: String, CodingKey { case earned }

    func encode(to encoder: any Encoder) throws {
      try result.encode(to: encoder)
      var fields = encoder.container(keyedBy: Key.self)
      try fields.encode(result.earned, forKey: .earned)
    }
  }
}
