// Reports of every kind of grading, to be written in every format.

@testable import WorkbookKit

enum SampleReports {
  /// One check holds, one does not, one was skipped, and one was the grader's fault.
  static let mixed = Report(
    verdict: Verdict(
      exercise: "02-notes", title: "Notes by hand", seed: 7, status: .asked,
      checks: [
        CheckResult(name: "home", points: 60, sentence: "It greets.", status: .passed),
        CheckResult(
          name: "name", points: 20, sentence: "It says <your> \"name\".", status: .wrong,
          output: "warning",
          mistakes: [
            Mistake(
              request: AskedRequest(curl: "curl -i http://127.0.0.1:3000/x"), before: [],
              file: "check.hurl", line: 9,
              failures: [
                Failure(
                  position: Position(line: 11, column: 1), question: "body",
                  expected: "\"Hello, x\"", actual: "\"Hello\"")
              ], differences: [])
          ]),
        CheckResult(
          name: "again", points: 10, sentence: "Once more.", status: .skipped, missing: ["name"]),
        CheckResult(
          name: "odd", points: 10, sentence: "Odd.", status: .graderAtFault,
          reason: "too many open files"),
      ],
      remarks: [Remark(sentence: "the router takes the path apart", found: "split( in line 3")]),
    seconds: 1.25, requests: ["home": "# @check home\nGET {{host}}/"])

  static let full = Report(
    verdict: Verdict(
      exercise: "02-notes", title: "Notes by hand", seed: 7, status: .asked,
      checks: [CheckResult(name: "home", points: 100, sentence: "It greets.", status: .passed)]))

  static let refused = Report(
    verdict: Verdict(
      exercise: "02-notes", title: "Notes by hand", seed: 7, status: .doesNotCompile,
      reason: "main.swift:1:1: error: no\nmain.swift:2:1: error: nor this",
      checks: [CheckResult(name: "home", points: 100, sentence: "It greets.", status: .notAsked)]))

  /// Nobody knows the exercise's checks.
  static let nothing = Report(ofNothingBecause: "there is no exercise \"x\"", "x", nil)

  /// Whatever a program can print to break a format.
  static let hostile = Report(
    verdict: Verdict(
      exercise: "02-notes", title: "Notes by hand", seed: 7, status: .asked,
      checks: [
        CheckResult(
          name: "=cmd()", points: 100, sentence: "<\u{301}b>]]>&amp;\"\u{301}\r\n\u{FFFE}",
          status: .crashed, reason: "\u{0}\u{1B}[31m\u{B}\u{1F600}", signal: 11,
          output: "{\"scores\": {\"=cmd()\": 100}}\n"
            + String(repeating: "\u{1F1E8}\u{1F1ED}\u{0}", count: 400))
      ]))

  static let all = [mixed, full, refused, nothing, hostile]
}
