// `grade-class`: grades what a whole class handed in.

import Engine
import Foundation

extension Workbook {
  static let gradeClassCommand = Command(
    name: "grade-class", summary: "grade a class: a folder or zip a student, a gradebook comes out",
    operands: [.init(name: "FOLDER")],
    options: [
      .init(name: "out", value: "OUT", meaning: "the folder for the gradebook and the reports"),
      .init(name: "exercise", value: "NAME", meaning: "grade this exercise alone"),
      seedOption,
      .init(
        name: "jobs", value: "N", meaning: "students to grade at once; as many as there are cores",
        problem: {
          Int($0).map { (1...256).contains($0) } == true
            ? nil : "a number from 1 to 256, not \"\($0)\""
        }),
      .init(
        name: "deadline", value: "TIME", meaning: "mark what is later: 2026-11-30T18:00",
        problem: {
          Deadline($0) == nil ? "a day and a time as 2026-11-30T18:00, not \"\($0)\"" : nil
        }),
      .init(
        name: "anonymous", value: nil,
        meaning: "write codes for names; OUT/\(StudentNames.file) says which is whose"),
      .init(
        name: "shard", value: "I/N", meaning: "grade the I-th of N parts of the class; see merge",
        problem: { Shard($0) == nil ? "a part of a number of them as 2/4, not \"\($0)\"" : nil }),
    ],
    details: """
      FOLDER holds a folder, a zip or a git checkout for each student. Each program is a stranger's and held as one; \
      where that has gaps, the first line says so. OUT gets gradebook.html, gradebook.csv and a report for each \
      student as text, page and JSON. Called again it grades only what has changed, also after it was ended in the middle. \
      What cannot be graded gets a line, and the rest is graded all the same. The status is 0 if every work could be \
      graded, whatever its points, else 1.
      """, example: "grade-class class --exercise notes --out graded"
  ) { invocation in
    let order = try ClassOrder(invocation)
    let roll = try await ClassRoll(folder: order.source)
    let handIns = order.shard?.part(of: roll.handIns) ?? roll.handIns
    var run = ClassRun(seed: order.seed, shard: order.shard, deadline: order.deadline?.text)
    // Only now, so that a class that is not there leaves no folder; and both at once, so that a run that is killed has a
    // seed to go on with.
    try order.folder.prepare()
    try order.folder.write(run)
    let (containment, gaps) = await Containment.forStrangers()
    if let gaps { invocation.terminal.say(invocation.terminal.style.yellow(gaps)) }
    invocation.terminal.say(
      "\(handIns.count) \(handIns.count == 1 ? "student" : "students"), seed \(run.seed)")
    let names =
      invocation.has("anonymous")
      ? try StudentNames.coded(handIns.map(\.student), in: order.folder) : .shown
    let records = try invocation.records
    let grader = ClassGrader(
      .init(
        exercises: order.exercises, others: order.others, seed: run.seed, deadline: order.deadline,
        names: names),
      into: order.folder,
      compiler: Compiler(
        root: try invocation.course.root, modules: try BuiltModules.find(),
        cache: order.folder.programs, sandbox: containment.sandbox),
      containment: containment
    ) { records.startFolder(of: $0) }
    let progress = ClassProgress(total: handIns.count, terminal: invocation.terminal)
    let outcome = try await grader.grade(handIns, jobs: order.jobs) {
      progress.advance($0)
    }
    try? FileManager.default.removeItem(atPath: order.folder.programs)
    run.students = handIns.map { names[$0.student] }.sorted()
    // Whatever is no hand-in is told by one of the parts alone.
    let strays = order.shard.map { $0.index == 1 } ?? true ? roll.problems : []
    let problems = strays + outcome.problems
    run.problems = problems.map(names.hidden)
    run.isAnonymous = names.codes != nil
    run.isFinished = true
    run.exercises = order.exercises.filter { exercise in
      order.others != nil || outcome.works.contains { $0.exercise == exercise.folder }
    }.map { .init(folder: $0.folder, title: $0.title, maximum: $0.points) }
    return try finish(run, outcome.works, problems, order.folder, invocation.terminal)
  }

  /// Writes the gradebook, and says what came of it.
  static func finish(
    _ run: ClassRun, _ works: [GradedWork], _ problems: [ClassProblem], _ folder: ClassFolder,
    _ terminal: Terminal
  ) throws -> ExitCode {
    let book = Gradebook(run: run, works: works)
    folder.removeReports(except: works)
    if !run.isAnonymous {
      try? FileManager.default.removeItem(atPath: "\(folder.path)/\(StudentNames.file)")
    }
    try folder.write(book.csv, to: "gradebook.csv")
    try folder.write(GradebookPage(book: book).html, to: "gradebook.html")
    try folder.write(run)
    for problem in problems {
      terminal.say(terminal.style.yellow(shownCode("\(problem.student): \(problem.text)")))
    }
    terminal.say("\(folder.path)/gradebook.html and gradebook.csv are written")
    return problems.isEmpty ? .fine : .failed
  }
}

/// What `grade-class` was told.
@MainActor private struct ClassOrder {
  var source: String
  var folder: ClassFolder
  var exercises: [Exercise]
  /// All exercises of the course, if one was named.
  var others: [Exercise]?
  var seed: UInt64
  var jobs: Int
  var deadline: Deadline?
  var shard: Shard?

  init(_ invocation: Invocation) throws {
    let options = invocation.options
    source = invocation.operands[0]
    folder = try ClassFolder(invocation)
    exercises = try invocation.course.exercises
    if let name = options["exercise"] {
      others = exercises
      exercises = [try invocation.course.exercise(name)]
    }
    shard = options["shard"].flatMap(Shard.init)
    deadline = options["deadline"].flatMap(Deadline.init)
    jobs = options["jobs"].flatMap { Int($0) } ?? ProcessInfo.processInfo.activeProcessorCount
    if shard != nil, options["seed"] == nil {
      throw WorkbookError("--shard wants --seed N as well, the same for all parts")
    }
    if shard != nil, invocation.has("anonymous") {
      throw WorkbookError("--anonymous goes with merge, when all parts are together")
    }
    seed =
      options["seed"].flatMap { UInt64($0) } ?? folder.run()?.seed ?? UInt64.random(in: 1...999_999)
    let (inner, outer) = (Self.absolute(folder.path), Self.absolute(source))
    if inner == outer || inner.hasPrefix(outer + "/") {
      throw WorkbookError(
        "--out \(folder.path) lies in \(source), and would be graded as a student")
    }
  }

  private static func absolute(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
  }
}

extension ClassFolder {
  /// The folder of `--out`.
  ///
  /// Throws `WorkbookError` where it was not given.
  @MainActor init(_ invocation: Invocation) throws {
    guard let path = invocation.options["out"], !path.isEmpty else {
      throw WorkbookError("it wants a folder to write to: --out OUT")
    }
    self.init(path: path)
  }
}
