// `run`: a lesson live, in both columns.

import Engine

extension Workbook {
  static let runCommand = Command(
    name: "run", summary: "run a lesson: both columns live, its requests answered by both",
    operands: [.init(name: "LESSON")],
    options: [
      .init(
        name: "once", value: nil,
        meaning: "end after the transcript, as it does when no terminal looks on"),
      .init(
        name: "stay", value: nil, meaning: "run on after it, also when no terminal looks on"),
    ],
    details: """
      Starts the lesson's raw and framework programs on two ports, sends each request of its script to both, and shows how \
      they answered. In a terminal both then run on, freshly started, so that you can send requests of your own; Ctrl-C \
      ends them. The status is 0 if both answered as expected and identically, else 1.
      """, example: "run 1"
  ) { invocation in
    let lesson = try invocation.course.lesson(invocation.operands[0])
    let terminal = invocation.terminal
    let compiler = try compiler(for: invocation.course)
    terminal.say(terminal.style.bold("\(twoDigits(lesson.number)) \(lesson.title)"))
    terminal.say(lesson.summary.wrapped(to: terminal.width))
    try invocation.records.noteRun(of: lesson)
    let reports = try await transcript(of: lesson, compiler, terminal)
    terminal.say("Compare the code: swift run workbook diff \(lesson.number)")
    if !invocation.has("once"), terminal.isInteractive || invocation.has("stay") {
      try await stayUp(lesson, compiler, terminal)
    }
    return reports.allSatisfy(\.isFine) ? .fine : .failed
  }

  /// Sends the script to both columns and shows each answer as it comes.
  private static func transcript(
    of lesson: Lesson, _ compiler: Compiler, _ terminal: Terminal
  ) async throws -> [PairReport] {
    let text = LessonText(style: terminal.style, width: terminal.width)
    let script = try lesson.script()
    let pair = try await LessonPair.start(lesson, compiler)
    terminal.say(addresses(pair))
    terminal.say()
    terminal.say(text.heading)
    let reports = await pair.run(script, folder: lesson.path, seed: 1) { report in
      for line in text.lines(for: report) { terminal.say(line) }
    }
    await pair.stop()
    terminal.say()
    terminal.say(text.verdict(reports))
    return reports
  }

  /// Keeps both columns running until Ctrl-C.
  private static func stayUp(_ lesson: Lesson, _ compiler: Compiler, _ terminal: Terminal)
    async throws
  {
    let pair = try await LessonPair.start(lesson, compiler)
    terminal.say()
    terminal.say("Both run on, freshly started; Ctrl-C ends them. What they print:")
    let style = terminal.style
    pair.raw.follow { terminal.say(style.cyan("raw        ") + $0) }
    pair.framework.follow { terminal.say(style.yellow("framework  ") + $0) }
    interruptIsFine = true
    while true { try await Task.sleep(for: .seconds(3_600)) }
  }

  private static func addresses(_ pair: LessonPair) -> String {
    "Raw: http://127.0.0.1:\(pair.raw.port)/  Framework: http://127.0.0.1:\(pair.framework.port)/"
  }
}
