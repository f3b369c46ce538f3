// What came of a verification: a table with a line an exercise, what does not hold, and a score.

/// Writes claims for the terminal.
struct VerificationText {
  let style: Style

  /// The subjects, in the table's order.
  private let subjects = Claim.Subject.allCases

  /// What stands above the table.
  var heading: String {
    style.dim(("  " + "exercise".padded(to: 24) + row(subjects.map(\.rawValue))).trimmedAtEnd)
  }

  /// One exercise: how many of its claims hold, by subject, and below it those that do not.
  func lines(for exercise: String, _ claims: [Claim]) -> [String] {
    let cells = subjects.map { subject in
      let about = claims.filter { $0.subject == subject }
      return about.isEmpty ? "-" : "\(about.count(where: \.holds))/\(about.count)"
    }
    let line = (exercise.padded(to: 24) + row(cells)).trimmedAtEnd
    let isFine = claims.allSatisfy(\.holds)
    let first = isFine ? style.green("✓ ") + line : style.red("✗ " + line)
    return [first]
      + claims.flatMap { claim -> [String] in
        guard let problem = claim.problem else { return [] }
        return ["    \(claim.subject.rawValue): \(claim.name)"]
          + textLines(problem).map { "      " + $0 }
      }
  }

  /// All claims together.
  func score(_ claims: [Claim]) -> String {
    let held = claims.count(where: \.holds)
    let text = "\(held) of \(claims.count) claims hold"
    return held == claims.count ? style.green(text) : style.red(text)
  }

  private func row(_ cells: [String]) -> String {
    cells.map { $0.padded(to: 11) }.joined()
  }
}

extension String {
  fileprivate var trimmedAtEnd: String {
    String(reversed().drop { $0 == " " }.reversed())
  }
}
