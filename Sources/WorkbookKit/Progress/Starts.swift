// The programs that exercises begin with, as they were before a student changed them: to start again, to compare with, and for
// a *refactor* to agree with.
//
// A student changes Start, and whoever writes an exercise changes it too. So each copy belongs to the rest of the exercise as
// it stood: where its task, its checks or its solution are others, as after an update of the course, it begins anew. A
// change of Start alone looks like a student's; `verify --new-start` says that it is none.

import Engine
import Foundation

/// Keeps those copies, each below a name for the rest of its exercise.
@MainActor struct Starts {
  let course: Course
  /// Where they are kept.
  let folder: String

  func folder(of exercise: Exercise) -> String {
    "\(folder)/\(exercise.folder)/\(exercise.surroundings)"
  }

  func file(of exercise: Exercise) -> String { "\(folder(of: exercise))/\(exercise.workName)" }

  /// Keeps what is not kept yet. Where the course is a git checkout, what git has of it counts, whatever was changed or
  /// committed before the first command; else, and where the exercise itself is being changed, what stands there now.
  func keep() {
    let missing = course.exercises.filter { !FileManager.default.fileExists(atPath: file(of: $0)) }
    guard !missing.isEmpty else { return }
    let commit = lastCommitOfTheCourse()
    for exercise in missing {
      let committed = commit.flatMap { commit -> Data? in
        // Git has an objection where the two are not the same.
        let places = Exercise.partsBesideStart.map { "Exercises/\(exercise.folder)/\($0)" }
        guard git(["diff", "--quiet", commit, "--"] + places) != nil else { return nil }
        return git(["show", "\(commit):\(exercise.shownStart)"])
      }
      guard let text = committed ?? FileManager.default.contents(atPath: exercise.startFile) else {
        continue
      }
      try? write(text, for: exercise)
    }
  }

  /// Whether what stands in Start is not the copy.
  func differs(from exercise: Exercise) -> Bool {
    FileManager.default.contents(atPath: exercise.startFile)
      != FileManager.default.contents(atPath: file(of: exercise))
  }

  /// Makes what stands in Start the copy.
  ///
  /// Throws `WorkbookError` where there is nothing, or the copy cannot be written.
  func take(_ exercise: Exercise) throws {
    guard let text = FileManager.default.contents(atPath: exercise.startFile) else {
      throw WorkbookError(
        "\(exercise.shownStart) is not there; write what the exercise begins with")
    }
    do { try write(text, for: exercise) } catch {
      throw WorkbookError("\(folder(of: exercise)) cannot be written: is the disk full?")
    }
  }

  private func write(_ text: Data, for exercise: Exercise) throws {
    try FileManager.default.createDirectory(
      atPath: folder(of: exercise), withIntermediateDirectories: true)
    try text.write(to: URL(fileURLWithPath: file(of: exercise)), options: .atomic)
  }

  // MARK: Git

  /// The last commit that changed what students leave alone: theirs, which change what they begin with, come after it, also
  /// where they were made on another machine. Nil where there is no checkout, or no git.
  private func lastCommitOfTheCourse() -> String? {
    guard FileManager.default.fileExists(atPath: "\(course.root)/.git") else { return nil }
    let words = Exercise.partsBesideStart.map { "Exercises/*/\($0)" }
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
}

extension Exercise {
  /// What of an exercise's folder only its author changes.
  fileprivate static let partsBesideStart = [
    "README.md", "check.hurl", "mutants.md", "Solution",
  ]

  /// Tells the exercise apart from what it was before its author changed it.
  fileprivate var surroundings: Fingerprint {
    let solution = "\(path)/Solution"
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: solution)) ?? []).sorted()
    let files = ["README.md", "check.hurl", "mutants.md"] + names.map { "Solution/\($0)" }
    return Fingerprint(
      files.map { FileManager.default.contents(atPath: "\(path)/\($0)") ?? Data() })
  }
}
