// An exercise: a task, a program to begin with, checks that give points, hints, a solution, and wrong servers.

import Foundation

/// One exercise of the course.
public struct Exercise: Sendable, Equatable {
  /// What is asked of a student.
  public enum Kind: String, Sendable, CaseIterable {
    /// Write it by hand, on Engine alone.
    case raw
    /// Say it with Chassis.
    case framework
    /// Given the raw server, say the same with Chassis: the wire must stay identical.
    case refactor
    /// Write a piece of the framework, on Engine alone.
    case build
    /// Find the bug.
    case fix
    /// Write the requests that expose wrong servers.
    case `break`
  }

  public let number: Int
  public let topic: String
  public let folder: String
  /// Absolute.
  public let path: String
  public let title: String
  public let kind: Kind
  /// The number of the lesson that it belongs to.
  public let lesson: Int
  public let minutes: Int
  public let points: Int

  public var startFolder: String { "\(path)/Start" }
  public var solutionFolder: String { "\(path)/Solution" }
  /// The program that is right: our solution, or for a *break* the server that the requests must pass on.
  public var solutionProgram: String { "\(path)/Solution/main.swift" }

  /// The name of the file that a student writes.
  public var workName: String { kind == .break ? "answers.hurl" : "main.swift" }
  public var startFile: String { "\(startFolder)/\(workName)" }
  public var solutionFile: String { "\(solutionFolder)/\(workName)" }
  /// Where a student works, as it is shown.
  public var shownStart: String { "Exercises/\(folder)/Start/\(workName)" }

  /// What a program of this exercise may import.
  public var column: BuiltModules.Column {
    switch kind {
    case .raw, .build: .raw
    case .framework, .refactor, .fix, .break: .framework
    }
  }

  init(folder: String, root: String) throws {
    let name = try FolderName(folder, "Exercises/\(folder)")
    number = name.number
    topic = name.topic
    self.folder = folder
    path = "\(root)/Exercises/\(folder)"
    let readme = try Readme(
      file: "\(path)/README.md", shown: "Exercises/\(folder)/README.md",
      advice: "Exercises/README.md says what belongs there")
    title = readme.title
    let form = /\*(\w+) · lesson (\d+) · (\d+) minutes · (\d+) points\*/
    guard let match = readme.subtitle.wholeMatch(of: form),
      let lesson = Int(match.2), let minutes = Int(match.3), let points = Int(match.4)
    else { throw readme.wrongSubtitle("*raw · lesson 02 · 20 minutes · 100 points*") }
    guard let kind = Kind(rawValue: String(match.1)) else {
      let kinds = Kind.allCases.map(\.rawValue)
      throw WorkbookError(
        "\(readme.shown):\(readme.subtitleLine): there is no kind \"\(match.1)\""
          + "\(suggestion(for: String(match.1), among: kinds)); the kinds are \(kinds.joined(separator: ", "))"
      )
    }
    self.kind = kind
    self.lesson = lesson
    self.minutes = minutes
    self.points = points
  }
}
