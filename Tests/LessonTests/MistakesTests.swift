// The eleven mistakes of Lessons/MISTAKES.md: each program is compiled, and run if it compiles, and must be told what the
// table says. And each stands in one lesson, the first in which a student can make it.

import Engine
import Foundation
import TestSupport
import Testing

@testable import WorkbookKit

/// One row of the table with its program.
struct Mistake: Sendable, CustomTestStringConvertible {
  var name: String
  var message: String
  var program: String

  var testDescription: String { name }

  static func all() throws -> [Mistake] {
    let text = try String(
      contentsOfFile: "\(try course().root)/Lessons/MISTAKES.md", encoding: .utf8)
    let rows = text.matches(of: /(?m)^\| \d+ \| (.+) \| `(.+)` \|$/)
    let programs = text.matches(of: /```swift\n([\s\S]*?)```/)
    return zip(rows, programs).map { row, program in
      Mistake(name: String(row.1), message: String(row.2), program: String(program.1))
    }
  }
}

@MainActor @Suite(.serialized, .fewAtOnce, .timeLimit(.minutes(10))) struct MistakesTests {
  @Test func thereAreEleven() throws {
    #expect(try Mistake.all().count == 11)
  }

  /// A lesson's README leads to the program, and shows what is said.
  @Test func eachStandsInOneLesson() throws {
    let readmes = try course().lessons.map {
      try String(contentsOfFile: $0.readme, encoding: .utf8)
    }
    for (index, mistake) in try Mistake.all().enumerated() {
      let words = mistake.name.lowercased().filter { $0 != "`" }
      let address = "(../MISTAKES.md#\(index + 1)-\(words.replacing(" ", with: "-")))"
      let found = readmes.filter { $0.contains(address) }
      #expect(found.count == 1, "\(address)")
      let said = mistake.message.replacing(/^main\.swift:[\d:]+ (error: )?/, with: "")
      #expect(found.first?.contains("`\(said)`") == true, "\(said)")
    }
  }

  @Test(arguments: try Mistake.all()) func isToldWhatTheTableSays(_ mistake: Mistake) async throws {
    let compiler = Compiler(root: try course().root, modules: try BuiltModules.find())
    switch try await compiler.compile(text: mistake.program, for: .framework) {
    case .refused(let words): #expect(words.hasPrefix(mistake.message))
    case .tookTooLong, .overLimit: Issue.record("the compiler took too long")
    case .built(let program): #expect(try await firstWords(of: program) == mistake.message)
    }
  }

  /// The first line that the program says on standard error; it ends by itself.
  private func firstWords(of program: String) async throws -> String {
    let child = try ChildProcess.spawn(
      program, environment: ["PORT": "0"], output: .null, errors: .pipe)
    let words = try await child.errors?.readAll(upTo: 10_000) ?? []
    _ = await child.wait()
    // A free port was taken; the table shows the usual one.
    return String(decoding: words, as: UTF8.self).split(separator: "\n").first.map(String.init)?
      .replacing(/port \d+/, with: "port 3000")
      ?? "nothing"
  }
}
