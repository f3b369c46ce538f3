// Sources that attack the compiler, or the machine through it.

import Engine
import Foundation
import TestSupport
import Testing

@testable import WorkbookKit

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct HostileSourceTests {
  private func compiler(_ course: TemporaryCourse, seconds: Int = 60, _ hold: Hold = .limits)
    async throws -> Compiler
  {
    Compiler(
      root: course.root, modules: try BuiltModules.find(), secondsAllowed: seconds,
      sandbox: await hold.containment().sandbox)
  }

  /// Each type is twice the one before: the compiler would be at it for longer than anybody waits.
  private static let doublingTypes =
    "typealias T0 = (Int, Int)\n"
    + (1...40).map { "typealias T\($0) = (T\($0 - 1), T\($0 - 1))\n" }.joined()
    + "var value: T40? = nil\nprint(value as Any)\n"

  @Test func whoKeepsTheCompilerBusyIsEnded() async throws {
    try await withCourse { course in
      // The link to the folder that all tests share: this one counts what is left.
      try FileManager.default.removeItem(atPath: "\(course.root)/.workbook/build")
      let outcome = try await compiler(course, seconds: 1)
        .compile(text: Self.doublingTypes, for: .raw)
      #expect(outcome == .tookTooLong(seconds: 1))
      let left = try FileManager.default.contentsOfDirectory(
        atPath: "\(course.root)/.workbook/build")
      #expect(left.filter { $0.hasPrefix("workbook-") } == [])
    }
  }

  /// Files that stand beside the sources are not there for the compiler: no header, no map of modules.
  @Test func aHeaderOfItsOwnIsNotFound() async throws {
    try await withCourse { course in
      let folder = "Exercises/01-greeting/Start"
      try course.write("import Secrets\n", to: "\(folder)/main.swift")
      try course.write(
        "module Secrets { header \"secrets.h\" }\n", to: "\(folder)/module.modulemap")
      try course.write("#include \"/etc/passwd\"\n", to: "\(folder)/secrets.h")
      let outcome = try await compiler(course).compile(
        folder: "\(course.root)/\(folder)", for: .raw)
      guard case .refused(let words) = outcome else {
        Issue.record("\(outcome)")
        return
      }
      #expect(words.hasPrefix("main.swift:1:8: error: no such module 'Secrets'"))
    }
  }

  /// A complaint shows the lines of the file that it is about; a source may say that it is another one.
  @Test func theComplaintsShowTheSourceAlone() async throws {
    try await withCourse { course in
      let outcome = try await compiler(course).compile(
        text: "#sourceLocation(file: \"/etc/passwd\", line: 1)\nlet port: Int = \"3000\"\n",
        for: .raw)
      guard case .refused(let words) = outcome else {
        Issue.record("\(outcome)")
        return
      }
      #expect(words.contains("let port: Int = \"3000\""))
      #expect(!words.contains("root:"))
    }
  }

  @Test(.needsSandbox) func aSandboxHasAllThatTheCompilerNeeds() async throws {
    try await withCourse { course in
      let outcome = try await compiler(course, .sandbox)
        .compile(text: TemporaryCourse.solution, for: .raw)
      guard case .built(let file) = outcome else {
        Issue.record("\(outcome)")
        return
      }
      let program = try await Program.start(
        file, secondsToListen: 60, containment: await Hold.sandbox.containment())
      #expect(await HostileProgram.ask(program.port) == "Hello")
      await program.stop()
    }
  }
}
