// For Exercism: results.json of a test runner, version 3.
// https://exercism.org/docs/building/tooling/test-runners/interface

/// `results.json`. Where nothing could be asked there are no tests, and `message` says why.
struct ExercismReport: Encodable {
  let version = 3
  let status: String
  let message: OrNull
  let tests: [Test]

  struct Test: Encodable {
    let name: String
    let status: String
    let message: OrNull
    let output: OrNull
    let testCode: String

    private enum CodingKeys: String, CodingKey {
      case name, status, message, output
      case testCode = "test_code"
    }
  }

  init(_ report: Report) {
    let verdict = report.verdict
    let wasAsked = verdict.status == .asked
    if wasAsked {
      status = verdict.isFull ? "pass" : "fail"
    } else {
      status = "error"
    }
    message = OrNull(wasAsked ? nil : report.remarks)
    let outputs = verdict.checks.map(\.output)
    tests =
      !wasAsked
      ? []
      : zip(report.tests, outputs).map { test, output in
        Test(
          name: test.name, status: Self.word(for: test.outcome),
          message: OrNull(test.outcome == .passed ? nil : test.text),
          output: OrNull(output.isEmpty ? nil : Self.shortened(output)),
          testCode: report.requests[test.name] ?? test.sentence)
      }
  }

  private static func word(for outcome: Report.Test.Outcome) -> String {
    switch outcome {
    case .passed: "pass"
    case .failed, .skipped: "fail"
    case .graderAtFault: "error"
    }
  }

  /// At most 500 characters, as the interface asks; what is cut is said to be.
  private static func shortened(_ output: String) -> String {
    // A character of Swift's can be several of others.
    let scalars = output.unicodeScalars
    guard scalars.count > 500 else { return output }
    let note = "\nOutput was truncated. Please limit to 500 chars."
    let kept = scalars.prefix(500 - note.unicodeScalars.count)
    return String(String.UnicodeScalarView(kept)) + note
  }
}

/// Text that is written as `null` where there is none, instead of being left out.
struct OrNull: Encodable {
  private let text: String?

  init(_ text: String?) { self.text = text }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let text { try container.encode(text) } else { try container.encodeNil() }
  }
}
