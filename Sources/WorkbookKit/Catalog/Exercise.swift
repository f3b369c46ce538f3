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
    /// Write a piece of the framework.
    case build
    /// Find the bug.
    case fix
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
  public var startFile: String { "\(path)/Start/main.swift" }
  public var solutionFolder: String { "\(path)/Solution" }
  public var solutionFile: String { "\(path)/Solution/main.swift" }
  /// Where a student works, as it is shown.
  public var shownStart: String { "Exercises/\(folder)/Start/main.swift" }

  /// What a program of this exercise may import.
  public var column: BuiltModules.Column { kind == .raw ? .raw : .framework }
  /// What the given program of this exercise may import: for a refactoring it is the raw one.
  public var startColumn: BuiltModules.Column { column }

  init(folder: String, root: String) throws {
    let name = try FolderName(folder, "Exercises/\(folder)")
    number = name.number
    topic = name.topic
    self.folder = folder
    path = "\(root)/Exercises/\(folder)"
    let readme = try Readme(file: "\(path)/README.md", shown: "Exercises/\(folder)/README.md")
    title = readme.title
    let form = /\*(\w+) · lesson (\d+) · (\d+) minutes · (\d+) points\*/
    guard let match = readme.subtitle.wholeMatch(of: form),
      let kind = Kind(rawValue: String(match.1)),
      let lesson = Int(match.2), let minutes = Int(match.3), let points = Int(match.4)
    else { throw readme.wrongSubtitle("*raw · lesson 02 · 20 minutes · 100 points*") }
    self.kind = kind
    self.lesson = lesson
    self.minutes = minutes
    self.points = points
  }

  /// The checks, from check.hurl.
  public func checks() throws -> [Check] {
    let name = "Exercises/\(folder)/check.hurl"
    let script = try Script.parse(try readText("\(path)/check.hurl", shown: name), file: name)
    return try Check.checks(in: script)
  }

  /// The hints, from hints.md.
  public func hints() throws -> [String] {
    try Hints.parse(try readText("\(path)/hints.md", shown: "Exercises/\(folder)/hints.md"))
  }

  /// The wrong servers, from mutants.md.
  public func mutants() throws -> [Mutant] {
    let name = "Exercises/\(folder)/mutants.md"
    return try Mutant.parse(try readText("\(path)/mutants.md", shown: name), file: name)
  }
}

/// The hints of an exercise.
enum Hints {
  /// `## Hint 1` and its text, `## Hint 2` and its text, …
  static func parse(_ text: String) throws -> [String] {
    sections(of: text).filter { $0.title.hasPrefix("Hint ") }.map(\.text)
  }
}

/// The parts of a Markdown text that begin with `## `.
func sections(of text: String) -> [(title: String, line: Int, text: String)] {
  var sections: [(title: String, line: Int, lines: [Substring])] = []
  for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
    if line.hasPrefix("## ") {
      sections.append((String(line.dropFirst(3)), index + 1, []))
    } else if !sections.isEmpty {
      sections[sections.count - 1].lines.append(line)
    }
  }
  return sections.map {
    (
      $0.title, $0.line,
      $0.lines.joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
    )
  }
}
