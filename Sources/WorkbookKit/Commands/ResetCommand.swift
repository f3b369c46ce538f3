// `reset`: an exercise as it was at the beginning.

extension Workbook {
  static let resetCommand = Command(
    name: "reset", summary: "put back the program that an exercise begins with",
    operands: [.init(name: "EXERCISE")],
    details:
      "Puts back the program that the exercise begins with. Yours is kept as a numbered copy under .workbook/backups.",
    example: "reset notes"
  ) { invocation in
    let exercise = try invocation.course.exercise(invocation.operands[0])
    let backup = try invocation.records.reset(exercise)
    invocation.terminal.say(
      "\(exercise.shownStart) is as it was at the beginning; yours is \(backup)")
    return .fine
  }
}
