// `grade`: compiles a student's program, asks it every check, and says what holds.

import Engine

extension Workbook {
  static let seedOption = Command.Option(
    name: "seed", value: "N",
    meaning: "draw the random values of the requests from N, as a verdict printed it",
    problem: { UInt64($0) == nil ? "a whole number, not \"\($0)\"" : nil })

  private static let untrustedOption = Command.Option(
    name: "untrusted", value: nil,
    meaning: "somebody else wrote the program: run it in a sandbox, or say what is not contained")

  private static let submissionOption = Command.Option(
    name: "submission", value: "FOLDER",
    meaning: "grade what stands in FOLDER instead of Start, and remember nothing")

  private static let formatOption = Command.Option(
    name: "format", value: "FORMAT", meaning: ReportFormat.names,
    problem: {
      guard ReportFormat(rawValue: $0) == nil else { return nil }
      let names = ReportFormat.allCases.map(\.rawValue)
      return "one of \(ReportFormat.names), not \"\($0)\"\(suggestion(for: $0, among: names))"
    })

  private static let outputOption = Command.Option(
    name: "output", value: "FILE", meaning: "write the report to FILE instead of showing it")

  static let gradeCommand = Command(
    name: "grade",
    summary: "compile your program for an exercise, ask it every check, count points",
    operands: [.init(name: "EXERCISE")],
    options: [seedOption, untrustedOption, submissionOption, formatOption, outputOption],
    details: """
      Compiles Exercises/NAME/Start and asks it the requests of check.hurl. Each check has a freshly started program and \
      gives its points or none. A check that fails shows its request as a curl line, and what was expected beside what \
      came. The status is 0 at full marks and 1 below. With a format the report is all that is printed, and there is one \
      even if nothing could be graded; it says so then, and the status is not 0.
      """, example: "grade notes"
  ) { invocation in
    let format = invocation.options[formatOption.name].flatMap(ReportFormat.init(rawValue:))
    let file = invocation.options[outputOption.name]
    if format != nil || file != nil {
      let writer = ReportWriter(format ?? .text, to: file)
      return try await writeReport(on: invocation.operands[0], invocation, by: writer)
    }
    let exercise = try invocation.course.exercise(invocation.operands[0])
    return try await grade(exercise, invocation).isFull ? .fine : .failed
  }

  /// Grades a program, says what came of it, and remembers it.
  @discardableResult static func grade(_ exercise: Exercise, _ invocation: Invocation) async throws
    -> Verdict
  {
    let grading = try await Grading(of: exercise, invocation) { gaps in
      invocation.terminal.say(invocation.terminal.style.yellow(gaps))
    }
    let verdict = grading.verdict
    invocation.terminal.say(
      VerdictText(style: invocation.terminal.style, width: invocation.terminal.width).text(
        for: verdict))
    try grading.remember()
    if invocation.options[submissionOption.name] == nil,
      let program = exercise.programToTry(verdict)
    {
      invocation.terminal.say("To try these: swift run \(program) in another terminal")
    }
    if verdict.isFull {
      invocation.terminal.say(
        "Full marks. Ours, beside yours: swift run workbook solution \(exercise.topic)")
    }
    return verdict
  }

  /// Grades a program and writes a report; what else there is to say goes to standard error.
  private static func writeReport(
    on word: String, _ invocation: Invocation, by writer: ReportWriter
  ) async throws -> ExitCode {
    let start = ContinuousClock.now
    let found = Result { try invocation.course.exercise(word) }
    @Sendable func nothing(because reason: String) -> Report {
      Report(ofNothingBecause: reason, word, try? found.get())
    }
    try writer.begin(with: nothing(because: "it was ended before it was done"))
    return try await withTaskCancellationHandler {
      do {
        let exercise = try found.get()
        let grading = try await Grading(of: exercise, invocation) { report($0) }
        try writer.finish(
          with: Report(
            verdict: grading.verdict, seconds: (ContinuousClock.now - start) / .seconds(1),
            requests: (try? exercise.requestsOfChecks()) ?? [:]))
        try grading.remember()
        return grading.verdict.isFull ? .fine : .failed
      } catch {
        try writer.finish(with: nothing(because: "\(error)"))
        throw error
      }
    } onCancel: {
      // The process ends as soon as this returns. Where even this fails, the file says what it said at the beginning.
      try? writer.finish(with: nothing(because: "it was interrupted"))
    }
  }

  static func compiler(for course: Course, in sandbox: Bubblewrap? = nil) throws -> Compiler {
    Compiler(root: course.root, modules: try BuiltModules.find(), sandbox: sandbox)
  }
}

extension Exercise {
  /// The program to which the requests of a verdict can be sent; nil where it shows none. For a *break* it is the right
  /// one: a request that failed on it asks for something else than it promises.
  fileprivate func programToTry(_ verdict: Verdict) -> String? {
    guard verdict.checks.contains(where: { !$0.mistakes.isEmpty }) else { return nil }
    return kind == .break ? "\(topic)-solution" : "\(topic)-exercise"
  }
}
