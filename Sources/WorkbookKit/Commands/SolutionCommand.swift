// `solution`: how we would write it, once it is earned, beside what the student wrote.

import Foundation

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
    let done = try invocation.records.progress()[exercise]
    guard done.best >= exercise.points || done.gaveUp || invocation.has("give-up") else {
      invocation.terminal.say(
        "\(exercise.title) has \(done.best) of \(exercise.points) points so far; a hint may help: swift run workbook hint \(exercise.topic)"
      )
      invocation.terminal.say(
        "To see the solution now: swift run workbook solution \(exercise.topic) --give-up")
      return .failed
    }
    if invocation.has("give-up"), done.best < exercise.points {
      try invocation.records.update(exercise) { $0.gaveUp = true }
    }
    let mine = try readText(exercise.startFile, shown: exercise.shownStart)
    let ours = try readText(
      exercise.solutionFile, shown: exercise.shownSolution)
    invocation.terminal.say(
      UnifiedDiff(style: invocation.terminal.style).text(mine, "yours", ours, "ours"))
    return .fine
  }
}
