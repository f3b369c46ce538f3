// From a command line to a verdict, and what is remembered of it; whoever asked says it in their own way.

/// One program that `grade` has graded.
@MainActor struct Grading {
  let verdict: Verdict
  private let exercise: Exercise
  private let records: Records
  /// The fingerprint of what was graded; nil for what somebody else handed in.
  private let work: String?

  /// Grades what an exercise's student wrote, or what was handed in.
  ///
  /// Throws `WorkbookError` where the course or its modules are not here, and `CancellationError`.
  ///
  /// - Parameter warn: is told what is not contained.
  init(
    of exercise: Exercise, _ invocation: Invocation, warn: (String) -> Void
  ) async throws {
    let records = try invocation.records
    let containment = await Self.containment(invocation, warn)
    var grader = Grader(
      compiler: try Workbook.compiler(for: invocation.course, in: containment.sandbox),
      containment: containment
    ) { records.startFolder(of: $0) }
    grader.checksAtOnce = 2
    let seed = invocation.options["seed"].flatMap { UInt64($0) } ?? UInt64.random(in: 1...999_999)
    let submission = invocation.options["submission"]
    work = submission == nil ? exercise.workFingerprint : nil
    verdict = try await grader.grade(
      exercise, folder: submission ?? exercise.startFolder, seed: seed)
    try Task.checkCancellation()
    (self.exercise, self.records) = (exercise, records)
  }

  /// Remembers what came of the student's own program. Throws where `.workbook` cannot be written.
  func remember() throws {
    guard let work, verdict.status != .graderAtFault else { return }
    try records.update(exercise) { achievement in
      achievement.best = max(achievement.best, verdict.points)
      achievement.last = verdict.points
      achievement.wasGraded = true
      achievement.checks = exercise.fingerprint
      achievement.work = work
    }
  }

  /// Limits hold every program that is graded; one that is not trusted gets a sandbox besides, or else it is said that
  /// it has none.
  private static func containment(
    _ invocation: Invocation, _ warn: (String) -> Void
  ) async -> Containment {
    guard invocation.has("untrusted") else { return Containment() }
    let (containment, gaps) = await Containment.forStrangers()
    if let gaps { warn(gaps) }
    return containment
  }
}
