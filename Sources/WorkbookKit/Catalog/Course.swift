// The course as it lies on the disk: where it is, which lessons and exercises it has.

import Foundation

/// The folder that holds Package.swift, Lessons and Exercises.
public struct Course: Sendable {
  /// The course's folder, absolute.
  public let root: String
  /// In the order of their numbers.
  public let lessons: [Lesson]
  public let exercises: [Exercise]

  /// Reads the course in a folder.
  ///
  /// Throws `WorkbookError` where a README or a name does not have the agreed form.
  public init(root: String) throws {
    self.root = root
    lessons = try Self.folders(in: "\(root)/Lessons").map { try Lesson(folder: $0, root: root) }
    exercises = try Self.folders(in: "\(root)/Exercises").map {
      try Exercise(folder: $0, root: root)
    }
  }

  /// Finds the course: from the current folder upwards, then from the program's own.
  public static func find() throws -> Course {
    let places = [FileManager.default.currentDirectoryPath, Bundle.main.executablePath ?? "/"]
    // Of a folder that was removed there is no path, and nothing above it.
    for place in places where place.hasPrefix("/") {
      var folder = URL(fileURLWithPath: place)
      while true {
        let needed = ["Package.swift", "Lessons", "Exercises"].map {
          folder.appendingPathComponent($0).path
        }
        if needed.allSatisfy(FileManager.default.fileExists(atPath:)) {
          return try Course(root: folder.path)
        }
        if folder.path == "/" { break }
        folder.deleteLastPathComponent()
      }
    }
    throw WorkbookError(
      "the course is not here: go to its folder, the one with Package.swift, Lessons and Exercises")
  }

  /// The folders that begin with a number, in order.
  private static func folders(in path: String) throws -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { $0.first?.isNumber == true }.sorted()
  }

  // MARK: Finding one

  /// The lesson that a word means: `1`, `01`, `hello`, `01-hello`.
  public func lesson(_ word: String) throws -> Lesson {
    let found = lessons.filter { matches(word, $0.number, $0.topic, $0.folder) }
    if let lesson = found.first { return lesson }
    if let exercise = try? self.exercise(word), Int(word) == nil {
      throw WorkbookError(
        "\(exercise.topic) is an exercise, not a lesson; it belongs to lesson \(exercise.lesson)")
    }
    throw unknown("lesson", word, among: lessons.map { ($0.number, $0.topic) })
  }

  /// The exercise that a word means: its number (if no other has the same), topic or folder.
  public func exercise(_ word: String) throws -> Exercise {
    let found = exercises.filter { matches(word, $0.number, $0.topic, $0.folder) }
    if found.count > 1 {
      throw WorkbookError(
        "several exercises have the number \(word): "
          + found.map(\.topic).joined(separator: ", "))
    }
    if let exercise = found.first { return exercise }
    if let lesson = lessons.first(where: { matches(word, $0.number, $0.topic, $0.folder) }) {
      throw WorkbookError(
        "\(lesson.topic) is a lesson, not an exercise; there are: "
          + exercises.map(\.topic).joined(separator: ", "))
    }
    throw unknown("exercise", word, among: exercises.map { ($0.number, $0.topic) })
  }

  /// The README of the lesson or else the exercise that a word means.
  func readme(_ word: String) throws -> String {
    if let lesson = try? lesson(word) { return lesson.readme }
    if let exercise = try? exercise(word) { return "\(exercise.path)/README.md" }
    let all = lessons.map { ($0.number, $0.topic) } + exercises.map { ($0.number, $0.topic) }
    throw unknown("lesson or exercise", word, among: all)
  }

  private func matches(_ word: String, _ number: Int, _ topic: String, _ folder: String) -> Bool {
    Int(word) == number || word.lowercased() == topic || word.lowercased() == folder
  }

  private func unknown(_ kind: String, _ word: String, among known: [(Int, String)])
    -> WorkbookError
  {
    if let number = Int(word),
      let nearest = known.min(by: { abs($0.0 - number) < abs($1.0 - number) })
    {
      return WorkbookError(
        "there is no \(kind) \(number); the nearest is \(nearest.0), \(nearest.1)")
    }
    let topics = known.map(\.1)
    let meant =
      nearestWord(to: word, among: topics).map { "did you mean \"\($0)\"?" }
      ?? "there are: \(topics.joined(separator: ", "))"
    return WorkbookError("there is no \(kind) \"\(word)\"; \(meant)")
  }
}

/// `01-hello`, taken apart.
struct FolderName {
  let number: Int
  let topic: String

  init(_ folder: String, _ path: String) throws {
    let parts = folder.split(separator: "-", maxSplits: 1)
    guard parts.count == 2, let number = Int(parts[0]) else {
      throw WorkbookError("\(path): a folder here is named by number and topic, as 01-hello")
    }
    self.number = number
    topic = String(parts[1])
  }
}
