// The folder by which another system grades an exercise: the course itself, and two scripts. What stands in these is told in
// `Autograder+Scripts.swift`.

import Engine
import Foundation

/// What one system needs to grade one exercise.
struct Autograder {
  enum Platform: String, CaseIterable {
    case gradescope, classroom50
  }

  let platform: Platform
  let exercise: Exercise

  /// What a course is made of; Package.swift names something in each of the folders.
  private static let parts = ["Package.swift", "Sources", "Tests", "Lessons", "Exercises"]

  /// Writes the folder: `course`, `setup.sh`, and the script that grades.
  ///
  /// Throws `WorkbookError` where there is something in it already, or it cannot be written.
  ///
  /// - Parameter startFolder: where the programs stand that exercises begin with.
  @MainActor func write(
    to folder: String, _ course: Course, startFolder: (Exercise) -> String
  ) throws {
    try requireNew(folder, course)
    do {
      try copy(course, to: "\(folder)/course", startFolder: startFolder)
      try writeScript(setup, to: "\(folder)/setup.sh")
      try writeScript(run, to: "\(folder)/\(platform.runName)")
    } catch let error as CocoaError {
      throw WorkbookError("\(folder) cannot be written: \(error.localizedDescription)")
    }
  }

  private func requireNew(_ folder: String, _ course: Course) throws {
    let path = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
    // A copy of a folder into itself has no end.
    for part in Self.parts where "\(path)/".hasPrefix("\(course.root)/\(part)/") {
      throw WorkbookError("\(folder) is a part of the course; choose a folder outside of \(part)")
    }
    let files = FileManager.default
    guard files.fileExists(atPath: path) else { return }
    guard let names = try? files.contentsOfDirectory(atPath: path) else {
      throw WorkbookError("\(folder) is there already, and no folder that can be read")
    }
    guard names.isEmpty else {
      throw WorkbookError("\(folder) is not empty; name a new folder, or empty this one")
    }
  }

  /// Copies the course, with the programs that exercises begin with as they were, whoever has worked in them.
  private func copy(
    _ course: Course, to folder: String, startFolder: (Exercise) -> String
  ) throws {
    let files = FileManager.default
    try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for part in Self.parts where files.fileExists(atPath: "\(course.root)/\(part)") {
      try files.copyItem(atPath: "\(course.root)/\(part)", toPath: "\(folder)/\(part)")
    }
    for exercise in course.exercises {
      let pristine = "\(startFolder(exercise))/\(exercise.workName)"
      guard let text = files.contents(atPath: pristine) else { continue }
      try text.write(to: URL(fileURLWithPath: "\(folder)/\(exercise.shownStart)"))
    }
  }

  private func writeScript(_ text: String, to file: String) throws {
    try Workbook.write(text, to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
  }
}
