// For Gradescope: what an autograder leaves at /autograder/results/results.json.
// https://gradescope-autograders.readthedocs.io/en/latest/specs/

/// `results.json`. Students see every test, and nothing of what the scripts print.
struct GradescopeReport: Encodable {
  let score: Int
  let executionTime: Double
  let output: String
  let outputFormat = "text"
  let visibility = "visible"
  let stdoutVisibility = "hidden"
  let tests: [Test]

  struct Test: Encodable {
    let score: Int
    let maxScore: Int
    let status: String
    let name: String
    let nameFormat = "text"
    let number: String
    let output: String
    let outputFormat = "text"
    let visibility = "visible"

    private enum CodingKeys: String, CodingKey {
      case score
      case maxScore = "max_score"
      case status, name
      case nameFormat = "name_format"
      case number, output
      case outputFormat = "output_format"
      case visibility
    }
  }

  private enum CodingKeys: String, CodingKey {
    case score
    case executionTime = "execution_time"
    case output
    case outputFormat = "output_format"
    case visibility
    case stdoutVisibility = "stdout_visibility"
    case tests
  }

  init(_ report: Report) {
    score = report.verdict.points
    executionTime = report.seconds
    let seed = report.verdict.status == .asked ? "Seed \(report.verdict.seed)" : ""
    output = [report.remarks, seed].filter { !$0.isEmpty }.joined(separator: "\n")
    tests = report.tests.enumerated().map { index, test in
      Test(
        score: test.points, maxScore: test.maximum,
        status: test.outcome == .passed ? "passed" : "failed", name: test.name,
        number: "\(index + 1)", output: test.text)
    }
  }
}
