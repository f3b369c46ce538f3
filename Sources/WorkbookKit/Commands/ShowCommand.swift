// `show`: a lesson's or an exercise's text, in the terminal.

extension Workbook {
  static let showCommand = Command(
    name: "show", summary: "the text of a lesson, or the task of an exercise",
    operands: [.init(name: "NAME")],
    details: """
      Shows the README of a lesson (by its number or topic) or of an exercise (by its topic). A number that both have \
      means the lesson.
      """, example: "show 1"
  ) { invocation in
    let file = try invocation.course.readme(invocation.operands[0])
    let text = try readText(file, shown: file)
    invocation.terminal.say(
      MarkdownText(style: invocation.terminal.style, width: invocation.terminal.width).render(text))
    return .fine
  }
}
