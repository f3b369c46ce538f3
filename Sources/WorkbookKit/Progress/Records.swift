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

  // MARK: Pristine copies

  /// Where the pristine program of an exercise is kept.
  public func startFolder(of exercise: Exercise) -> String { "\(folder)/starts/\(exercise.folder)" }
  private func startFile(of exercise: Exercise) -> String {
    "\(startFolder(of: exercise))/\(exercise.workName)"
  }

  /// Keeps a copy of each exercise's program before anybody changes it. Where the course is a git checkout, what git has of
  /// it counts, whatever was changed or committed before the first command; else what stands there now.
  public func keepStarts() {
    let missing = course.exercises.filter {
      !FileManager.default.fileExists(atPath: startFile(of: $0))
    }
    guard !missing.isEmpty else { return }
    let commit = lastCommitOfTheCourse()
    for exercise in missing {
      guard
        let text = commit.flatMap({ git(["show", "\($0):\(exercise.shownStart)"]) })
          ?? FileManager.default.contents(atPath: exercise.startFile)
      else { continue }
      try? FileManager.default.createDirectory(
        atPath: startFolder(of: exercise), withIntermediateDirectories: true)
      try? text.write(to: URL(fileURLWithPath: startFile(of: exercise)), options: .atomic)
    }
  }

  /// The last commit that changed what students leave alone: theirs, which change what they begin with, come after it, also
  /// where they were made on another machine. Nil where there is no checkout, or no git.
  private func lastCommitOfTheCourse() -> String? {
    guard FileManager.default.fileExists(atPath: "\(course.root)/.git") else { return nil }
    let words = ["check.hurl", "mutants.md", "Solution"].map { "Exercises/*/\($0)" }
    let found = git(
      ["rev-list", "--max-count=1", "HEAD", "--", "Package.swift", "Sources"] + words)
    guard let found, !found.isEmpty else { return nil }
    return String(decoding: found.dropLast(), as: UTF8.self)
  }

  /// What git says; nil where it is not there, or has an objection.
  private func git(_ words: [String]) -> Data? {
    let git = Process()
    git.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    git.arguments = ["git", "-C", course.root] + words
    let output = Pipe()
    git.standardOutput = output
    git.standardError = FileHandle.nullDevice
    guard (try? git.run()) != nil else { return nil }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    git.waitUntilExit()
    return git.terminationStatus == 0 ? data : nil
  }

  // MARK: Starting again

  /// Puts the pristine program back and keeps the student's; returns where, as it is shown; nil where there was none.
  public func reset(_ exercise: Exercise) throws -> String? {
    guard
      let pristine = FileManager.default.contents(atPath: startFile(of: exercise))
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
