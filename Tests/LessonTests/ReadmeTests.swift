// Prose that is tested: the parts of each README, its code against the columns, its commands against the command's own
// parser, its requests against the script, its links against the disk.

import Foundation
import Testing

@testable import WorkbookKit

@MainActor struct ReadmeTests {
  private static let parts = [
    "Objectives", "The story", "Run it", "Try", "From Raw to Framework",
    "What a real server does beyond this", "In Node / Express", "Check yourself",
  ]

  @Test(arguments: try course().lessons) func hasAllItsParts(_ lesson: Lesson) throws {
    let text = try String(contentsOfFile: lesson.readme, encoding: .utf8)
    let parts = sections(of: text)
    #expect(parts.map(\.title) == Self.parts)
    for part in parts { #expect(part.text.count > 40, "\(part.title)") }
    let questions = text.matches(of: /<details><summary>(.+?)<\/summary>\n\n/).count
    #expect((3...6).contains(questions))
    #expect(text.matches(of: /<\/details>/).count == questions)
  }

  @Test(arguments: try course().lessons) func showsTheLessonsOwnCode(_ lesson: Lesson) throws {
    let columns = try [lesson.rawFolder, lesson.frameworkFolder].flatMap {
      try sources(in: $0).map(\.lines)
    }
    let blocks = Document(try String(contentsOfFile: lesson.readme, encoding: .utf8)).blocks
    for block in blocks where block.language == "swift" {
      let isThere = columns.contains { block.stands(in: $0) }
      #expect(isThere, "\(lesson.folder)/README.md:\(block.line) stands in no column")
    }
  }

  @Test(arguments: try course().lessons) func itsRequestsStandInTheScript(_ lesson: Lesson) throws {
    let entries = try lesson.script().entries.map(\.request)
    let asked = Set(entries.map { "\($0.method) \(target($0))" })
    let document = Document(try String(contentsOfFile: lesson.readme, encoding: .utf8))
    for command in document.commands where command.text.hasPrefix("curl ") {
      let request = try #require(CurlCommand(command.text), "\(command.text)")
      #expect(asked.contains("\(request.method) \(request.target)"), "\(command.text)")
    }
  }

  private func target(_ request: RequestSpec) -> String {
    let path = request.url.source.replacing("{{host}}", with: "")
    return path.isEmpty ? "/" : path
  }

  @Test(arguments: try Document.all()) func itsCommandsExist(_ document: Document) throws {
    let course = try course()
    let products = Set(
      course.lessons.flatMap { ["\($0.topic)-raw", "\($0.topic)-framework"] }
        + course.exercises.flatMap { ["\($0.topic)-exercise", "\($0.topic)-solution"] })
    for command in document.commands {
      let words = command.text.split(separator: " ").map(String.init)
      switch words.prefix(3).joined(separator: " ") {
      case "swift run workbook": try check(Array(words.dropFirst(3)), course, command.text)
      case "swift run -c": #expect(words[3] == "release" && products.contains(words[4]))
      default:
        if words.starts(with: ["swift", "run"]) {
          #expect(products.contains(words[2]), "\(document.name): \(command.text)")
        } else {
          let known = [
            "curl", "swift", "git", "cd", "open", "python3", "apt-get", "PORT=8080", "taskset",
            "Tests/Fuzz/run", "Tests/Browser/forms", "Tests/Browser/static-files",
            "Tests/Browser/views", "Tests/Browser/sessions",
            ".build/release/engine-figures",
            "ASAN_OPTIONS=detect_leaks=0", "SHUFFLES=20",
            "TSAN_OPTIONS=suppressions=$PWD/Tests/Sanitizers/thread.txt",
          ]
          #expect(known.contains(words[0]), "\(document.name): \(command.text)")
        }
      }
    }
  }

  /// The words are a command line that `workbook` understands, and what they name is there.
  private func check(_ words: [String], _ course: Course, _ text: String) throws {
    let arguments = try Arguments.parse(words, Workbook.commands)
    for (operand, word) in zip(arguments.command.operands, arguments.operands) {
      switch operand.name {
      case "LESSON": if word != "all" { _ = try course.lesson(word) }
      case "EXERCISE": _ = try course.exercise(word)
      case "PLATFORM": #expect(Autograder.Platform(rawValue: word) != nil, "\(text)")
      // What students handed in, parts of it, and what the command makes.
      case "FOLDER", "PART": continue
      // Two files, which the reader has.
      case "WHAT",
        "OTHER" where arguments.operands.count == 2:
        continue
      case "WHAT":
        for part in word.split(separator: "..").map(String.init)
        where (try? course.lesson(part)) == nil {
          _ = try course.exercise(part)
        }
      case "NAME":
        if (try? course.lesson(word)) == nil { _ = try course.exercise(word) }
      default: #expect(Workbook.commands.map(\.name).contains(word), "\(text)")
      }
    }
  }

  @Test(arguments: try Document.all()) func itsLinksLeadSomewhere(_ document: Document) throws {
    for link in document.links where !link.hasPrefix("https://") {
      let path = "\(document.folder)/\(link.prefix { $0 != "#" })"
      #expect(FileManager.default.fileExists(atPath: path), "\(document.name): \(link)")
    }
  }
}
