// `solution`: how we would write it, once it is earned, beside what the student wrote.

extension Workbook {
  static let solutionCommand = Command(
    name: "solution", summary: "our solution, beside yours, once you have full marks",
    operands: [.init(name: "EXERCISE")],
    options: [
      .init(name: "give-up", value: nil, meaning: "show it before full marks; it is remembered")
    ],
    details: """
      Shows what would change your program into ours, line by line (- yours, + ours). Your file is never changed. It is \
      shown once you have full marks, or with --give-up.
      """, example: "solution notes"
  ) { invocation in
    let exercise = try invocation.course.exercise(invocation.operands[0])
    if invocation.has("give-up"), try !isEarned(exercise, invocation) {
      try invocation.records.update(exercise) { $0.gaveUp = true }
    }
    return try showSolution(exercise, invocation) ? .fine : .failed
  }

  private static func isEarned(_ exercise: Exercise, _ invocation: Invocation) throws -> Bool {
    try invocation.records.progress()[exercise].best >= exercise.points
  }

  /// Shows it where it was earned or asked for, and says how to come to it where not.
  @discardableResult static func showSolution(_ exercise: Exercise, _ invocation: Invocation) throws
    -> Bool
  {
    let terminal = invocation.terminal
    let done = try invocation.records.progress()[exercise]
    guard try isEarned(exercise, invocation) || done.gaveUp else {
      terminal.say(
        "\(exercise.title) has \(done.best) of \(exercise.points) points so far; a hint may help: swift run workbook hint \(exercise.topic)"
      )
      terminal.say(
        "To see the solution now: swift run workbook solution \(exercise.topic) --give-up")
      return false
    }
    let mine = try readText(exercise.startFile, shown: exercise.shownStart)
    let ours = try exercise.solution()
    terminal.say(UnifiedDiff(style: terminal.style).text(mine, "yours", ours, "ours"))
    return true
  }
}
