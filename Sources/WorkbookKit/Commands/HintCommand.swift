// `hint`: the next one, from a nudge to nearly the answer.

extension Workbook {
  static let hintCommand = Command(
    name: "hint", summary: "the next hint for an exercise",
    operands: [.init(name: "EXERCISE")],
    details:
      "Shows the next hint and remembers it. When there are no more, it shows all of them again.",
    example: "hint notes"
  ) { invocation in
    let exercise = try invocation.course.exercise(invocation.operands[0])
    try showHint(exercise, invocation)
    return .fine
  }

  static func showHint(_ exercise: Exercise, _ invocation: Invocation) throws {
    let hints = try exercise.hints()
    let shown = try invocation.records.progress()[exercise].hintsShown
    let markdown = MarkdownText(style: invocation.terminal.style, width: invocation.terminal.width)
    func say(_ index: Int) {
      invocation.terminal.say(invocation.terminal.style.bold("Hint \(index + 1) of \(hints.count)"))
      invocation.terminal.say(markdown.render(hints[index]))
    }
    if shown < hints.count {
      say(shown)
      try invocation.records.update(exercise) { $0.hintsShown = shown + 1 }
    } else {
      invocation.terminal.say("All \(hints.count) hints have been shown; here they are once more.")
      for index in hints.indices { say(index) }
      invocation.terminal.say(
        "There are no more hints. The lesson tells the rest: swift run workbook show \(exercise.lesson)"
      )
    }
  }
}
