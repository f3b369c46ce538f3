// Proves the course: tries every claim of every exercise. `workbook verify` and `swift test` run this, so that whoever
// writes an exercise sees what the tests will say.
//
// What is claimed of an exercise's folder stands in `Verifier+Files.swift`, of its programs in
// `Verifier+Programs.swift`, of those that do not do what is asked in `Verifier+Strangers.swift`, and of a *break* in
// `Verifier+Answers.swift`.

import Engine
import Foundation

/// Tries what exercises claim.
@MainActor public struct Verifier {
  let course: Course
  let compiler: Compiler
  /// Where the pristine programs of exercises stand: a student may have worked on the others.
  let pristineFolder: (Exercise) -> String
  /// With the patience of a machine that is busy with other things.
  private(set) var grader: Grader
  /// How many programs are compiled and asked at the same time.
  public var atOnce = 2 * max(2, ProcessInfo.processInfo.activeProcessorCount)

  /// The seeds with which a solution must have full marks.
  static let seeds: [UInt64] = [1, 2, 3]

  public init(
    course: Course, compiler: Compiler, pristineFolder: @escaping (Exercise) -> String
  ) {
    self.course = course
    self.compiler = compiler
    self.pristineFolder = pristineFolder
    grader = Grader(
      compiler: compiler, secondsToListen: 20, answerLimit: .seconds(10),
      submissionLimit: .seconds(600),
      pristineFolder: pristineFolder)
  }

  /// A claim that has not been tried: it says what is wrong, or nil.
  struct Trial: Sendable {
    var subject: Claim.Subject
    var name: String
    var run: @MainActor @Sendable () async throws -> String?

    init(
      _ subject: Claim.Subject, _ name: String,
      _ run: @escaping @MainActor @Sendable () async throws -> String?
    ) {
      (self.subject, self.name, self.run) = (subject, name, run)
    }

    /// Tries it. Whatever is thrown is what is wrong.
    @MainActor fileprivate func claim() async throws -> Claim {
      var claim = Claim(subject: subject, name: name)
      do { claim.problem = try await run() } catch let error as CancellationError {
        throw error
      } catch {
        claim.problem = "\(error)"
      }
      return claim
    }
  }

  /// All claims of an exercise, tried.
  ///
  /// Throws `CancellationError` and nothing else.
  public func claims(of exercise: Exercise) async throws -> [Claim] {
    var verifier = self
    // Read once for all trials; what is wrong with them is said of the files.
    verifier.grader.checks = try? exercise.checks()
    let trials = verifier.trials(exercise)
    return try await inParallel(trials)
  }

  private func trials(_ exercise: Exercise) -> [Trial] {
    fileTrials(exercise)
      + (exercise.kind == .break ? answerTrials(exercise) : programTrials(exercise))
  }

  /// Tries several at the same time; what comes of them keeps their order.
  private func inParallel(_ trials: [Trial]) async throws -> [Claim] {
    try await withThrowingTaskGroup(of: (Int, Claim).self) { group in
      var claims = [Claim?](repeating: nil, count: trials.count)
      var next = 0
      func startOne() {
        guard next < trials.count else { return }
        let (index, trial) = (next, trials[next])
        group.addTask { (index, try await trial.claim()) }
        next += 1
      }
      for _ in 0..<atOnce { startOne() }
      while let (index, claim) = try await group.next() {
        claims[index] = claim
        startOne()
      }
      return claims.compactMap { $0 }
    }
  }

  /// The verdict on a text, which must not be the grader's fault.
  func verdict(
    on text: String, _ exercise: Exercise, seed: UInt64 = 1, only names: Set<String>? = nil
  ) async throws -> Verdict {
    let verdict = try await grader.asking(only: names).grade(exercise, text: text, seed: seed)
    if verdict.status == .graderAtFault { throw WorkbookError(verdict.reason) }
    for check in verdict.checks where check.status == .graderAtFault {
      throw WorkbookError(check.reason)
    }
    return verdict
  }
}

extension Verdict {
  /// The verdict in one line, for whoever wrote the exercise: `60 of 100 points; home wrong, name skipped`.
  var summary: String {
    guard status == .asked else { return "\(status.rawValue): \(reason)" }
    let failed = checks.filter { $0.status != .passed }.map { "\($0.name) \($0.status.rawValue)" }
    return "\(points) of \(maximum) points"
      + (failed.isEmpty ? "" : "; " + failed.joined(separator: ", "))
  }

  /// Whether a check holds.
  func holds(_ name: String) -> Bool { checks.contains { $0.name == name && $0.status == .passed } }
}
