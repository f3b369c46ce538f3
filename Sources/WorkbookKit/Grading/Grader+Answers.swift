// Grades requests that a student wrote: they must pass on the right server, and fail on the wrong ones.
//
// The right server is asked with two seeds, so that what passes there by chance is seen. A wrong server is exposed by the
// first request that fails on it; what is wrong with it is only told then.

import Engine
import Foundation

extension Grader {
  /// At most so many requests: each is sent to every server.
  private static let mostRequests = 200

  func gradeAnswers(
    _ submission: Submission, of exercise: Exercise, _ checks: [Check], _ verdict: inout Verdict
  ) async throws {
    let entries = try answers(in: submission)
    let right = try exercise.rightProgram()
    let mutants = try exercise.mutants()
    let questioner = questioner(for: exercise, verdict.seed)
    verdict.checks = try await results(of: checks) { check in
      if check.name == Check.rightServer {
        return try await askRightServer(right, exercise, check, entries, questioner)
      }
      guard let mutant = mutants.first(where: { $0.name == check.name }) else {
        return CheckResult(check, .graderAtFault)
      }
      return try await expose(mutant, of: right, exercise, check, entries, questioner)
    }
  }

  /// The student's requests.
  ///
  /// Throws `Unreadable` where they are no script, or one that would not end or not say the same twice.
  private func answers(in submission: Submission) throws -> [Entry] {
    let script: Script
    do {
      switch submission {
      case .text(let text): script = try Script.parse(text, file: "answers.hurl")
      case .folder(let folder):
        script = try Script.parse(
          try readText("\(folder)/answers.hurl", shown: "answers.hurl"), file: "answers.hurl")
      }
    } catch { throw Unreadable(reason: "\(error)") }
    let entries = script.entries
    guard entries.count <= Self.mostRequests else {
      throw Unreadable(
        reason: "answers.hurl has \(entries.count) requests; at most \(Self.mostRequests) are sent")
    }
    for entry in entries {
      let line = entry.request.position.line
      if entry.request.options.retry > 0 {
        throw Unreadable(reason: "answers.hurl:\(line): an answer counts the first time; no retry")
      }
      if let assert = entry.response?.asserts.first(where: { $0.query == .duration }) {
        throw Unreadable(
          reason:
            "answers.hurl:\(assert.position.line): how long an answer took is not the same twice, and exposes nobody"
        )
      }
    }
    return entries
  }

  private func askRightServer(
    _ right: String, _ exercise: Exercise, _ check: Check, _ entries: [Entry],
    _ questioner: Questioner
  ) async throws -> CheckResult {
    let program = try program(
      in: "the right server of \(exercise.folder)",
      await compiler.compile(text: right, for: exercise.column))
    for seed in [questioner.seed, questioner.seed &+ 1] {
      let questioner = self.questioner(for: exercise, seed)
      let hearing = try await questioner.ask(program, entries)
      let result = CheckResult(check, hearing, file: "answers.hurl")
      if result.status != .passed { return result }
    }
    return CheckResult(check, .passed)
  }

  private func expose(
    _ mutant: Mutant, of right: String, _ exercise: Exercise, _ check: Check, _ entries: [Entry],
    _ questioner: Questioner
  ) async throws -> CheckResult {
    var result = CheckResult(check, .wrong)
    do {
      let program = try program(
        in: mutant.place,
        await compiler.compile(text: try mutant.apply(to: right), for: exercise.column))
      let hearing = try await questioner.ask(program, entries, untilWrong: true)
      guard let wrong = hearing.firstWrong else { return result }
      result.status = .passed
      result.sentence =
        "Exposed by answers.hurl:\(wrong.entry.request.position.line). \(mutant.mistake)"
    } catch let failure as Program.StartFailure {
      (result.status, result.reason) = (.graderAtFault, "\(mutant.place): \(failure)")
    } catch let error as WorkbookError {
      (result.status, result.reason) = (.graderAtFault, error.description)
    }
    return result
  }
}
