// From what a program answered to what came of a check.

import Engine

extension CheckResult {
  /// A check of which nothing is known yet.
  init(_ check: Check, _ status: Status = .notAsked) {
    self.init(
      name: check.name, points: check.points, sentence: check.sentence, status: status)
  }

  /// A check that has been asked.
  ///
  /// - Parameters:
  ///   - expected: for a refactoring, what the given program answered.
  ///   - file: the script's name, as it is shown.
  init(
    _ check: Check, _ hearing: Questioner.Hearing, agreeingWith expected: [EntryReport] = [],
    file: String
  ) {
    self.init(check, .wrong)
    mistakes = Mistake.all(in: hearing.reports, agreeingWith: expected, file: file)
    if let end = hearing.end {
      switch end {
      case .overLimit: status = .overLimit
      case .signalled(let number): (status, signal) = (.crashed, number)
      case .exited: status = .crashed
      }
      (reason, output) = (end.words, shortened(hearing.output))
    } else if case .tooLate = hearing.firstError {
      status = .tooLate
    } else if mistakes.isEmpty {
      status = .passed
    } else {
      output = hearing.errorOutput
    }
  }

  /// A check that looks at the code.
  init(_ check: Check, _ breach: String?) {
    self.init(check, breach == nil ? .passed : .wrong)
    reason = breach ?? ""
  }

  /// A check for which no time was left.
  init(_ check: Check, notAskedAfter limit: Duration) {
    self.init(check)
    reason = "the checks before it took \(limit.components.seconds) s, all that a program has"
  }

  /// A check whose program could not be spoken to.
  init(_ check: Check, _ failure: Program.StartFailure) {
    self.init(check)
    switch failure {
    case .neverListened: status = .neverListens
    case .ended: status = .doesNotStart
    case .cannotStart: status = .graderAtFault
    }
    (reason, output) = (failure.reason, failure.output)
  }
}

extension Mistake {
  /// The answers that are not as they should be.
  static func all(
    in reports: [EntryReport], agreeingWith expected: [EntryReport] = [], file: String
  ) -> [Mistake] {
    let requests = reports.indices.map { request(of: reports[$0], after: reports[..<$0]) }
    return reports.indices.compactMap { index in
      let report = reports[index]
      var differences: [WireDifference] = []
      if let answer = report.response, index < expected.count, let right = expected[index].response
      {
        differences = report.untold(of: wireDifferences(answer, right))
      }
      if report.isFine, differences.isEmpty { return nil }
      return Mistake(
        request: requests[index], before: Array(requests[..<index]), file: file,
        line: report.entry.request.position.line, failures: report.failures,
        differences: differences)
    }
  }
}

extension Program.StartFailure {
  /// Why, in words for a student.
  var reason: String {
    switch self {
    case .ended(let status, _): status.words
    case .neverListened(let seconds, _): "it was ended after \(seconds) s. Does it call listen?"
    case .cannotStart(let reason): reason
    }
  }

  /// What it printed until then.
  var output: String {
    switch self {
    case .ended(_, let output), .neverListened(_, let output): shortened(output)
    case .cannotStart: ""
    }
  }
}

/// What a program printed, with its files named as the compiler and Engine name them: a crash puts the module before them,
/// `main/main.swift:15`.
private func shortened(_ output: String) -> String {
  output.replacing(/(?m)^main\/(?=[^\/\s]+\.swift:\d+: )/, with: "")
}
