// The folders for other systems: what is in them, and that their scripts grade, by the real command, where the places that
// they know are made for the test. `apt-get` and `swift` are stand-ins; nothing is fetched.

import Engine
import Foundation
import TestSupport
import Testing

@testable import WorkbookKit

@MainActor @Suite(.serialized, .fewAtOnce, .timeLimit(.minutes(10))) struct AutograderTests {
  /// Programs that stand in for those that would install something: one writes down what it was asked, the other takes
  /// the command as it is built.
  private func writeStandIns(_ course: TemporaryCourse) throws {
    let built = try BuiltModules.find().folder
    let programs = [
      "apt-get": "echo \"$*\" >> '\(course.root)/installed.txt'",
      "swift": """
      [ "$*" = --version ] && exit
      [ "$*" = "build --package-path course --product workbook" ]
      [ -e course/Exercises/01-greeting/Solution/main.swift ]
      mkdir -p course/.build/debug course/.workbook
      ln -s '\(built)/workbook' course/.build/debug/workbook
      ln -s '\(TemporaryCourse.package)/.workbook/build' course/.workbook/build
      """,
    ]
    for (name, text) in programs {
      try course.write("#!/bin/sh\nset -eu\n\(text)\n", to: "stand-ins/\(name)")
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: "\(course.root)/stand-ins/\(name)")
    }
  }

  /// Runs a script, itself executable, as a system would.
  private func run(_ script: String, in folder: String, _ course: TemporaryCourse) async throws
    -> ChildProcess.Outcome
  {
    var variables = Engine.environment.all
    variables["PATH"] = "\(course.root)/stand-ins:\(variables["PATH"] ?? "/usr/bin:/bin")"
    variables["AUTOGRADER"] = "\(course.root)/autograder"
    return try await ChildProcess.run(
      "\(course.root)/\(script)", environment: variables, folder: "\(course.root)/\(folder)")
  }

  /// Where a system puts the folder and the submission, and finds the result.
  private struct Places {
    var platform: Autograder.Platform
    var source: String { platform == .gradescope ? "autograder/source" : "graders" }
    var script: String { "\(source)/\(platform.runName)" }
    var submission: String { platform == .gradescope ? "autograder/submission" : "student" }
    var result: String {
      platform == .gradescope ? "autograder/results/results.json" : "student/result.json"
    }
    var shape: JSONShape {
      platform == .gradescope ? ReportShapeTests.gradescope : ReportShapeTests.classroom50
    }
  }

  private struct Score: Decodable { var score: Int }

  @Test(arguments: Autograder.Platform.allCases)
  func theScriptsPrepareAndGradeAndAlwaysLeaveAResult(_ platform: Autograder.Platform) async throws
  {
    try await withCourse { course in
      let places = Places(platform: platform)
      let written = try await course.run(
        "autograder", platform.rawValue, places.source, "--exercise", "greeting")
      #expect(
        written
          == CommandResult(
            status: .exited(0), output: "\(places.source) is written\n\(platform.advice)\n",
            errors: ""))
      #expect(
        try course.names(in: places.source) == ["course", platform.runName, "setup.sh"].sorted())
      try course.write(TemporaryCourse.solution, to: "\(places.submission)/main.swift")
      try writeStandIns(course)

      // Nothing is prepared yet: the result says so.
      let early = try await run(places.script, in: places.submission, course)
      #expect(early.status == .exited(0))
      let fault = try course.read(places.result)
      #expect(try places.shape.problems(in: fault) == [])
      #expect(fault.contains("the command that grades could not be run"))
      #expect(try JSON.parse(fault, as: Score.self).score == 0)

      let setup = try await run("\(places.source)/setup.sh", in: places.submission, course)
      #expect(setup.status == .exited(0), "\(String(decoding: setup.errors, as: UTF8.self))")
      #expect(try course.read("installed.txt") == "update\ninstall -y bubblewrap\n")
      // Run again it builds nothing, and what was taken away is not missed.
      let again = try await run("\(places.source)/setup.sh", in: places.submission, course)
      #expect(again.status == .exited(0), "\(String(decoding: again.errors, as: UTF8.self))")
      #expect(
        try course.names(in: "\(places.source)/course/Exercises/01-greeting") == [
          "README.md", "Start", "check.hurl", "hints.md",
        ])

      let graded = try await run(places.script, in: places.submission, course)
      #expect(graded.status == .exited(0))
      let full = try course.read(places.result)
      #expect(try places.shape.problems(in: full) == [])
      #expect(try JSON.parse(full, as: Score.self).score == 100)

      try course.write(TemporaryCourse.start, to: "\(places.submission)/main.swift")
      let failed = try await run(places.script, in: places.submission, course)
      #expect(failed.status == .exited(0))
      let nothing = try course.read(places.result)
      #expect(try places.shape.problems(in: nothing) == [])
      #expect(try JSON.parse(nothing, as: Score.self).score == 0)
      #expect(nothing.contains("✗ home (60)  The homepage greets."))
    }
  }

  @Test func aStepOfTheSetupThatFailsEndsIt() async throws {
    try await withCourse { course in
      _ = try await course.run("autograder", "gradescope", "graders", "--exercise", "greeting")
      try writeStandIns(course)
      try course.write(
        "#!/bin/sh\n[ \"$*\" = --version ] || exit 3\n", to: "stand-ins/swift")
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: "\(course.root)/stand-ins/swift")
      #expect(try await run("graders/setup.sh", in: "graders", course).status == .exited(3))
      #expect(try course.names(in: "graders/course/Exercises/01-greeting").contains("Solution"))
    }
  }

  /// Whoever tries out their own exercise leaves no trace of it in what others begin with.
  @Test func withoutAnExerciseEachHasItsFolderAndBeginsAsItDid() async throws {
    try await withCourse { course in
      _ = try await course.run("list")
      try course.write(TemporaryCourse.solution, to: "Exercises/01-greeting/Start/main.swift")
      let result = try await course.run("autograder", "classroom50", "graders")
      #expect(result.output.hasPrefix("graders/01-greeting is written\nNext: "))
      #expect(try course.names(in: "graders") == ["01-greeting"])
      #expect(
        try course.read("graders/01-greeting/course/Exercises/01-greeting/Start/main.swift")
          == TemporaryCourse.start)
    }
  }

  @Test(
    arguments: [
      (
        ["gradscope", "graders"],
        "autograder knows gradescope and classroom50, not \"gradscope\": did you mean \"gradescope\"?"
      ),
      (
        ["gradescope", "graders", "--exercise", "greting"],
        "there is no exercise \"greting\"; did you mean \"greeting\"?"
      ),
      (
        ["gradescope", ".workbook", "--exercise", "1"],
        ".workbook is not empty; name a new folder, or empty this one"
      ),
      (
        ["gradescope", "Exercises/new", "--exercise", "1"],
        "Exercises/new is a part of the course; choose a folder outside of Exercises"
      ),
      (
        ["gradescope", "/dev/null", "--exercise", "1"],
        "/dev/null is there already, and no folder that can be read"
      ),
    ] as [([String], String)])
  func whatCannotBeDoneIsSaid(_ words: [String], _ message: String) async throws {
    try await withCourse { course in
      let child = try course.start(["autograder"] + words)
      let errors = try await child.errors?.readAll(upTo: 9_999) ?? []
      #expect(await child.wait() == .exited(1))
      #expect(String(decoding: errors, as: UTF8.self) == "workbook: \(message)\n")
    }
  }

  /// A *break* needs the right server and the wrong ones to grade requests by.
  @Test func whatABreakIsGradedByStays() throws {
    let course = try Course(root: TemporaryCourse.package)
    let scripts = course.exercises.map { exercise in
      (exercise.kind, Autograder(platform: .gradescope, exercise: exercise).setup)
    }
    for (kind, setup) in scripts {
      #expect(setup.contains("rm -rf course/Exercises") == (kind != .break))
    }
  }
}
