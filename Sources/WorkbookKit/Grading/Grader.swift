// Grades a program: compiles it, and asks it every check's requests.
//
// Each check has a program of its own, freshly started, so that no check depends on what another one left behind, and a
// crash costs one check alone. For a refactoring the program that the exercise began with is asked the same, and both must
// agree on the wire; checks whose name begins with "new-" ask for what that program did not do yet.

import Engine

/// Grades programs against the checks of exercises.
@MainActor public struct Grader {
  private let compiler: Compiler
  /// Where the pristine programs of exercises stand, by exercise.
  private let pristineFolder: (Exercise) -> String
  private let secondsToListen: Int
  private let answerLimit: Duration
  /// What holds the programs that are graded.
  private let containment: Containment

  public init(
    compiler: Compiler, secondsToListen: Int = 5, answerLimit: Duration = .seconds(3),
    containment: Containment = Containment(), pristineFolder: @escaping (Exercise) -> String
  ) {
    self.compiler = compiler
    self.secondsToListen = secondsToListen
    self.answerLimit = answerLimit
    self.containment = containment
    self.pristineFolder = pristineFolder
  }

  /// Grades the program in a folder.
  ///
  /// Throws `ScriptError` or `WorkbookError` where the exercise itself is at fault.
  public func grade(_ exercise: Exercise, folder: String, seed: UInt64) async throws -> Verdict {
    try await grade(
      exercise, try await compiler.compile(folder: folder, for: exercise.column), seed)
  }

  /// Grades one `main.swift`, given as text.
  public func grade(_ exercise: Exercise, text: String, seed: UInt64) async throws -> Verdict {
    try await grade(exercise, try await compiler.compile(text: text, for: exercise.column), seed)
  }

  private func grade(_ exercise: Exercise, _ outcome: Compiler.Outcome, _ seed: UInt64) async throws
    -> Verdict
  {
    let checks = try exercise.checks()
    let notAsked = checks.map { CheckResult(check: $0, status: .notAsked) }
    var verdict = Verdict(exercise: exercise, seed: seed, outcome: .asked, results: notAsked)
    switch outcome {
    case .refused(let words): verdict.outcome = .doesNotCompile(words)
    case .tookTooLong(let seconds): verdict.outcome = .compilingTookTooLong(seconds: seconds)
    case .overLimit(let excess): verdict.outcome = .compilingWentOverLimit(excess)
    case .built(let program):
      let reference = try await reference(for: exercise)
      do { verdict.results = try await ask(checks, exercise, program, reference, seed) } catch let
        failure as Program.StartFailure
      { verdict.outcome = .doesNotStart(failure) }
    }
    return verdict
  }

  /// The program to agree with; nil where there is none.
  private func reference(for exercise: Exercise) async throws -> String? {
    guard exercise.kind == .refactor else { return nil }
    let outcome = try await compiler.compile(folder: pristineFolder(exercise), for: exercise.column)
    guard case .built(let program) = outcome else {
      throw WorkbookError(
        "the program that \(exercise.folder) begins with does not compile: \(outcome)")
    }
    return program
  }

  // MARK: Asking

  private func ask(
    _ checks: [Check], _ exercise: Exercise, _ program: String, _ reference: String?, _ seed: UInt64
  ) async throws -> [CheckResult] {
    var results: [CheckResult] = []
    for check in checks {
      try Task.checkCancellation()
      let missing = check.needs.filter { need in
        results.contains { $0.check.name == need && $0.status != .passed }
      }
      if !missing.isEmpty {
        results.append(CheckResult(check: check, status: .skipped(needs: missing)))
        continue
      }
      let right = check.name.hasPrefix("new-") ? nil : reference
      let status = try await ask(check, exercise, program, agreeingWith: right, seed)
      results.append(CheckResult(check: check, status: status))
    }
    return results
  }

  private func ask(
    _ check: Check, _ exercise: Exercise, _ path: String, agreeingWith reference: String?,
    _ seed: UInt64
  ) async throws -> CheckResult.Status {
    let program = try await Program.start(
      path, secondsToListen: secondsToListen, containment: containment)
    let reports = await answers(of: program, to: check, exercise, seed)
    let isHeard = reports.last?.wireError == nil && program.excess == nil
    let end = isHeard ? nil : await program.ended(within: .milliseconds(300))
    await program.stop()
    try Task.checkCancellation()
    var expected: [EntryReport] = []
    if let reference {
      let right = try await Program.start(reference, secondsToListen: 30)
      expected = await answers(of: right, to: check, exercise, seed)
      await right.stop()
    }
    return status(reports, expected, end, program)
  }

  /// The answers to a check's requests, up to the first that did not come.
  private func answers(
    of program: Program, to check: Check, _ exercise: Exercise, _ seed: UInt64
  ) async -> [EntryReport] {
    let runner = ScriptRunner(
      port: program.port, folder: exercise.path, seed: seed, timeLimit: answerLimit)
    defer { runner.close() }
    var reports: [EntryReport] = []
    for entry in check.entries {
      reports.append(await runner.run(entry))
      if reports.last?.wireError != nil { break }
    }
    return reports
  }

  // MARK: Judging

  private func status(
    _ reports: [EntryReport], _ expected: [EntryReport], _ end: ProgramEnd?,
    _ program: Program
  ) -> CheckResult.Status {
    var mistakes: [Mistake] = []
    for index in reports.indices {
      let right = index < expected.count ? expected[index] : nil
      let before = reports[..<index].map(curl)
      if let mistake = mistake(reports[index], right, before) { mistakes.append(mistake) }
    }
    if let end { return .crashed(mistakes, end, output: program.output) }
    if case .tooLate = reports.last?.wireError { return .tooLate(mistakes) }
    return mistakes.isEmpty ? .passed : .wrong(mistakes, said: program.errorOutput)
  }

  private func mistake(
    _ report: EntryReport, _ expected: EntryReport?, _ before: [String]
  ) -> Mistake? {
    var differences: [WireDifference] = []
    if let answer = report.response, let right = expected?.response {
      differences = wireDifferences(answer, right)
    }
    if report.isFine, differences.isEmpty { return nil }
    return Mistake(
      curl: curl(report), before: before, line: report.entry.request.position.line,
      failures: report.failures, differences: differences)
  }

  private func curl(_ report: EntryReport) -> String {
    report.request.map { curlLine($0.addressed(toPort: 3000)) }
      ?? "(the request could not be put together)"
  }
}

extension WireRequest {
  /// The same request to another port of this machine: where a student's own server will be.
  func addressed(toPort port: Int) -> WireRequest {
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
