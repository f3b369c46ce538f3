// Checks that no request asks: those of a *break*, whose requests a student writes, and those of the approach.

extension Check {
  /// The name of the check that all the others need.
  static let rightServer = "right-server"

  /// For a *break*: one check for the right server, without points, and one for each wrong server.
  static func exposures(of mutants: [Mutant]) -> [Check] {
    let right = Check(
      name: rightServer, points: 0, needs: [],
      sentence: "Your requests pass on the right server.", entries: [])
    return [right]
      + mutants.map { mutant in
        Check(
          name: mutant.name, points: mutant.points, needs: [rightServer],
          sentence: "A wrong server; one of your requests must fail on it.", entries: [])
      }
  }

  /// The rules of the approach that give points. They need everything else, because a program that does nothing
  /// breaks no rule.
  static func approach(_ rules: [ApproachRule], after checks: [Check]) -> [Check] {
    rules.filter { $0.points > 0 }.enumerated().map { index, rule in
      Check(
        name: "approach-\(index + 1)", points: rule.points, needs: checks.map(\.name),
        sentence: rule.sentence, entries: [], rule: rule)
    }
  }
}
