// `watch` in a real terminal: each key does what it says without a line's end behind it, and whichever way the session
// ends, the terminal is what it was before. The terminal is a pseudo terminal, made by the program `script` of
// util-linux, which every Linux has; that of macOS wants to be in a terminal itself.

import Engine
import Foundation
import TestSupport
import Testing

@testable import WorkbookKit

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct WatchTerminalTests {
  /// Starts a line of shell commands in a terminal of its own.
  private func inTerminal(_ line: String, _ course: TemporaryCourse) throws -> ChildProcess {
    try ChildProcess.spawn(
      "script", ["-qec", line, "/dev/null"],
      environment: environment.all.merging(["TERM": "dumb", "SHELL": "/bin/sh"]) { $1 },
      folder: course.root, input: .pipe, output: .pipe, errors: .pipe)
  }

  @Test(
    .enabled("the program script of util-linux is not here") { try await hasTerminals },
    arguments: ["q", "\u{3}"])
  func everyKeyWorksAndTheTerminalIsLeftAsItWas(_ lastKey: String) async throws {
    try await withCourse { course in
      // Ctrl-C is for all programs of the terminal; the shell goes on.
      let command = "'\(try BuiltModules.find().folder)/workbook' watch greeting --seed 7"
      let child = try inTerminal(
        "stty -g; trap : INT; \(command); echo \"status $?\"; stty -g", course)
      let (keys, output) = (try #require(child.input), try #require(child.output))
      let first = try await output.reads("h hint, n next exercise, q quit")
      #expect(first.contains("\n0 of 100 points  (seed 7)\r\n"))
      try await keys.write(Array("h".utf8))
      #expect(try await output.reads("Look.\r\n").contains("Hint 1 of 2\r\nLook.\r\n"))
      try await keys.write(Array("d".utf8))
      #expect(try await output.reads("--give-up").contains("is not earned yet (0 of 100 points)"))
      try course.write(
        TemporaryCourse.solution, to: "Exercises/01-greeting/Start/main.swift")
      let second = try await output.reads("h hint, d diff with ours, n next exercise, q quit")
      #expect(second.contains("Saved; it is graded again …\r\n"))
      #expect(second.contains("\n100 of 100 points  (seed 7)\r\n"))
      try await keys.write(Array("d".utf8))
      try await output.reads("Nothing differs.")
      try await keys.write(Array("n".utf8))
      #expect(try await output.reads("q quit").contains("\n100 of 100 points  (seed 7)\r\n"))
      try await keys.write(Array(lastKey.utf8))
      let rest = String(decoding: try await output.readAll(upTo: 100_000), as: UTF8.self)
      #expect(rest.contains("status 0\r\n"))
      // All settings of the terminal, in one line, before and after.
      let settings = try #require(rest.split(separator: "\r\n").last)
      #expect(settings.contains(":") && first.hasPrefix(settings))
      keys.close()
      #expect(await child.wait() == .exited(0))
    }
  }

  static var hasTerminals: Bool {
    get async throws {
      let outcome = try? await ChildProcess.run("script", ["--version"])
      return outcome.map { String(decoding: $0.output, as: UTF8.self).contains("util-linux") }
        ?? false
    }
  }
}
