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
    let yours = backup.map { "yours is \($0)" } ?? "there was none of yours"
    invocation.terminal.say("\(exercise.shownStart) is as it was at the beginning; \(yours)")
    return .fine
  }
}
