// `list`: what there is, what is done, and what to do next.

extension Workbook {
  static let listCommand = Command(
    name: "list", summary: "lessons, exercises, your progress, and what to do next",
    details: """
      Lists the lessons, and the exercises with the points that you have earned so far. The last line says what to do \
      next. It is also what a bare "swift run workbook" shows.
      """, example: "list"
  ) { invocation in
    let terminal = invocation.terminal
    let progress = try invocation.records.progress()
    terminal.say(terminal.style.bold("Lessons"))
    for lesson in try invocation.course.lessons { terminal.say(lessonLine(lesson, terminal)) }
    terminal.say()
    terminal.say(terminal.style.bold("Exercises"))
    for exercise in try invocation.course.exercises {
      terminal.say(exerciseLine(exercise, progress[exercise], terminal))
    }
    terminal.say()
    terminal.say(try nextThing(invocation.course, progress))
    return .fine
  }

  private static func lessonLine(_ lesson: Lesson, _ terminal: Terminal) -> String {
    let name = "  \(twoDigits(lesson.number)) \(lesson.topic)".padded(to: 26)
    let minutes = "\(lesson.minutes) min".padded(to: 8)
    let room = max(20, terminal.width - 34)
    return name + terminal.style.dim(minutes)
      + lesson.summary.wrapped(to: room).replacing(
        "\n", with: "\n" + String(repeating: " ", count: 34))
  }

  private static func exerciseLine(_ exercise: Exercise, _ done: Achievement, _ terminal: Terminal)
    -> String
  {
    let style = terminal.style
    let name = "  \(twoDigits(exercise.number)) \(exercise.topic)".padded(to: 26)
    let points = "\(done.best)/\(exercise.points)".padded(to: 8)
    let painted =
      done.best >= exercise.points
      ? style.green(points) : done.best > 0 ? style.yellow(points) : style.dim(points)
    let hints =
      done.hintsShown > 0 ? ", \(done.hintsShown) \(done.hintsShown == 1 ? "hint" : "hints")" : ""
    let gaveUp = done.gaveUp ? ", solution seen" : ""
    let state = done.wasGraded ? state(of: exercise, done) : ""
    return name + painted
      + "\(exercise.title) (\(exercise.kind.rawValue), \(exercise.minutes) min\(hints)\(gaveUp)\(state))"
  }

  /// What the best points do not say: that the file was graded lower since then, or changed since it was graded.
  private static func state(of exercise: Exercise, _ done: Achievement) -> String {
    if let work = done.work, work != exercise.workFingerprint { return ", changed since graded" }
    return done.last < done.best ? ", now \(done.last)" : ""
  }

  /// Lesson by lesson: run it, then do what belongs to it.
  private static func nextThing(_ course: Course, _ progress: Progress) -> String {
    for lesson in course.lessons {
      if !progress.lessonsRun.contains(lesson.folder) {
        return "Next: swift run workbook run \(lesson.number)"
      }
      let exercises = course.exercises.filter { $0.lesson == lesson.number }
      if let open = exercises.first(where: { progress[$0].best < $0.points }) {
        let work = progress[open].wasGraded ? "watch \(open.topic)" : "show \(open.topic)"
        return "Next: swift run workbook \(work)\n      and edit \(open.shownStart)"
      }
    }
    return "Everything here is done."
  }

  static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
