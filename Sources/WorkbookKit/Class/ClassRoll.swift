// Who handed something in: the folder of a class holds one folder or zip for each student, named as the student.

import Engine
import Foundation

/// What one student handed in.
struct HandIn: Sendable, Equatable {
  var student: String
  /// The folder, or the zip.
  var path: String
  var isArchive: Bool
}

/// Something that kept a part of a class from being graded.
struct ClassProblem: Codable, Sendable, Equatable {
  var student: String
  var text: String
}

/// The students of a class, sorted by name.
struct ClassRoll: Sendable, Equatable {
  var handIns: [HandIn] = []
  /// What stands in the folder and is nothing that a student can hand in.
  var problems: [ClassProblem] = []

  /// Reads the folder of a class; hidden files are passed over.
  ///
  /// Throws `WorkbookError` where it is missing or holds nobody.
  @MainActor init(folder: String) async throws {
    let entries: [FolderEntry]
    do { entries = try await readFolder(folder) } catch {
      throw WorkbookError(
        "\(folder) is no folder that can be read; give the one that holds a folder for each student"
      )
    }
    for entry in entries where !entry.name.hasPrefix(".") {
      await add(entry.name, in: folder)
    }
    if handIns.isEmpty {
      throw WorkbookError("\(folder) is empty; it must hold a folder or a zip for each student")
    }
  }

  @MainActor private mutating func add(_ name: String, in folder: String) async {
    let path = "\(folder)/\(name)"
    switch (try? await fileStatus(path))?.kind {
    case .folder:
      handIns.append(HandIn(student: name, path: path, isArchive: false))
    case .file where name.lowercased().hasSuffix(".zip"):
      let student = String(name.dropLast(4))
      if handIns.contains(where: { $0.student == student }) {
        problems.append(
          ClassProblem(student: name, text: "there is another of that name; it was not graded"))
      } else {
        handIns.append(HandIn(student: student, path: path, isArchive: true))
      }
    default:
      problems.append(
        ClassProblem(student: name, text: "neither a folder nor a zip; it was not graded"))
    }
  }
}
