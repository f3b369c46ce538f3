// `grade`: compiles a student's program, asks it every check, and says what holds.

extension Workbook {
  static let seedOption = Command.Option(
    name: "seed", value: "N",
    meaning: "draw the random values of the requests from N, as a verdict printed it",
    problem: { UInt64($0) == nil ? "a whole number, not \"\($0)\"" : nil })

  static let gradeCommand = Command(
    name: "grade",
    summary: "compile your program for an exercise, ask it every check, count points",
    operands: [.init(name: "EXERCISE")], options: [seedOption],
    details: """
      Compiles Exercises/NAME/Start and asks it the requests of check.hurl. Each check has a freshly started program and \
      gives its points or none. A check that fails shows its request as a curl line, and what was expected beside what \
      came. The status is 0 at full marks and 1 below.
      """, example: "grade notes"
  ) { invocation in
    let exercise = try invocation.course.exercise(invocation.operands[0])
    let verdict = try await grade(exercise, invocation)
    return verdict.isFull ? .fine : .failed
  }

  /// Grades what the student wrote, says so, and remembers it.
  @discardableResult static func grade(_ exercise: Exercise, _ invocation: Invocation) async throws
    -> Verdict
  {
    let records = try invocation.records
    var grader = Grader(compiler: try compiler(for: invocation.course)) {
      records.startFolder(of: $0)
    }
    grader.checksAtOnce = 2
    let seed = invocation.options["seed"].flatMap { UInt64($0) } ?? UInt64.random(in: 1...999_999)
    let work = exercise.workFingerprint
    let verdict = try await grader.grade(exercise, folder: exercise.startFolder, seed: seed)
    try Task.checkCancellation()
    invocation.terminal.say(
      VerdictText(style: invocation.terminal.style, width: invocation.terminal.width).text(
        for: verdict))
    if verdict.status == .graderAtFault { return verdict }
    try records.update(exercise) { achievement in
      achievement.best = max(achievement.best, verdict.points)
      achievement.last = verdict.points
      achievement.wasGraded = true
      achievement.checks = exercise.fingerprint
      achievement.work = work
    }
    if verdict.isFull {
      invocation.terminal.say(
        "Full marks. Ours, beside yours: swift run workbook solution \(exercise.topic)")
    }
    return verdict
  }

  static func compiler(for course: Course) throws -> Compiler {
    Compiler(root: course.root, modules: try BuiltModules.find())
  }
}
