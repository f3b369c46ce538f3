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
    } else if case .tooLate = hearing.reports.last?.wireError {
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
    let curls = reports.indices.map { curl(reports[$0], after: reports[..<$0]) }
    return reports.indices.compactMap { index in
      let report = reports[index]
      var differences: [WireDifference] = []
      if let answer = report.response, index < expected.count, let right = expected[index].response
      {
        differences = report.untold(of: wireDifferences(answer, right))
      }
      if report.isFine, differences.isEmpty { return nil }
      return Mistake(
        curl: curls[index], before: Array(curls[..<index]), file: file,
        line: report.entry.request.position.line, failures: report.failures,
        differences: differences)
    }
  }

  /// Letters that a line for curl may have before it is shortened.
  private static let curlLimit = 400

  private static func curl(_ report: EntryReport, after others: ArraySlice<EntryReport>) -> String {
    guard let request = report.request else { return "(the request could not be put together)" }
    let line = curlLine(request.addressed(toPort: 3000), limit: curlLimit)
    var words = [line.bytesLeftOut > 0 ? "shortened: \(line.bytesLeftOut) bytes are left out" : ""]
    words.append(report.entry.timing.words)
    let given = Set(others.flatMap { $0.entry.response?.captures.map(\.name) ?? [] })
    if !report.entry.request.cookieVariables.isDisjoint(with: given) {
      words.append(
        "its cookie was given by a program that has ended; put in the one that yours gives")
    }
    words.removeAll(where: \.isEmpty)
    return line.text + (words.isEmpty ? "" : "  # \(words.joined(separator: "; "))")
  }
}

extension WireRequest {
  /// The same request to another port of this machine: where a student's own server will be.
  fileprivate func addressed(toPort port: Int) -> WireRequest {
    var request = self
    request.url = url.replacing(/^http:\/\/127\.0\.0\.1:\d+/, with: "http://127.0.0.1:\(port)")
    let authority = (try? URLParts(url))?.authority
    for index in fields.indices
    where fields[index].name.lowercased() == "host" && fields[index].value == authority {
      request.fields[index].value = (try? URLParts(request.url))?.authority ?? fields[index].value
    }
    return request
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
