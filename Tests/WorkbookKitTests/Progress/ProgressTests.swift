// What is remembered of a student, and what is forgotten when the exercise changes.

import TestSupport
import Testing

@testable import WorkbookKit

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ProgressTests {
  /// The course's exercise with full marks and a hint.
  private func withAchievement(
    _ body: (TemporaryCourse, Records, Exercise) throws -> Void
  ) async throws {
    try await withCourse { course in
      let found = try Course(root: course.root)
      let exercise = try #require(found.exercises.first)
      let records = Records(course: found)
      try records.update(exercise) {
        ($0.best, $0.last, $0.wasGraded, $0.hintsShown) = (100, 100, true, 1)
        $0.checks = exercise.fingerprint
      }
      try body(course, records, exercise)
    }
  }

  @Test func pointsStayAsLongAsTheChecksDo() async throws {
    try await withAchievement { course, records, exercise in
      #expect(records.progress()[exercise].best == 100)
      try course.write(TemporaryCourse.checks + "# More.\n", to: "Exercises/01-greeting/check.hurl")
      let done = records.progress()[exercise]
      #expect((done.best, done.last, done.wasGraded) == (0, 0, false))
      #expect(done.hintsShown == 1)
    }
  }

  /// A file from before fingerprints were kept.
  @Test func pointsWithoutAFingerprintStay() async throws {
    try await withAchievement { course, records, exercise in
      try course.write(
        #"{"exercises":{"01-greeting":{"best":60,"last":60,"wasGraded":true,"hintsShown":0,"gaveUp":false}},"lessonsRun":[]}"#,
        to: ".workbook/progress.json")
      #expect(records.progress()[exercise].best == 60)
    }
  }

  @Test func nothingIsLeftBesideTheFile() async throws {
    try await withAchievement { course, records, exercise in
      try records.update(exercise) { $0.gaveUp = true }
      #expect(try course.names(in: ".workbook") == ["build", "progress.json"])
    }
  }

  /// A student worked on another machine, and committed: here the first command comes after it.
  @Test(.needsGit) func inACheckoutTheStartIsTheCoursesAndNotTheStudents() async throws {
    try await withCourse { course in
      let start = "Exercises/01-greeting/Start/main.swift"
      try course.write(".workbook\n", to: ".gitignore")
      try await git("init", "--quiet", in: course.root)
      try await git("add", ".", in: course.root)
      try await git("commit", "--quiet", "-m", "Course", in: course.root)
      try course.write(TemporaryCourse.solution, to: start)
      try await git("commit", "--quiet", "-a", "-m", "Mine", in: course.root)
      try course.write(TemporaryCourse.solution + "// more\n", to: start)
      #expect(try await course.run("reset", "greeting").status == .exited(0))
      #expect(try course.read(start) == TemporaryCourse.start)
      // What the course itself changes later is what is begun with.
      try course.delete(".workbook/starts")
      try course.write(TemporaryCourse.start + "// new\n", to: start)
      try course.write(TemporaryCourse.checks + "# New.\n", to: "Exercises/01-greeting/check.hurl")
      try await git("commit", "--quiet", "-a", "-m", "Course", in: course.root)
      #expect(try await course.run("reset", "greeting").status == .exited(0))
      #expect(try course.read(start) == TemporaryCourse.start + "// new\n")
    }
  }

  // MARK: What exercises begin with

  private static let start = "Exercises/01-greeting/Start/main.swift"
  private static let checks = "Exercises/01-greeting/check.hurl"

  /// An update of the course brings another exercise in the place of the one that was begun with.
  @Test(.needsGit, arguments: [true, false])
  func anExerciseThatIsAnotherBeginsOtherwise(_ isCheckout: Bool) async throws {
    try await withCourse { course in
      try course.write(".workbook\n", to: ".gitignore")
      func commit() async throws {
        guard isCheckout else { return }
        try await git("init", "--quiet", in: course.root)
        try await git("add", ".", in: course.root)
        try await git("commit", "--quiet", "-m", "Course", in: course.root)
      }
      try await commit()
      #expect(try await course.run("list").status == .exited(0))
      try course.write(TemporaryCourse.start + "// new\n", to: Self.start)
      try course.write(TemporaryCourse.checks + "# New.\n", to: Self.checks)
      try await commit()
      #expect(try await course.run("list").status == .exited(0))
      try course.write(TemporaryCourse.solution, to: Self.start)
      #expect(try await course.run("reset", "greeting").status == .exited(0))
      #expect(try course.read(Self.start) == TemporaryCourse.start + "// new\n")
      // And the former exercise as it did.
      try course.write(TemporaryCourse.checks, to: Self.checks)
      if !isCheckout {
        #expect(try await course.run("reset", "greeting").status == .exited(0))
        #expect(try course.read(Self.start) == TemporaryCourse.start)
      }
    }
  }

  /// Whoever writes an exercise changes it before it is committed.
  @Test(.needsGit) func anExerciseThatIsBeingWrittenBeginsWithWhatStandsThere() async throws {
    try await withCourse { course in
      try course.write(".workbook\n", to: ".gitignore")
      try await git("init", "--quiet", in: course.root)
      try await git("add", ".", in: course.root)
      try await git("commit", "--quiet", "-m", "Course", in: course.root)
      try course.write(TemporaryCourse.start + "// new\n", to: Self.start)
      try course.write(TemporaryCourse.checks + "# New.\n", to: Self.checks)
      #expect(try await course.run("reset", "greeting").status == .exited(0))
      #expect(try course.read(Self.start) == TemporaryCourse.start + "// new\n")
    }
  }

  /// A change of the start alone could be a student's work.
  @Test func aNewStartIsTakenWhenItIsSaidToBeOne() async throws {
    try await withCourse { course in
      #expect(try await course.run("list").status == .exited(0))
      try course.write(TemporaryCourse.start + "// new\n", to: Self.start)
      let note =
        "\(Self.start) is not tried, but what was there before it was changed. "
        + "If it is a new start: swift run workbook verify greeting --new-start\n"
      #expect(try await course.run("verify", "greeting").output.contains(note))
      let result = try await course.run("verify", "greeting", "--new-start")
      #expect(!result.output.contains("is not tried"))
      try course.write(TemporaryCourse.solution, to: Self.start)
      #expect(try await course.run("reset", "greeting").status == .exited(0))
      #expect(try course.read(Self.start) == TemporaryCourse.start + "// new\n")
      let all = try await course.run("verify", "--new-start")
      #expect(all.status == .exited(1))
      #expect(all.errors == "workbook: --new-start wants to be told for which exercise\n")
    }
  }

  @Test func aResetWithoutAFilePutsOneBack() async throws {
    try await withCourse { course in
      #expect(try await course.run("list").status == .exited(0))
      try course.delete("Exercises/01-greeting/Start")
      let reset = try await course.run("reset", "greeting")
      #expect(
        reset.output == "Exercises/01-greeting/Start/main.swift is as it was at the beginning; "
          + "there was none of yours\n")
      #expect(try course.read("Exercises/01-greeting/Start/main.swift") == TemporaryCourse.start)
    }
  }
}
