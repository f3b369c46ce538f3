// A Markdown file taken apart as far as tests look at it: code blocks, commands, links.

import Foundation
import Testing

@testable import WorkbookKit

/// A Markdown file of the course.
struct Document: Sendable, CustomTestStringConvertible {
  /// A fenced block of code.
  struct Block {
    var language: String
    var line: Int
    var lines: [String]
  }

  var name = ""
  var folder = ""
  let text: String

  var testDescription: String { name }

  init(_ text: String) { self.text = text }

  /// Every Markdown file of the course.
  static func all() throws -> [Document] {
    let root = try course().root
    let folders = ["", "Sources/", "Tests/", "Lessons/", "Exercises/"]
    var names = folders.map { "\($0)README.md" } + ["Lessons/MISTAKES.md"]
    names += try course().lessons.map { "Lessons/\($0.folder)/README.md" }
    for exercise in try course().exercises {
      names += ["README.md", "hints.md"].map { "Exercises/\(exercise.folder)/\($0)" }
    }
    return try names.map { name in
      var document = Document(try String(contentsOfFile: "\(root)/\(name)", encoding: .utf8))
      document.name = name
      document.folder = "\(root)/\(name.split(separator: "/").dropLast().joined(separator: "/"))"
      return document
    }
  }

  var blocks: [Block] {
    var blocks: [Block] = []
    var open: Block?
    for (index, line) in textLines(text).enumerated() {
      if line.hasPrefix("```") {
        if let block = open {
          blocks.append(block)
          open = nil
        } else {
          open = Block(language: String(line.dropFirst(3)), line: index + 1, lines: [])
        }
      } else {
        open?.lines.append(line)
      }
    }
    return blocks
  }

  /// What is no block of code.
  var prose: String { text.replacing(/(?m)^```[\s\S]*?^```/, with: "") }

  /// The lines of the blocks that are for a terminal.
  var commands: [(text: String, line: Int)] {
    blocks.filter { $0.language == "console" }.flatMap { block in
      block.lines.enumerated().filter { !$0.element.isEmpty }.map {
        ($0.element, block.line + $0.offset + 1)
      }
    }
  }

  var links: [String] { text.matches(of: /\]\(([^)\s]+)\)/).map { String($0.1) } }
}

extension Document.Block {
  /// Whether the block's lines stand in a file, one below the other; a line `…` stands for lines left out.
  func stands(in file: [String]) -> Bool {
    let parts = lines.split { $0.trimmingCharacters(in: .whitespaces) == "…" }.map(Array.init)
    var place = 0
    for part in parts {
      guard let found = (place..<file.count).first(where: { file[$0...].starts(with: part) }) else {
        return false
      }
      place = found + part.count
    }
    return true
  }
}

/// What a line with `curl` asks for.
struct CurlCommand {
  var method = "GET"
  var target = ""

  /// Nil where it has no URL of the lesson's server.
  init?(_ line: String) {
    var words = Self.words(line).dropFirst()
    var hasBody = false
    var url: String?
    var asked: String?
    while let word = words.popFirst() {
      switch word {
      case "-X", "--request": asked = words.popFirst()
      case "--head", "-I": asked = "HEAD"
      case "-d", "--data", "--json", "--data-binary", "--data-raw":
        hasBody = true
        _ = words.popFirst()
      case "-H", "--header": _ = words.popFirst()
      case "&": break
      default: if !word.hasPrefix("-") { url = word }
      }
    }
    guard let url, url.hasPrefix("http://127.0.0.1:3000/") else { return nil }
    method = asked ?? (hasBody ? "POST" : "GET")
    target = String(url.dropFirst("http://127.0.0.1:3000".count))
  }

  /// Splits as a shell does, as far as single and double quotation marks go.
  static func words(_ line: String) -> [String] {
    var words: [String] = []
    var word = ""
    var quote: Character?
    for character in line {
      if let open = quote {
        if character == open { quote = nil } else { word.append(character) }
      } else if character == "'" || character == "\"" {
        quote = character
      } else if character == " " {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        word.append(character)
      }
    }
    return words + (word.isEmpty ? [] : [word])
  }
}
