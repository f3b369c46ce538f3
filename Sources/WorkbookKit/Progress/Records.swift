// The folder `.workbook`: progress, pristine copies of what students change, and backups. Nothing in it is needed to run the
// course; it can be deleted at any time.

import Engine
import Foundation

/// Keeps what has to be remembered between two commands.
@MainActor public struct Records {
  private let course: Course
  private var folder: String { "\(course.root)/.workbook" }
  private var progressFile: String { "\(folder)/progress.json" }

  public init(course: Course) { self.course = course }

  // MARK: Progress

  /// What has been done so far. A damaged file is put aside, with a word, and everything starts afresh.
  public func progress() -> Progress {
    guard let data = FileManager.default.contents(atPath: progressFile) else { return Progress() }
    if let progress = try? JSONDecoder().decode(Progress.self, from: data) { return progress }
    let aside = freeName("progress-damaged", "json", in: folder)
    try? FileManager.default.moveItem(atPath: progressFile, toPath: "\(folder)/\(aside)")
    report(
      "workbook: .workbook/progress.json was damaged; it is now .workbook/\(aside), and progress starts afresh"
    )
    return Progress()
  }

  /// Changes what is remembered of an exercise.
  public func update(_ exercise: Exercise, _ change: (inout Achievement) -> Void) throws {
    var progress = progress()
    change(&progress[exercise])
    try write(progress)
  }

  /// Remembers that a lesson was run.
  public func noteRun(of lesson: Lesson) throws {
    var progress = progress()
    guard progress.lessonsRun.insert(lesson.folder).inserted else { return }
    try write(progress)
  }

  private func write(_ progress: Progress) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try encoder.encode(progress).write(to: URL(fileURLWithPath: progressFile), options: .atomic)
  }

  // MARK: The programs to begin with

  private var starts: Starts { Starts(course: course, folder: "\(folder)/starts") }

  /// Where the program that an exercise begins with is kept as it was.
  public func startFolder(of exercise: Exercise) -> String { starts.folder(of: exercise) }

  /// Keeps a copy of each exercise's program before anybody changes it.
  public func keepStarts() { starts.keep() }

  /// Whether the student's file has other content than the copy.
  func startIsChanged(in exercise: Exercise) -> Bool { starts.differs(from: exercise) }

  /// Makes what stands in an exercise's Start what it begins with.
  func takeNewStart(of exercise: Exercise) throws { try starts.take(exercise) }

  // MARK: Starting again

  /// Puts the pristine program back and keeps the student's; returns where, as it is shown; nil where there was none.
  public func reset(_ exercise: Exercise) throws -> String? {
    guard
      let pristine = FileManager.default.contents(atPath: starts.file(of: exercise))
    else {
      throw WorkbookError(
        "the program to begin with is not kept under .workbook/starts; git can bring it back: git checkout \(exercise.shownStart)"
      )
    }
    let backups = "\(folder)/backups/\(exercise.folder)"
    try FileManager.default.createDirectory(atPath: backups, withIntermediateDirectories: true)
    let parts = exercise.workName.split(separator: ".").map(String.init)
    let name = freeName(parts[0], parts[1], in: backups)
    let wasThere = FileManager.default.fileExists(atPath: exercise.startFile)
    if wasThere {
      try FileManager.default.copyItem(atPath: exercise.startFile, toPath: "\(backups)/\(name)")
    }
    try FileManager.default.createDirectory(
      atPath: exercise.startFolder, withIntermediateDirectories: true)
    try pristine.write(to: URL(fileURLWithPath: exercise.startFile), options: .atomic)
    return wasThere ? ".workbook/backups/\(exercise.folder)/\(name)" : nil
  }

  /// `name-1.ext`, `name-2.ext`, …: the first that is free.
  private func freeName(_ name: String, _ ending: String, in folder: String) -> String {
    var number = 1
    while FileManager.default.fileExists(atPath: "\(folder)/\(name)-\(number).\(ending)") {
      number += 1
    }
    return "\(name)-\(number).\(ending)"
  }
}
