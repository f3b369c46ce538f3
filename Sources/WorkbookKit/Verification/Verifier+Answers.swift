// What is claimed of a *break*: what is asked today passes on every server, our requests expose all the wrong ones, and
// texts without requests, or with such as ask for something else, expose none.

import Foundation

extension Verifier {
  func answerTrials(_ exercise: Exercise) -> [Trial] {
    [
      Trial(.start, "passes on the right server, and exposes only some") {
        let file = "\(pristineFolder(exercise))/\(exercise.workName)"
        let start = try await verdict(on: readText(file, shown: exercise.shownStart), exercise)
        return start.holds(Check.rightServer) && !start.isFull ? nil : start.summary
      },
      Trial(.start, "the program given is one of the wrong servers") {
        let given = try readText(
          givenProgram(of: exercise), shown: "Exercises/\(exercise.folder)/Start/main.swift")
        let right = try exercise.rightProgram()
        let isOne = try exercise.mutants().contains { try $0.apply(to: right) == given }
        return isOne
          ? nil
          : "Exercises/\(exercise.folder)/Start/main.swift is none of the servers in mutants.md, to the letter"
      },
    ]
      + solutionTrials(exercise)
      + serverTrials(exercise) + [
        stranger("a text without requests", "", exercise) { verdict in
          verdict.status == .unreadable && verdict.points == 0
        },
        stranger("a text that is no script", "import Engine\n", exercise) { verdict in
          verdict.status == .unreadable && verdict.points == 0
        },
        stranger(
          "requests for another service", "GET {{host}}/elsewhere\nHTTP 200\n`nothing`\n", exercise
        ) { verdict in
          verdict.status == .asked && !verdict.holds(Check.rightServer) && verdict.points == 0
        },
      ]
  }

  private func stranger(
    _ name: String, _ text: String, _ exercise: Exercise,
    _ isRight: @escaping @MainActor @Sendable (Verdict) -> Bool
  ) -> Trial {
    Trial(.strangers, "\(name) have no points") {
      let verdict = try await verdict(on: text, exercise)
      return isRight(verdict) ? nil : verdict.summary
    }
  }

  /// The right server and the wrong ones all pass what check.hurl asks today.
  private func serverTrials(_ exercise: Exercise) -> [Trial] {
    guard let mutants = try? exercise.mutants() else { return [] }
    let right = Trial(.checks, "the right server passes what is asked today") {
      try await todaysProblem(try exercise.rightProgram(), "Solution/main.swift", exercise)
    }
    return [right]
      + mutants.map { mutant in
        Trial(.mutants, "\(mutant.name) passes what is asked today") {
          let text = try mutant.apply(to: try exercise.rightProgram())
          return try await todaysProblem(text, mutant.place, exercise)
        }
      }
  }

  private func todaysProblem(
    _ text: String, _ shown: String, _ exercise: Exercise
  ) async throws -> String? {
    let program = try grader.program(
      in: shown, await compiler.compile(text: text, for: exercise.column))
    let hearing = try await grader.questioner(in: exercise.path, 1)
      .ask(program, try exercise.script().entries)
    return hearing.firstWrong.map {
      "\(shown): the request in check.hurl:\($0.entry.request.position.line) does not pass"
    }
  }
}
