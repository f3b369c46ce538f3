// The files of one work: what its verdict depends on, how old they are, and their shape.

import Foundation

/// What was handed in for one exercise.
@MainActor struct WorkFiles {
  let exercise: Exercise
  /// The folder in which they stand.
  let folder: String
  private let files: [String]

  /// Bytes that are read for a fingerprint; of what is beyond, size and age count.
  private static let readLimit = 16 * ResourceLimits.mebibyte

  /// - Parameter path: the way from what was handed in to the folder of the work.
  init(_ exercise: Exercise, in root: String, at path: [String], of submitted: SubmittedWork) {
    self.exercise = exercise
    folder = ([root] + path).joined(separator: "/")
    let below = submitted.files(below: path).map { Array($0.dropFirst(path.count)) }
    // Requests may send any file that stands beside them; of a program, its sources are compiled.
    files = below.filter { exercise.kind == .break || $0.count == 1 && $0[0].hasSuffix(".swift") }
      .map { $0.joined(separator: "/") }
  }

  /// Tells the work apart from any other one: by the names and bytes of its files.
  func fingerprint() -> Fingerprint {
    var room = Self.readLimit
    return Fingerprint(
      files.flatMap { name -> [Data] in
        let attributes = attributes(name)
        let size = attributes?[.size] as? Int ?? 0
        let date = attributes?[.modificationDate] as? Date
        guard size <= room else { return [Data("\(name) \(size) \(date ?? .distantPast)".utf8)] }
        room -= size
        return [
          Data(name.utf8), FileManager.default.contents(atPath: "\(folder)/\(name)") ?? Data(),
        ]
      })
  }

  /// When the newest of them was changed.
  func newestChange() -> Date? {
    files.compactMap { attributes($0)?[.modificationDate] as? Date }.max()
  }

  /// What it says without names, spaces and comments; nil where it cannot be read.
  func shape() async -> String? { await Self.shape(of: exercise, in: folder) }

  static func shape(of exercise: Exercise, in folder: String) async -> String? {
    if exercise.kind == .break {
      let text = try? await SourceFiles.read(exercise.workName, in: folder)
      return text.map { SubmissionShape.of(requests: String(decoding: $0, as: UTF8.self)) }
    }
    return (try? await SourceFiles(folder: folder)).map { sources in
      SubmissionShape.of(swift: sources.texts.map(\.text))
    }
  }

  private func attributes(_ name: String) -> [FileAttributeKey: Any]? {
    try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
  }
}

extension Exercise {
  /// Tells what a verdict depends on besides the work: everything in the exercise's folder, and the programs that a
  /// work is compared with.
  func checksFingerprint(pristine folder: String) -> Fingerprint {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    let places =
      names.filter { $0 != "hints.md" }.map { "\(path)/\($0)" } + [
        solutionProgram, "\(folder)/\(workName)",
      ]
    return Fingerprint(places.map { FileManager.default.contents(atPath: $0) ?? Data() })
  }
}
