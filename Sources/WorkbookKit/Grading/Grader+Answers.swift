// Grades requests that a student wrote: they must pass on the right server, and fail on the wrong ones.
//
// The right server is asked with two seeds, so that what passes there by chance is seen. A wrong server is exposed by
// the first request that fails on it; what is wrong with it is only told then.

import Engine
import Foundation

extension Grader {
  func gradeAnswers(
    _ submission: Submission, of exercise: Exercise, _ checks: [Check], _ verdict: inout Verdict
  ) async throws {
    let (entries, folder) = try await answers(in: submission, of: exercise)
    let right = try exercise.rightProgram()
    let mutants = try exercise.mutants()
    let questioner = questioner(in: folder, verdict.seed)
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

  /// The student's requests, and the folder in which their files stand.
  private func answers(
    in submission: Submission, of exercise: Exercise
  ) async throws -> (entries: [Entry], folder: String) {
    switch submission {
    case .text(let text): return (try AnswerScript.entries(in: text), exercise.startFolder)
    case .folder(let folder):
      let text: Data
      do {
        _ = try SourceFiles.names(in: folder, wanted: "answers.hurl")
        text = try await SourceFiles.read(
          "answers.hurl", in: folder, AnswerScript.limit, rule: "requests may have 64 KiB")
      } catch let error as WorkbookError {
        throw Unreadable(error, in: folder)
      }
      return (try AnswerScript.entries(in: String(decoding: text, as: UTF8.self)), folder)
    }
  }

  private func askRightServer(
    _ right: String, _ exercise: Exercise, _ check: Check, _ entries: [Entry],
    _ questioner: Questioner
  ) async throws -> CheckResult {
    let program = try program(
      in: "the right server of \(exercise.folder)",
      await compiler.compile(text: right, for: exercise.column))
    for seed in [questioner.seed, questioner.seed &+ 1] {
      let questioner = self.questioner(in: questioner.folder, seed)
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
