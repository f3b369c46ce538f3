// `check`: do lessons hold? For teachers, and for whoever changes one.

extension Workbook {
  static let checkCommand = Command(
    name: "check", summary: "check that a lesson's columns answer as expected, and identically",
    operands: [.init(name: "LESSON", isRequired: false)],
    details: """
      Sends the lesson's script to both columns and compares every answer with what the script expects, and the two with \
      each other: status line, headers, body, framing, and what becomes of the connection. Without a lesson it checks all. \
      The status is 0 if everything is as it should be, else 1.
      """, example: "check 11"
  ) { invocation in
    let course = try invocation.course
    let word = invocation.operands.first ?? "all"
    let lessons = word == "all" ? course.lessons : [try course.lesson(word)]
    let compiler = try compiler(for: course)
    var isFine = true
    let width = lessons.map { shownName($0.number, $0.topic).count }.max() ?? 0
    for lesson in lessons {
      let name = shownName(lesson.number, lesson.topic).padded(to: width)
      isFine = try await check(lesson, named: name, compiler, invocation.terminal) && isFine
    }
    return isFine ? .fine : .failed
  }

  private static func check(
    _ lesson: Lesson, named name: String, _ compiler: Compiler, _ terminal: Terminal
  ) async throws -> Bool {
    let text = LessonText(style: terminal.style, width: terminal.width)
    let script = try lesson.script()
    let pair = try await LessonPair.start(lesson, compiler)
    let reports = await pair.run(script, folder: lesson.path, seed: 1)
    await pair.stop()
    terminal.say("\(name)  \(text.verdict(reports))")
    for report in reports where !report.isFine {
      for line in text.lines(for: report) { terminal.say("  " + line) }
    }
    return reports.allSatisfy(\.isFine)
  }
}
