// Grades a class: several students at once, each report written as soon as it is there.
//
// What was graded before with the same work, checks and seed is not graded again: such a verdict is looked up by the
// fingerprint of all three. So a run that was killed goes on where it was, and who hands in what another did has the
// same verdict.

import Engine
import Foundation

/// Grades what students handed in.
@MainActor final class ClassGrader {
  /// What is the same for everybody.
  struct Terms {
    /// The exercises that are graded.
    var exercises: [Exercise]
    /// All of the course, if only one is graded and work need not be named by it; else nil.
    var others: [Exercise]?
    var seed: UInt64
    var deadline: Deadline?
    var names = StudentNames.shown
  }

  /// What came of it.
  struct Outcome {
    var works: [GradedWork] = []
    var problems: [ClassProblem] = []
  }

  private let terms: Terms
  private let folder: ClassFolder
  private let grader: Grader
  private let compiler: Compiler
  private let pristineFolder: (Exercise) -> String
  /// Verdicts that are known, by everything that they depend on.
  private var known: [String: Verdict] = [:]
  /// How many works are being graded that have the same program.
  private var users: [Fingerprint: Int] = [:]
  private var startShapes: [String: String?] = [:]
  private var checks: [String: Fingerprint] = [:]

  init(
    _ terms: Terms, into folder: ClassFolder, compiler: Compiler, containment: Containment,
    pristineFolder: @escaping (Exercise) -> String
  ) {
    self.terms = terms
    self.folder = folder
    self.compiler = compiler
    self.pristineFolder = pristineFolder
    grader = Grader(
      compiler: compiler, containment: containment, pristineFolder: pristineFolder)
    for work in folder.works() where !work.isGraderAtFault { known[work.key] = work.verdict }
  }

  /// Grades what some students handed in, so many at once; tells after each what it was.
  ///
  /// Throws `WorkbookError` where results cannot be written, and `CancellationError`.
  func grade(
    _ handIns: [HandIn], jobs: Int, onProgress: @escaping @MainActor (ClassProgress.Step) -> Void
  ) async throws -> Outcome {
    var outcome = Outcome()
    var waiting = handIns[...]
    try await withThrowingTaskGroup(of: (Outcome, Int).self) { group in
      for handIn in waiting.prefix(jobs) { group.addTask { try await self.grade(handIn) } }
      waiting = waiting.dropFirst(jobs)
      while let (one, graded) = try await group.next() {
        outcome.works += one.works
        outcome.problems += one.problems
        onProgress(graded > 0 ? .graded : one.works.isEmpty ? .nothing : .known)
        if let next = waiting.popFirst() { group.addTask { try await self.grade(next) } }
      }
    }
    outcome.works.sort { ($0.student, $0.exercise) < ($1.student, $1.exercise) }
    outcome.problems.sort { ($0.student, $0.text) < ($1.student, $1.text) }
    return outcome
  }

  // MARK: One student

  private func grade(_ handIn: HandIn) async throws -> (Outcome, graded: Int) {
    guard handIn.isArchive else { return try await grade(handIn, in: handIn.path) }
    let unpacked = try PrivateFolder()
    defer { unpacked.remove() }
    do { try await ZipArchive.unpack(handIn.path, into: unpacked.path) } catch let error
      as ZipArchive.Unreadable
    {
      let problem = ClassProblem(student: handIn.student, text: "the zip: \(error)")
      return (Outcome(problems: [problem]), 0)
    }
    return try await grade(handIn, in: unpacked.path)
  }

  private func grade(_ handIn: HandIn, in root: String) async throws -> (Outcome, graded: Int) {
    var outcome = Outcome()
    var graded = 0
    let submitted = try await offLoop { SubmittedWork(folder: root) }
    for exercise in terms.exercises {
      do {
        guard let path = try submitted.folder(for: exercise, aloneAmong: terms.others) else {
          continue
        }
        let files = WorkFiles(exercise, in: root, at: path, of: submitted)
        let date = try await CommitTime.last(in: root, of: path) ?? files.newestChange()
        let (work, isNew) = try await grade(files, of: handIn.student, date)
        try folder.write(work)
        outcome.works.append(work)
        graded += isNew ? 1 : 0
        if let problem = problem(work.verdict) { outcome.report(handIn, exercise, problem) }
      } catch let error as SubmittedWork.Ambiguous {
        outcome.report(handIn, exercise, error.description)
      }
    }
    if outcome.works.isEmpty, outcome.problems.isEmpty {
      outcome.problems.append(ClassProblem(student: handIn.student, text: nothing))
    }
    return (outcome, graded)
  }

  /// What is to be said of a student in whose folder there is no work.
  private var nothing: String {
    guard terms.others != nil, let exercise = terms.exercises.first else {
      return "no work for any exercise; it belongs in a folder named as the exercise, 02-notes"
    }
    return "there is no \(exercise.workName) for \(exercise.folder)"
  }

  /// What a teacher has to look after.
  private func problem(_ verdict: Verdict) -> String? {
    if verdict.status == .unreadable { return verdict.reason }
    let fault =
      verdict.status == .graderAtFault
      ? verdict.reason : verdict.checks.first { $0.status == .graderAtFault }?.reason
    return fault.map { "the grader is at fault: \(textLines($0).first ?? "")" }
  }

  // MARK: One work

  private func grade(_ files: WorkFiles, of student: String, _ date: Date?) async throws
    -> (GradedWork, isNew: Bool)
  {
    let exercise = files.exercise
    let content = files.fingerprint()
    let key = Fingerprint(
      ["\(content)", exercise.folder, "\(checks(of: exercise))", "\(terms.seed)"]
        .map { Data($0.utf8) }
    ).description
    let before = known[key]
    let verdict: Verdict
    if let before { verdict = before } else { verdict = try await ask(files, content) }
    let shape = await files.shape()
    let startShape = await startShape(of: exercise)
    let work = GradedWork(
      student: terms.names[student], exercise: exercise.folder, points: verdict.points,
      maximum: verdict.maximum, isLate: isLate(date),
      handedIn: date.map { Int($0.timeIntervalSince1970) }, key: key, shape: shape,
      isUntouched: shape != nil && shape == startShape, verdict: verdict)
    if !work.isGraderAtFault { known[key] = verdict }
    return (work, before == nil)
  }

  /// Asks a program, and lets go of it: each takes as much room as a hundred reports.
  private func ask(_ files: WorkFiles, _ content: Fingerprint) async throws -> Verdict {
    users[content, default: 0] += 1
    let verdict = try await grader.grade(files.exercise, folder: files.folder, seed: terms.seed)
    let sources = try? await SourceFiles(folder: files.folder)
    // What a refactoring began with is what all are compared with, also where somebody hands it in.
    let given = try? await SourceFiles(folder: pristineFolder(files.exercise))
    // From here on nothing is awaited: nobody can begin to use what is removed.
    users[content, default: 1] -= 1
    if let sources, sources != given, users[content] == 0, files.exercise.kind != .break {
      compiler.forget(sources, for: files.exercise.column)
    }
    return verdict
  }

  private func isLate(_ date: Date?) -> Bool {
    guard let date, let deadline = terms.deadline else { return false }
    return date > deadline.date
  }

  private func checks(of exercise: Exercise) -> Fingerprint {
    let fingerprint =
      checks[exercise.folder] ?? exercise.checksFingerprint(pristine: pristineFolder(exercise))
    checks[exercise.folder] = fingerprint
    return fingerprint
  }

  private func startShape(of exercise: Exercise) async -> String? {
    if let shape = startShapes[exercise.folder] { return shape }
    let shape = await WorkFiles.shape(of: exercise, in: pristineFolder(exercise))
    startShapes[exercise.folder] = shape
    return shape
  }
}

extension ClassGrader.Outcome {
  fileprivate mutating func report(_ handIn: HandIn, _ exercise: Exercise, _ text: String) {
    problems.append(ClassProblem(student: handIn.student, text: "\(exercise.folder): \(text)"))
  }
}
