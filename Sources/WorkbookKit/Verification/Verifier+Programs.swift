// What is claimed of an exercise's programs: the start, the solution, and the wrong servers.

import Foundation

extension Verifier {
  func programTrials(_ exercise: Exercise) -> [Trial] {
    let start = Trial(.start, "compiles, and fails where it should") {
      try await startProblem(exercise)
    }
    // Those that wait most come first.
    return strangerTrials(exercise) + [start] + solutionTrials(exercise) + mutantTrials(exercise)
  }

  func solutionTrials(_ exercise: Exercise) -> [Trial] {
    Self.seeds.map { seed in
      Trial(.solution, "full marks with seed \(seed)") {
        let text = try exercise.solution()
        let verdict = try await verdict(on: text, exercise, seed: seed)
        if verdict.isFull, verdict.remarks.isEmpty { return nil }
        return VerdictText(style: Style(isColoured: false)).text(for: verdict)
      }
    }
  }

  // MARK: The start

  private func startProblem(_ exercise: Exercise) async throws -> String? {
    let file = "\(pristineFolder(exercise))/\(exercise.workName)"
    let start = try await verdict(on: readText(file, shown: exercise.shownStart), exercise)
    guard start.status == .asked else { return start.summary }
    if start.isFull { return "there is nothing to do: \(start.summary)" }
    let names = start.checks.map(\.name)
    switch exercise.kind {
    case .raw, .framework, .build:
      // Whoever has written nothing has not even the first.
      return start.holds(names[0]) ? "the first check holds already: \(start.summary)" : nil
    case .refactor:
      // What was there holds, and what is new does not.
      let isRight = names.allSatisfy { start.holds($0) != $0.hasPrefix("new-") }
      return isRight ? nil : "only the checks named new-… may fail: \(start.summary)"
    case .fix, .break: return nil
    }
  }

  // MARK: Wrong servers

  private func mutantTrials(_ exercise: Exercise) -> [Trial] {
    guard let mutants = try? exercise.mutants(), let checks = grader.checks else {
      return []  // What is wrong with them is said of the files.
    }
    return mutants.map { mutant in
      Trial(.mutants, mutant.name) { try await mutantProblem(mutant, exercise, checks) }
    }
      + checks.filter { $0.rule == nil }.map { check in
        Trial(.checks, check.name) {
          mutants.contains { $0.caughtBy == check.name }
            ? nil
            : "Exercises/\(exercise.folder)/mutants.md: no wrong server is caught by \"\(check.name)\"; a check that catches none tests nothing"
        }
      }
  }

  /// A wrong server is asked the check that must catch it, and what that one needs.
  private func mutantProblem(
    _ mutant: Mutant, _ exercise: Exercise, _ checks: [Check]
  ) async throws -> String? {
    guard let check = checks.first(where: { $0.name == mutant.caughtBy }) else {
      let meant = suggestion(for: mutant.caughtBy, among: checks.map(\.name))
      return "\(mutant.place): there is no check \"\(mutant.caughtBy)\"\(meant)"
    }
    let text = try mutant.apply(to: try exercise.rightProgram())
    let verdict = try await verdict(on: text, exercise, only: [check.name])
    guard verdict.status == .asked else { return "\(mutant.place): \(verdict.summary)" }
    switch verdict.checks.first(where: { $0.name == check.name })?.status {
    case .wrong, .tooLate, .crashed: return nil
    default: return "\(mutant.place): not caught by \"\(check.name)\": \(verdict.summary)"
    }
  }
}
