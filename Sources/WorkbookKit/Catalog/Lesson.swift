// A lesson: two columns, one script, and the words that go with them.

import Foundation

/// One lesson of the course.
public struct Lesson: Sendable, Equatable {
  public let number: Int
  public let topic: String
  /// `01-hello`
  public let folder: String
  /// Absolute.
  public let path: String
  /// From the README's first line, without the number.
  public let title: String
  public let minutes: Int
  /// The sentence behind the minutes.
  public let summary: String

  public var rawFolder: String { "\(path)/Raw" }
  public var frameworkFolder: String { "\(path)/Framework" }
  public var scriptFile: String { "\(path)/lesson.hurl" }
  public var readme: String { "\(path)/README.md" }
  /// How the script is named in messages.
  public var scriptName: String { "Lessons/\(folder)/lesson.hurl" }

  init(folder: String, root: String) throws {
    let name = try FolderName(folder, "Lessons/\(folder)")
    number = name.number
    topic = name.topic
    self.folder = folder
    path = "\(root)/Lessons/\(folder)"
    let readme = try Readme(file: "\(path)/README.md", shown: "Lessons/\(folder)/README.md")
    title = readme.title
    // `*15 minutes.* What it is about.`
    guard let match = readme.subtitle.wholeMatch(of: /\*(\d+) minutes\.\*\s*(.*)/),
      let minutes = Int(match.1)
    else {
      throw readme.wrongSubtitle("*15 minutes.* What the lesson is about.")
    }
    self.minutes = minutes
    summary = String(match.2)
  }

  /// The lesson's requests and what must come back.
  ///
  /// Throws `ScriptError` or `WorkbookError`.
  public func script() throws -> Script {
    let script = try Script.parse(try readText(scriptFile, shown: scriptName), file: scriptName)
    try script.checkNotes()
    for entry in script.entries {
      guard let restart = entry.note(.restart) else { continue }
      throw ScriptError(
        file: scriptName, position: restart.position,
        message: "a lesson's columns are not restarted; @restart is for exercises")
    }
    return script
  }
}

/// The first lines of a README.
struct Readme {
  let shown: String
  let title: String
  let subtitle: String
  /// The line on which it stands.
  let subtitleLine: Int

  /// `# 01 Hello`, an empty line, the subtitle.
  init(file: String, shown: String, advice: String? = nil) throws {
    self.shown = shown
    let lines = textLines(try readText(file, shown: shown, advice: advice))
    guard let first = lines.first(where: { !$0.isEmpty }), first.hasPrefix("# ") else {
      throw WorkbookError("\(shown):1: a README begins with its title, as # 01 Hello")
    }
    title = first.dropFirst(2).drop { $0.isNumber || $0 == " " }.description
    let said = lines.indices.filter { !lines[$0].isEmpty }
    subtitle = said.count > 1 ? lines[said[1]] : ""
    subtitleLine = said.count > 1 ? said[1] + 1 : 2
  }

  func wrongSubtitle(_ form: String) -> WorkbookError {
    WorkbookError("\(shown):\(subtitleLine): below the title belongs a line of the form: \(form)")
  }
}

/// A file's text, or a sentence that says what is missing.
func readText(_ file: String, shown: String, advice: String? = nil) throws -> String {
  guard let data = FileManager.default.contents(atPath: file) else {
    throw WorkbookError("\(shown) is missing" + (advice.map { "; \($0)" } ?? ""))
  }
  guard let text = String(validating: data, as: UTF8.self) else {
    throw WorkbookError("\(shown) is no UTF-8 text")
  }
  return text
}
