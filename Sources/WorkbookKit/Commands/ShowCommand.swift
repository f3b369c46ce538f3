// `show`: a lesson's or an exercise's text, in the terminal, and what to do when it is read.

extension Workbook {
  private static let answersOption = Command.Option(
    name: "answers", value: nil, meaning: "with the answers to a lesson's questions")

  static let showCommand = Command(
    name: "show", summary: "the text of a lesson, or the task of an exercise",
    operands: [.init(name: "NAME")], options: [answersOption],
    details: """
      Shows the README of a lesson (by its number or topic) or of an exercise (by its topic). A number that both have \
      means the lesson. The answers to a lesson's questions are left out until you ask for them.
      """, example: "show 1"
  ) { invocation in
    let word = invocation.operands[0]
    let file = try invocation.course.readme(word)
    let whole = try readText(file, shown: file)
    let text = invocation.has(answersOption.name) ? whole : withoutAnswers(whole)
    let markdown = MarkdownText(style: invocation.terminal.style, width: invocation.terminal.width)
    invocation.terminal.say(markdown.render(text))
    if text != whole {
      invocation.terminal.say("The answers: swift run workbook show \(word) --answers")
    }
    if let lesson = try? invocation.course.lesson(word) {
      invocation.terminal.say("Next: swift run workbook run \(lesson.number)")
    } else {
      let exercise = try invocation.course.exercise(word)
      invocation.terminal.say(
        "Your file: \(exercise.startFile)\nNext: swift run workbook watch \(exercise.topic)")
    }
    return .fine
  }

  /// The text with the questions alone, where a page folds the answers below them.
  static func withoutAnswers(_ text: String) -> String {
    text.replacing(/(?s)<details><summary>(.*?)<\/summary>.*?<\/details>/) { "- \($0.1)" }
  }
}
