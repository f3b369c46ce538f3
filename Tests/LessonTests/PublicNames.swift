// The names that Engine and Chassis give to whoever imports them, and which of them a program uses. Names are compared, not
// declarations: that is enough to see what a lesson has not shown yet.

import Foundation

@testable import WorkbookKit

/// The public names of a module.
struct PublicNames {
  /// Types, functions and values that stand by themselves.
  private(set) var free: Set<String> = []
  /// What belongs to a type.
  private(set) var members: Set<String> = []

  private static let declaring: Set = [
    "func", "var", "let", "struct", "class", "enum", "actor", "protocol", "typealias",
  ]
  /// Members of Swift's own types, too.
  private static let swiftsOwn: Set = ["append", "isEmpty", "count", "name", "value", "replacing"]

  /// Reads the sources of modules.
  init(of modules: [String]) throws {
    for module in modules {
      let folder = "\(try course().root)/Sources/\(module)"
      let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
      for file in files where file.hasSuffix(".swift") {
        read(significant(try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)))
      }
    }
  }

  private mutating func read(_ tokens: [SwiftToken]) {
    var depth = 0
    for (place, token) in tokens.enumerated() {
      switch token.text {
      case "{": depth += 1
      case "}": depth -= 1
      case "public":
        // `public private(set) var name`
        let head = tokens[place...].prefix(8)
        guard let word = head.firstIndex(where: { Self.declaring.contains($0.text) }) else { break }
        if depth == 0 {
          free.insert(tokens[word + 1].text)
        } else {
          members.insert(tokens[word + 1].text)
        }
      // `case extended` in an enum; where a case is asked for, a dot stands before its name.
      case "case" where tokens[place + 1].kind == .identifier:
        members.insert(tokens[place + 1].text)
      default: break
      }
    }
  }

  /// Those of the names that a program uses, and does not declare itself.
  func used(in program: String) -> Set<String> {
    let tokens = significant(program)
    var own: Set<String> = []
    var used: Set<String> = []
    for (place, token) in tokens.enumerated() where token.kind == .identifier || token.kind == .type
    {
      let before = place > 0 ? tokens[place - 1].text : ""
      let isLabel = place + 1 < tokens.count && tokens[place + 1].text == ":"
      if Self.declaring.contains(before) || before == "case" {
        own.insert(token.text)
      } else if before == "." {
        if members.contains(token.text) { used.insert(token.text) }
      } else if free.contains(token.text), !isLabel {
        used.insert(token.text)
      }
    }
    return used.subtracting(own).subtracting(Self.swiftsOwn)
  }
}

private func significant(_ text: String) -> [SwiftToken] {
  SwiftTokenizer.tokens(of: text).filter { $0.kind != .space && $0.kind != .comment }
}
