// `grade --untrusted`: in a sandbox, or with a line that says what is not contained.

import Engine
import Foundation
import TestSupport
import Testing

@testable import WorkbookKit

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct UntrustedGradeTests {
  @Test(.needsSandbox) func whereThereIsASandboxNothingHasToBeSaid() async throws {
    try await withCourse { course in
      try course.write(TemporaryCourse.solution, to: "Exercises/01-greeting/Start/main.swift")
      let result = try await course.run("grade", "greeting", "--seed", "7", "--untrusted")
      #expect(
        result.output.hasPrefix(
          """
          Greeting
          ✓ home (60)  The homepage greets.
          ✓ name (40)  Somebody with a name is greeted by it.
          100 of 100 points  (seed 7)

          """))
      #expect(result.errors == "")
    }
  }

  /// In the folder that is searched there is nothing: no compiler either.
  @Test func whereThereIsNoneItIsSaidFirst() async throws {
    try await withCourse { course in
      let child = try course.start(
        ["grade", "greeting", "--untrusted"], environment: ["PATH": "\(course.root)/Exercises"])
      let output = try await child.output?.readAll(upTo: 100_000) ?? []
      _ = await child.wait()
      let gaps = Containment.gaps(because: "bubblewrap is not installed")
      #expect(String(decoding: output, as: UTF8.self).hasPrefix("\(gaps)\nGreeting\n"))
    }
  }
}
