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
    let course = try invocation.course
    let progress = try invocation.records.progress()
    // As wide as the longest name needs it.
    let names =
      course.lessons.map { shownName($0.number, $0.topic) }
      + course.exercises.map { shownName($0.number, $0.topic) }
    let width = (names.map(\.count).max() ?? 0) + 1
    terminal.say(terminal.style.bold("Lessons"))
    for lesson in course.lessons { terminal.say(line(for: lesson, width, terminal)) }
    terminal.say()
    terminal.say(terminal.style.bold("Exercises"))
    for exercise in course.exercises {
      terminal.say(line(for: exercise, progress[exercise], width, terminal))
    }
    terminal.say()
    terminal.say(nextThing(course, progress))
    return .fine
  }

  /// `15 files-and-environment`
  static func shownName(_ number: Int, _ topic: String) -> String {
    "\(twoDigits(number)) \(topic)"
  }

  private static func line(for lesson: Lesson, _ width: Int, _ terminal: Terminal) -> String {
    let name = "  " + shownName(lesson.number, lesson.topic).padded(to: width)
    let minutes = "\(lesson.minutes) min".padded(to: 8)
    let indent = (name + minutes).displayWidth
    let room = max(20, terminal.width - indent)
    return name + terminal.style.dim(minutes)
      + lesson.summary.wrapped(to: room).replacing(
        "\n", with: "\n" + String(repeating: " ", count: indent))
  }

  private static func line(
    for exercise: Exercise, _ done: Achievement, _ width: Int, _ terminal: Terminal
  ) -> String {
    let style = terminal.style
    let name = "  " + shownName(exercise.number, exercise.topic).padded(to: width)
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
