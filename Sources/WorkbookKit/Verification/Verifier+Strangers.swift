// Programs that do not do what is asked: each must get the verdict that fits it, and no points that it did not earn.

import Foundation

extension Verifier {
  func strangerTrials(_ exercise: Exercise) -> [Trial] {
    [
      Trial(.strangers, "the program that hangs has no points") {
        var impatient = grader
        impatient.answerLimit = .milliseconds(700)
        impatient.checksAtOnce = 8
        let verdict = try await impatient.grade(
          exercise, text: server("try await Task.sleep(for: .seconds(3_600))"), seed: 1)
        return unearned(verdict, besides: .tooLate)
      },
      Trial(.strangers, "the empty program ends before it listens") {
        let verdict = try await verdict(on: "", exercise)
        return verdict.status == .doesNotStart && verdict.points == 0 ? nil : verdict.summary
      },
      Trial(.strangers, "the program that crashes has no points") {
        let verdict = try await verdict(on: server("fatalError(\"crashes\")"), exercise)
        return unearned(verdict, besides: .crashed)
      },
      Trial(.strangers, "the chatty program has what it earns") {
        let chatty = chatty(try exercise.rightProgram())
        let verdict = try await verdict(on: chatty, exercise)
        return verdict.points == verdict.maximum ? nil : verdict.summary
      },
    ]
      + others(than: exercise).map { other in
        Trial(.strangers, "the solution of \(other.topic) is not enough") {
          let verdict = try await verdict(on: try other.rightProgram(), exercise)
          return verdict.points < exercise.points / 2 ? nil : verdict.summary
        }
      }
  }

  /// The next exercise whose solution may import the same.
  private func others(than exercise: Exercise) -> [Exercise] {
    let all = course.exercises.filter { $0.column == exercise.column && $0.kind != .break }
    guard let index = all.firstIndex(of: exercise), all.count > 1 else { return [] }
    return [all[(index + 1) % all.count]]
  }

  private func server(_ handler: String) -> String {
    """
    import Engine

    let server = HTTPServer { request, response in
      \(handler)
    }

    server.listen(port: environment.port ?? 3000)
    EventLoop.main.run()

    """
  }

  /// A program that prints some megabytes while it is asked.
  private func chatty(_ program: String) -> String {
    let chatter =
      "setInterval(.milliseconds(5)) { print(String(repeating: \"chatter \", count: 5_000)) }"
    return program.replacing(/(?m)^import \w+$/) { "\($0.output)\n\n\(chatter)\n" }
  }

  /// All checks that were asked must have come to this; the others were skipped.
  private func unearned(_ verdict: Verdict, besides status: CheckResult.Status) -> String? {
    let isRight =
      verdict.points == 0
      && verdict.checks.allSatisfy { $0.status == status || $0.status == .skipped }
    return isRight ? nil : verdict.summary
  }
}
