// What `diff` was asked to compare: from the words of the command line to two programs.

import Engine
import Foundation

/// Two programs, and what they are together.
@MainActor struct DiffSubject {
  /// `08 Middleware: Raw and Framework`
  var title: String
  var left: Listing
  var right: Listing

  /// Reads what the words name.
  ///
  /// Throws `WorkbookError`, which says what does not fit.
  static func read(_ invocation: Invocation) throws -> DiffSubject {
    let word = invocation.operands[0]
    if invocation.operands.count == 2 {
      try refuse(["raw", "framework", "solution"], in: invocation, "two files or folders")
      return try files(word, invocation.operands[1])
    }
    if let range = word.wholeMatch(of: /([^\/]+?)\.\.([^\/.]+)/) {
      try refuse(["solution"], in: invocation, "two lessons")
      return try lessons(String(range.1), String(range.2), invocation)
    }
    if let exercise = try exercise(word, in: invocation.course) {
      try refuse(["raw", "framework"], in: invocation, "an exercise")
      return try invocation.has("solution")
        ? solution(of: exercise, invocation) : start(of: exercise, invocation)
    }
    try refuse(["raw", "framework", "solution"], in: invocation, "one lesson")
    return try columns(of: invocation.course.lesson(word))
  }

  /// The exercise that a word means; nil for a lesson, which comes first where a number means both.
  private static func exercise(_ word: String, in course: Course) throws -> Exercise? {
    if (try? course.lesson(word)) != nil { return nil }
    if let exercise = try? course.exercise(word) { return exercise }
    if FileManager.default.fileExists(atPath: word) {
      throw WorkbookError("diff wants a second file or folder, to compare \(word) with it")
    }
    // There is no such thing: it says what was meant.
    _ = try course.readme(word)
    return nil
  }

  private static func refuse(_ options: [String], in invocation: Invocation, _ what: String) throws
  {
    guard let option = options.first(where: invocation.has) else { return }
    let meant =
      option == "solution"
      ? "an exercise: diff notes --solution" : "two lessons: diff 1..2 --\(option)"
    throw WorkbookError("--\(option) does not go with \(what), but with \(meant)")
  }

  // MARK: Lessons

  /// Raw beside framework.
  private static func columns(of lesson: Lesson) throws -> DiffSubject {
    var raw = try column("Raw", of: lesson, name: "Raw")
    var framework = try column("Framework", of: lesson, name: "Framework")
    raw.wordForNoStep = "(only with the framework)"
    framework.wordForNoStep = "(the framework did this for you)"
    return DiffSubject(
      title: "\(Workbook.twoDigits(lesson.number)) \(lesson.title)", left: raw, right: framework)
  }

  /// One lesson's column beside another's.
  private static func lessons(_ first: String, _ second: String, _ invocation: Invocation) throws
    -> DiffSubject
  {
    let lessons = try [first, second].map(invocation.course.lesson)
    guard invocation.has("raw") != invocation.has("framework") else {
      throw WorkbookError(
        "two lessons are compared by one column: "
          + "diff \(first)..\(second) --framework, or --raw")
    }
    let folder = invocation.has("raw") ? "Raw" : "Framework"
    let columns = try lessons.map { try column(folder, of: $0, name: "\($0.folder)/\(folder)") }
    return DiffSubject(
      title: lessons.map { "\(Workbook.twoDigits($0.number)) \($0.title)" }.joined(
        separator: ", then ")
        + ": \(folder)",
      left: columns[0], right: columns[1])
  }

  private static func column(_ folder: String, of lesson: Lesson, name: String) throws -> Listing {
    guard FileManager.default.fileExists(atPath: "\(lesson.path)/\(folder)") else {
      throw WorkbookError("lesson \(lesson.number) has no column \(folder)")
    }
    var program = try Listing(name: name, folder: "\(lesson.path)/\(folder)")
    program.patchPrefix = "Lessons/\(lesson.folder)/\(folder)/"
    return program
  }

  // MARK: Exercises

  /// What the exercise began with, beside mine.
  private static func start(of exercise: Exercise, _ invocation: Invocation) throws -> DiffSubject {
    let folder = try invocation.records.startFolder(of: exercise)
    guard FileManager.default.fileExists(atPath: folder) else {
      throw WorkbookError(
        "the program to begin with is not kept under .workbook/starts; git can show it: git diff \(exercise.shownStart)"
      )
    }
    return DiffSubject(
      title: "\(exercise.title): start and yours",
      left: try work("start", on: exercise, in: folder),
      right: try work("yours", on: exercise, in: exercise.startFolder))
  }

  /// Mine, beside the solution.
  ///
  /// Throws `WorkbookError` where that is not earned yet.
  static func solution(of exercise: Exercise, _ invocation: Invocation) throws -> DiffSubject {
    let done = try invocation.records.progress()[exercise]
    guard done.opensSolution(of: exercise) else {
      let command = "swift run workbook"
      throw WorkbookError(
        """
        the solution of \(exercise.topic) is not earned yet (\(done.best) of \(exercise.points) points)
        a hint may help: \(command) hint \(exercise.topic)
        to see it now:   \(command) solution \(exercise.topic) --give-up
        """)
    }
    return DiffSubject(
      title: "\(exercise.title): yours and the solution",
      left: try work("yours", on: exercise, in: exercise.startFolder),
      right: try work("solution", on: exercise, in: exercise.solutionFolder))
  }

  /// What a student writes, as it stands in a folder: programs, or one file of requests.
  private static func work(_ name: String, on exercise: Exercise, in folder: String) throws
    -> Listing
  {
    let file = exercise.workName
    var work =
      exercise.kind == .break
      ? try Listing(name: "\(name)/\(file)", file: "\(folder)/\(file)")
      : try Listing(name: name, folder: folder)
    work.name = name
    work.patchPrefix = "Exercises/\(exercise.folder)/Start/"
    return work
  }

  // MARK: Files and folders

  private static func files(_ first: String, _ second: String) throws -> DiffSubject {
    let programs = try [first, second].map(program)
    return DiffSubject(
      title: programs.map(\.name).joined(separator: " and "), left: programs[0], right: programs[1])
  }

  /// A file, or a folder with files.
  private static func program(_ word: String) throws -> Listing {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: word, isDirectory: &isFolder) else {
      throw WorkbookError(
        "\(word) is missing; diff compares a lesson, an exercise, or two files or folders")
    }
    let name = word.count > 1 && word.hasSuffix("/") ? String(word.dropLast()) : word
    var program =
      isFolder.boolValue
      ? try Listing(name: name, folder: word) : try Listing(name: name, file: word)
    // A patch is applied where the command was given; what lies elsewhere is named from its own folder on.
    let isHere = !Path.isAbsolute(name) && !Path.normalize(name).hasPrefix("..")
    program.patchPrefix = isHere ? program.prefix.replacing(/^(\.\/)+/, with: "") : ""
    return program
  }
}
