// `grade`: compiles a student's program, asks it every check, and says what holds.

extension Workbook {
  static let seedOption = Command.Option(
    name: "seed", value: "N",
    meaning: "draw the random values of the requests from N, as a verdict printed it",
    problem: { UInt64($0) == nil ? "a whole number, not \"\($0)\"" : nil })

  private static let untrustedOption = Command.Option(
    name: "untrusted", value: nil,
    meaning: "somebody else wrote the program: run it in a sandbox, or say what is not contained")

  static let gradeCommand = Command(
    name: "grade",
    summary: "compile your program for an exercise, ask it every check, count points",
    operands: [.init(name: "EXERCISE")], options: [seedOption, untrustedOption],
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
    let containment = await containment(invocation)
    var grader = Grader(
      compiler: try compiler(for: invocation.course, in: containment.sandbox),
      containment: containment
    ) { records.startFolder(of: $0) }
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

  /// Limits hold every program that is graded; one that is not trusted gets a sandbox besides, or else it is said that
  /// it has none.
  private static func containment(_ invocation: Invocation) async -> Containment {
    guard invocation.has(untrustedOption.name) else { return Containment() }
    let (containment, gaps) = await Containment.forStrangers()
    if let gaps { invocation.terminal.say(invocation.terminal.style.yellow(gaps)) }
    return containment
  }

  static func compiler(for course: Course, in sandbox: Bubblewrap? = nil) throws -> Compiler {
    Compiler(root: course.root, modules: try BuiltModules.find(), sandbox: sandbox)
  }
}
