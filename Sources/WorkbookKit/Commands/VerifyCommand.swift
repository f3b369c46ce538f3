// `verify`: are the exercises fair? For whoever writes one.

extension Workbook {
  private static let newStartOption = Command.Option(
    name: "new-start", value: nil,
    meaning: "take what stands in Start for what the exercise begins with from now on")

  static let verifyCommand = Command(
    name: "verify", summary: "prove that exercises are fair: starts, solutions, wrong servers",
    operands: [.init(name: "EXERCISE", isRequired: false, isRepeated: true)],
    options: [newStartOption],
    details: """
      Tries what every exercise claims: that its start compiles and fails where it should, that its solution has full marks \
      with several seeds, that each wrong server is caught by the check that names it and each check catches one, that \
      programs which are empty, crash, hang, chatter or belong to another exercise get their verdict and no points, and \
      that nothing is missing or stray in its folder. Without an exercise it tries all. The status is 0 if everything \
      holds, else 1. "swift test" runs the same. What is tried is the start as it was before a student changed it.
      """, example: "verify notes"
  ) { invocation in
    let course = try invocation.course
    let records = try invocation.records
    let named = try invocation.operands.map(course.exercise)
    let exercises = named.isEmpty ? course.exercises : named
    if invocation.has(newStartOption.name) {
      // All at once would make every student's work a start.
      if named.isEmpty { throw WorkbookError("--new-start wants to be told for which exercise") }
      for exercise in exercises { try records.takeNewStart(of: exercise) }
    }
    let verifier = Verifier(course: course, compiler: try compiler(for: course)) {
      records.startFolder(of: $0)
    }
    let text = VerificationText(style: invocation.terminal.style)
    var all: [Claim] = []
    invocation.terminal.say(text.heading)
    for exercise in exercises {
      if records.startIsChanged(in: exercise) {
        invocation.terminal.say(
          "\(exercise.shownStart) is not tried, but what was there before it was changed. If it is a new start: "
            + "swift run workbook verify \(exercise.topic) --new-start")
      }
      let claims = try await verifier.claims(of: exercise)
      for line in text.lines(for: exercise.folder, claims) { invocation.terminal.say(line) }
      all += claims
    }
    invocation.terminal.say(text.score(all))
    return all.allSatisfy(\.holds) ? .fine : .failed
  }
}
