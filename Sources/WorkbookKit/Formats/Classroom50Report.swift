// For classroom50: result.json, schema classroom50/result/v1, in which all scores are whole numbers.
//
// The published schema was not at hand when this was written. What is here is the plainest reading of its name: the sums, and
// for each test its own. Compare it with the schema before a class depends on it.

/// `result.json`.
struct Classroom50Report: Encodable {
  let schema = "classroom50/result/v1"
  let exercise: String
  /// `passed`, `failed`, or `error` where the grader is at fault.
  let status: String
  let score: Int
  let maxScore: Int
  let message: String
  let tests: [Test]

  struct Test: Encodable {
    let name: String
    /// `passed`, `failed`, `skipped` or `error`.
    let status: String
    let score: Int
    let maxScore: Int
    let message: String

    private enum CodingKeys: String, CodingKey {
      case name, status, score
      case maxScore = "max_score"
      case message
    }
  }

  private enum CodingKeys: String, CodingKey {
    case schema, exercise, status, score
    case maxScore = "max_score"
    case message, tests
  }

  init(_ report: Report) {
    let verdict = report.verdict
    exercise = verdict.exercise
    if verdict.status == .graderAtFault {
      status = "error"
    } else {
      status = verdict.isFull ? "passed" : "failed"
    }
    (score, maxScore) = (verdict.points, verdict.maximum)
    message = report.remarks
    tests = report.tests.map { test in
      Test(
        name: test.name, status: Self.word(for: test.outcome), score: test.points,
        maxScore: test.maximum, message: test.text)
    }
  }

  private static func word(for outcome: Report.Test.Outcome) -> String {
    switch outcome {
    case .passed: "passed"
    case .failed: "failed"
    case .skipped: "skipped"
    case .graderAtFault: "error"
    }
  }
}
