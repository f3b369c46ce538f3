// `solution`: how we would write it, once it is earned, beside what the student wrote.

extension Workbook {
  static let solutionCommand = Command(
    name: "solution", summary: "our solution, beside yours, once you have full marks",
    operands: [.init(name: "EXERCISE")],
    options: [
      .init(name: "give-up", value: nil, meaning: "show it before full marks; it is remembered")
    ],
    details: """
      Shows your program beside ours, step by step, as diff EXERCISE --solution does. Your file is never changed. It is \
      shown once you have full marks, or with --give-up.
      """, example: "solution notes"
  ) { invocation in
    let exercise = try invocation.course.exercise(invocation.operands[0])
    if invocation.has("give-up"),
      try !invocation.records.progress()[exercise].opensSolution(of: exercise)
    {
      try invocation.records.update(exercise) { $0.gaveUp = true }
    }
    try showSolution(exercise, invocation)
    return .fine
  }

  /// Shows it beside the student's own.
  ///
  /// Throws `WorkbookError` where it was neither earned nor asked for.
  static func showSolution(_ exercise: Exercise, _ invocation: Invocation) throws {
    let subject = try DiffSubject.solution(of: exercise, invocation)
    let view = SideBySide(style: invocation.terminal.style, width: invocation.terminal.width)
    invocation.terminal.say(view.text(ProgramDiff(subject.left, subject.right)))
  }
}
