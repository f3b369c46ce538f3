// Grades a program: compiles it, and asks it every check's requests.
//
// For a refactoring the program that the exercise began with is asked the same, and both must agree on the wire; checks
// whose name begins with "new-" ask for what that program did not do yet. Requests that a student wrote (a *break*) are
// graded in `Grader+Answers.swift`.
//
// Whatever is wrong with the program is in the verdict, and so is whatever is wrong with the exercise or this
// machine: a verdict comes in any case.

import Engine
import Foundation

/// Grades programs against the checks of exercises.
@MainActor public struct Grader {
  let compiler: Compiler
  /// Where the pristine programs of exercises stand, by exercise.
  private let pristineFolder: (Exercise) -> String
  private let secondsToListen: Int
  var answerLimit: Duration
  /// How long a program may be asked, all its checks together: no check begins after it.
  var submissionLimit: Duration
  /// What holds the programs that are graded.
  private let containment: Containment
  /// How many checks are asked at the same time; the result does not depend on it.
  public var checksAtOnce = 1
  /// The order in which checks are asked; the result does not depend on it.
  var order: ([Check]) -> [Check] = { $0 }
  /// The exercise's checks, where they have been read already.
  var checks: [Check]?
  /// The checks to be asked, with those that they need; nil for all.
  private var names: Set<String>?

  public init(
    compiler: Compiler, secondsToListen: Int = 5, answerLimit: Duration = .seconds(3),
    submissionLimit: Duration = .seconds(120), containment: Containment = Containment(),
    pristineFolder: @escaping (Exercise) -> String
  ) {
    self.compiler = compiler
    self.secondsToListen = secondsToListen
    self.answerLimit = answerLimit
    self.submissionLimit = submissionLimit
    self.containment = containment
    self.pristineFolder = pristineFolder
  }

  /// The same grader, for some of the checks and what they need.
  func asking(only names: Set<String>?) -> Grader {
    var grader = self
    grader.names = names
    return grader
  }

  /// What is graded.
  enum Submission {
    /// A folder with the student's file, and others that belong to it.
    case folder(String)
    /// The file's text.
    case text(String)
  }

  /// Something that keeps a submission from being graded, and is its author's to mend.
  struct Unreadable: Error {
    var reason: String

    init(reason: String) { self.reason = reason }

    /// Whoever wrote it knows the folder, and the path to it is nobody else's business.
    init(_ error: WorkbookError, in folder: String) {
      let reason = error.description.replacing("\(folder): ", with: "")
      self.init(reason: reason.replacing("\(folder)/", with: ""))
    }
  }

  /// Grades what stands in a folder: `main.swift`, or `answers.hurl` where the exercise asks for requests.
  ///
  /// Throws `CancellationError` and nothing else.
  public func grade(_ exercise: Exercise, folder: String, seed: UInt64) async throws -> Verdict {
    try await grade(exercise, .folder(folder), seed)
  }

  /// Grades one `main.swift` or `answers.hurl`, given as text.
  ///
  /// Throws `CancellationError` and nothing else.
  public func grade(_ exercise: Exercise, text: String, seed: UInt64) async throws -> Verdict {
    try await grade(exercise, .text(text), seed)
  }

  private func grade(
    _ exercise: Exercise, _ submission: Submission, _ seed: UInt64
  ) async throws -> Verdict {
    var verdict = Verdict(
      exercise: exercise.folder, title: exercise.title, seed: seed, status: .asked, checks: [])
    do {
      let checks = try checks ?? exercise.checks()
      verdict.checks = checks.map { CheckResult($0) }
      if exercise.kind == .break {
        try await gradeAnswers(submission, of: exercise, checks, &verdict)
      } else {
        try await gradeProgram(submission, of: exercise, checks, &verdict)
      }
    } catch let error as CancellationError {
      throw error
    } catch let error as Unreadable {
      verdict.status = .unreadable
      verdict.reason = error.reason
    } catch let failure as Program.StartFailure {
      switch failure {
      case .ended: verdict.status = .doesNotStart
      case .neverListened: verdict.status = .neverListens
      case .cannotStart: verdict.status = .graderAtFault
      }
      (verdict.reason, verdict.output) = (failure.reason, failure.output)
    } catch {
      verdict.status = .graderAtFault
      verdict.reason = "\(error)"
    }
    return verdict
  }

  /// - Parameter folder: where the files stand that the script sends.
  func questioner(in folder: String, _ seed: UInt64) -> Questioner {
    Questioner(
      folder: folder, seed: seed, secondsToListen: secondsToListen, answerLimit: answerLimit,
      containment: containment)
  }

  // MARK: A program

  private func gradeProgram(
    _ submission: Submission, of exercise: Exercise, _ checks: [Check], _ verdict: inout Verdict
  ) async throws {
    let sources = try await sources(of: submission)
    let program: String
    switch try await compiler.compile(sources, for: exercise.column) {
    case .built(let path): program = path
    case .refused(let words):
      (verdict.status, verdict.reason) = (.doesNotCompile, words)
      return
    case .tookTooLong(let seconds):
      verdict.status = .compilingWasEnded
      verdict.reason = "compiling took longer than \(seconds) s, and was ended"
      return
    case .overLimit(let excess):
      verdict.status = .compilingWasEnded
      verdict.reason = "compiling was ended: \(excess.words)"
      return
    }
    let reference = try await reference(for: exercise)
    verdict.remarks = try exercise.approach().filter { $0.points == 0 }.compactMap { rule in
      rule.breach(in: sources.texts).map { Remark(sentence: rule.sentence, found: $0) }
    }
    // Before the first check: one that never listens would else be waited for once a check.
    let questioner = try await questioner(in: exercise.path, verdict.seed).greeted(by: program)
    let deadline = ContinuousClock.now + submissionLimit
    verdict.checks = try await results(of: wanted(checks)) { check in
      if ContinuousClock.now >= deadline {
        return CheckResult(check, notAskedAfter: submissionLimit)
      }
      if let rule = check.rule { return CheckResult(check, rule.breach(in: sources.texts)) }
      let right = check.name.hasPrefix("new-") ? nil : reference
      return try await self.ask(check, program, agreeingWith: right, questioner)
    }
  }

  /// The checks that are wanted, and those that they need.
  private func wanted(_ checks: [Check]) -> [Check] {
    guard var names else { return checks }
    // From the last to the first: a check needs only those before it.
    for check in checks.reversed() where names.contains(check.name) {
      names.formUnion(check.needs)
    }
    return checks.filter { names.contains($0.name) }
  }

  /// What is compiled, and looked at for the rules of the approach.
  private func sources(of submission: Submission) async throws -> SourceFiles {
    switch submission {
    case .text(let text): return SourceFiles(text: text)
    case .folder(let folder):
      do { return try await SourceFiles(folder: folder) } catch let error as WorkbookError {
        throw Unreadable(error, in: folder)
      }
    }
  }

  /// The program to agree with; nil where there is none.
  private func reference(for exercise: Exercise) async throws -> String? {
    guard exercise.kind == .refactor else { return nil }
    return try await program(
      in: "the program that \(exercise.folder) begins with",
      compiler.compile(folder: pristineFolder(exercise), for: exercise.column))
  }

  /// A program that belongs to the exercise and must compile.
  func program(in shown: String, _ outcome: Compiler.Outcome) throws -> String {
    switch outcome {
    case .built(let path): return path
    case .refused(let words):
      throw WorkbookError("\(shown) does not compile; the compiler says:\n\(words)")
    case .tookTooLong(let seconds):
      throw WorkbookError("\(shown): compiling took longer than \(seconds) s")
    case .overLimit(let excess):
      throw WorkbookError("\(shown): compiling was ended: \(excess.words)")
    }
  }

  private func ask(
    _ check: Check, _ program: String, agreeingWith reference: String?, _ questioner: Questioner
  ) async throws -> CheckResult {
    let hearing: Questioner.Hearing
    do { hearing = try await questioner.ask(program, check.entries) } catch let failure
      as Program.StartFailure
    { return CheckResult(check, failure) }
    var expected: [EntryReport] = []
    if let reference {
      do { expected = try await given(reference, check, questioner) } catch let error
        as WorkbookError
      {
        var result = CheckResult(check, .graderAtFault)
        result.reason = error.description
        return result
      }
    }
    return CheckResult(check, hearing, agreeingWith: expected, file: "check.hurl")
  }

  /// How the given program answers; it must answer everything.
  private func given(
    _ reference: String, _ check: Check, _ questioner: Questioner
  ) async throws -> [EntryReport] {
    do {
      let hearing = try await questioner.ask(reference, check.entries)
      guard let error = hearing.firstError else { return hearing.reports }
      throw WorkbookError("the given program gives no answer to \(check.name): \(error)")
    } catch let failure as Program.StartFailure {
      throw WorkbookError("the given program: \(failure)")
    }
  }
}
