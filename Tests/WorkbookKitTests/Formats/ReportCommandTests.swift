// `grade --format` as a process: the report alone on standard output or in its file, and one in any case, whatever fails.

import Engine
import Foundation
import TestSupport
import Testing

@testable import WorkbookKit

@MainActor @Suite(.serialized, .fewAtOnce, .timeLimit(.minutes(10))) struct ReportCommandTests {
  private static let main = "Exercises/01-greeting/Start/main.swift"

  @Test func standardOutputHasTheReportAndNothingElse() async throws {
    try await withCourse { course in
      try course.write(TemporaryCourse.solution, to: Self.main)
      let result = try await course.run(
        "grade", "greeting", "--seed", "7", "--untrusted", "--format", "csv")
      #expect(
        result.output == """
          exercise,seed,check,status,points,maximum,message\r
          01-greeting,7,home,passed,60,60,\r
          01-greeting,7,name,passed,40,40,\r

          """)
      #expect(result.status == .exited(0))
      #expect(try await course.run("list").output.contains(" 100/100 Greeting"))
    }
  }

  /// Where something is handed in, nothing of it is remembered as the student's own.
  @Test func aSubmissionIsGradedWhereItStandsAndItsReportWritten() async throws {
    try await withCourse { course in
      try course.write(TemporaryCourse.start, to: "handed-in/main.swift")
      let result = try await course.run(
        "grade", "greeting", "--submission", "handed-in", "--format", "gradescope", "--output",
        "results.json")
      #expect(result == CommandResult(status: .exited(1), output: "", errors: ""))
      let report = try course.read("results.json")
      #expect(try ReportShapeTests.gradescope.problems(in: report) == [])
      #expect(report.contains("\"output\": \"✗ home (60)  The homepage greets."))
      #expect(try course.names(in: "").allSatisfy { !$0.hasSuffix(".tmp") })
      #expect(try await course.run("list").output.contains(" 0/100   Greeting (raw, 5 min)"))
    }
  }

  @Test func whatIsShownCanBeWrittenToAFileToo() async throws {
    try await withCourse { course in
      let result = try await course.run("grade", "greeting", "--seed", "7", "--output", "said.txt")
      #expect(result == CommandResult(status: .exited(1), output: "", errors: ""))
      #expect(
        try course.read("said.txt").hasPrefix("Greeting\n✗ home (60)  The homepage greets.\n"))
      #expect(try course.read("said.txt").hasSuffix("\n0 of 100 points  (seed 7)\n"))
    }
  }

  // MARK: In any case

  @Test(arguments: ReportFormat.allCases) func anUnknownExerciseIsReported(_ format: ReportFormat)
    async throws
  {
    try await withCourse { course in
      let result = try await course.run("grade", "greting", "--format", format.rawValue)
      let reason = "there is no exercise \"greting\"; did you mean \"greeting\"?"
      #expect(result.status == .exited(1))
      #expect(result.errors == "workbook: \(reason)\n")
      let report = Report(ofNothingBecause: reason, "greting", nil)
      #expect(try result.output == format.text(for: report))
    }
  }

  @Test func aBrokenExerciseIsReported() async throws {
    try await withCourse { course in
      try course.write("GET {{host}}/\n", to: "Exercises/01-greeting/check.hurl")
      let result = try await course.run("grade", "greeting", "--format", "exercism")
      #expect(result.status == .exited(1))
      #expect(
        result.output == """
          {
            "version": 3,
            "status": "error",
            "message": "the grader is at fault, not your program:\\n  \
          Exercises/01-greeting/check.hurl:1:1: a check begins with # @check name",
            "tests": []
          }

          """)
    }
  }

  /// In the folder that is searched there is nothing: no sandbox either, of which the report says nothing.
  @Test func aMissingCompilerIsReported() async throws {
    try await withCourse { course in
      try course.write(TemporaryCourse.start + "// \(UUID().uuidString)\n", to: Self.main)
      let result = try await course.run(
        "grade", "greeting", "--untrusted", "--format", "classroom50",
        environment: ["PATH": "\(course.root)/Exercises"])
      #expect(result.status == .exited(1))
      let gaps = Containment.gaps(because: "bubblewrap is not installed")
      #expect(result.errors == gaps + "\n")
      #expect(try ReportShapeTests.classroom50.problems(in: result.output) == [])
      #expect(
        result.output.contains("\"status\": \"error\",\n  \"score\": 0,\n  \"max_score\": 100"))
      #expect(result.output.contains("the grader is at fault, not your program"))
    }
  }

  /// A command that was moved away finds its modules no more, and far from the course not even that.
  @Test(arguments: [
    ("", "the modules Engine and Chassis are not beside this program", 100, 1),
    ("/", "the course is not here: go to its folder", 0, 1),
  ]) func aCommandWithoutModulesOrCourseReportsIt(
    _ folder: String, _ reason: String, _ maximum: Int, _ status: Int32
  ) async throws {
    try await withCourse { course in
      let away = FileManager.default.temporaryDirectory.path + "/away-\(UUID().uuidString)"
      try FileManager.default.createDirectory(atPath: away, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: away) }
      try FileManager.default.copyItem(
        atPath: "\(try BuiltModules.find().folder)/workbook", toPath: "\(away)/workbook")
      let outcome = try await ChildProcess.run(
        "\(away)/workbook",
        ["grade", "greeting", "--format", "json", "--output", "\(away)/x.json"],
        folder: folder.isEmpty ? course.root : folder)
      #expect(outcome.status == .exited(status))
      #expect(String(decoding: outcome.errors, as: UTF8.self).hasPrefix("workbook: \(reason)"))
      let text = try String(contentsOfFile: "\(away)/x.json", encoding: .utf8)
      let verdict = try JSON.parse(text, as: Verdict.self)
      #expect((verdict.status, verdict.maximum) == (.graderAtFault, maximum))
      #expect(verdict.reason.hasPrefix(reason))
    }
  }

  @Test func aFileThatCannotBeWrittenIsSaidBeforeGrading() async throws {
    try await withCourse { course in
      let result = try await course.run("grade", "greeting", "--output", "none/results.json")
      #expect(
        result
          == CommandResult(
            status: .exited(1), output: "",
            errors: "workbook: none/results.json cannot be written; is its folder there, and yours "
              + "to write to?\n"))
    }
  }

  @Test func anUnknownFormatIsNamed() async throws {
    try await withCourse { course in
      let result = try await course.run("grade", "greeting", "--format", "junti")
      #expect(
        result
          == CommandResult(
            status: .exited(1), output: "",
            errors: "workbook: --format wants one of text, json, junit, gradescope, classroom50, "
              + "exercism, autolab, csv, not \"junti\": did you mean \"junit\"?\n"))
    }
  }

  // MARK: Ended from outside

  /// Whoever ends the grader finds a report: on standard output, unless it was killed; in a file always.
  @Test(
    arguments: [
      (15, nil, "it was interrupted"), (15, "x.json", "it was interrupted"),
      (2, "x.json", "it was interrupted"), (9, "x.json", "it was ended before it was done"),
    ] as [(Int32, String?, String)])
  func anEndedGraderHasReported(_ signal: Int32, _ file: String?, _ reason: String) async throws {
    try await withCourse { course in
      // A compiler that says its number when it is called, and then comes to no end.
      try course.write(
        "#!/bin/sh\necho $$ > '\(course.root)/called'\nexec sleep 600\n", to: "stand-ins/swiftc")
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: "\(course.root)/stand-ins/swiftc")
      try course.write(TemporaryCourse.start + "// \(UUID().uuidString)\n", to: Self.main)
      #expect(mkfifo("\(course.root)/called", 0o600) == 0)
      let words = ["grade", "greeting", "--format", "json"]
      let path = Engine.environment["PATH"] ?? "/usr/bin:/bin"
      let child = try course.start(
        words + (file.map { ["--output", $0] } ?? []),
        environment: ["PATH": "\(course.root)/stand-ins:\(path)"])
      let called = try await ChildProcess.run("cat", ["\(course.root)/called"])
      let compiler = try #require(Int32(String(decoding: called.output.dropLast(), as: UTF8.self)))
      child.kill(signal)
      let output = String(
        decoding: try await child.output?.readAll(upTo: 99_999) ?? [], as: UTF8.self)
      #expect(await child.wait() == (signal == 9 ? .signalled(9) : .exited(130)))
      // Nobody else is left to end it.
      if signal == 9 { kill(compiler, SIGKILL) }
      let text = try file.map { try course.read($0) } ?? output
      if file != nil { #expect(output == "") }
      let verdict = try JSON.parse(text, as: Verdict.self)
      #expect((verdict.status, verdict.reason) == (.graderAtFault, reason))
      #expect(verdict.checks.map(\.status) == [.notAsked, .notAsked])
    }
  }
}
