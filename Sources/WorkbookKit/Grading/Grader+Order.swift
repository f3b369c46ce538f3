// In which order checks are asked: each after those that it needs, and else in any, several at the same time where
// that is wanted. The results do not depend on it, because every check has a program of its own.

extension Grader {
  /// The results of all checks, in the checks' own order. A check of which a need does not hold is skipped.
  func results(
    of checks: [Check], _ ask: @escaping @MainActor @Sendable (Check) async throws -> CheckResult
  ) async throws -> [CheckResult] {
    var agenda = Agenda(waiting: order(checks))
    try await withThrowingTaskGroup(of: CheckResult.self) { group in
      var running = 0
      while true {
        while running < checksAtOnce, let check = agenda.next() {
          group.addTask { try await ask(check) }
          running += 1
        }
        guard let result = try await group.next() else { break }
        agenda.done[result.name] = result
        running -= 1
      }
    }
    return checks.compactMap { agenda.done[$0.name] }
  }
}

/// What is still to be asked, and what came of the rest.
private struct Agenda {
  var waiting: [Check]
  var done: [String: CheckResult] = [:]

  /// A check that can be asked now; nil where all wait for others. Those that no longer make sense are done by that.
  mutating func next() -> Check? {
    while let index = waiting.firstIndex(where: { $0.needs.allSatisfy { done[$0] != nil } }) {
      let check = waiting.remove(at: index)
      let missing = check.needs.filter { done[$0]?.status != .passed }
      if missing.isEmpty { return check }
      var result = CheckResult(check, .skipped)
      result.missing = missing
      done[check.name] = result
    }
    return nil
  }
}
