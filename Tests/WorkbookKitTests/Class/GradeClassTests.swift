// The whole way: a folder of students goes in, and a gradebook and reports come out.

import Engine
import Foundation
import TestSupport
import Testing

@testable import WorkbookKit

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct GradeClassTests {
  private static let half = TemporaryCourse.server("response.end(\"Hello\")")

  /// Everything that can stand in a class's folder: what can be graded is, and the rest gets one line each.
  @Test func aClassIsGradedWhateverSomeHandIn() async throws {
    try await withCourse { course in
      try course.handIn("anna", TemporaryCourse.solution)
      try course.handIn("ben", Self.half, as: "01-greeting/main.swift")
      try course.handIn("cleo", Self.half, as: "work/one/main.swift")
      try course.handIn("cleo", Self.half, as: "work/two/main.swift")
      try course.handIn("dora", "let port: Int = \"3000\"\n")
      try course.write("nothing yet", to: "class/emil/notes.txt")
      try course.write("PK, but no zip", to: "class/fay.zip")
      try course.write("rar", to: "class/gus.rar")
      let result = try await course.gradeClass("--jobs", "2")
      #expect(result.status == .exited(1))
      #expect(result.errors == "")
      let lines = withoutGaps(result.output)
      #expect(lines.first == "6 students, seed 7")
      #expect(
        lines.suffix(5) == [
          "gus.rar: neither a folder nor a zip; it was not graded",
          "cleo: 01-greeting: two main.swift: work/one/main.swift, work/two/main.swift; "
            + "leave the one that counts",
          "emil: there is no main.swift for 01-greeting",
          "fay: the zip: no zip, or one that is cut short; zip it again, and hand that in",
          "graded/gradebook.html and gradebook.csv are written",
        ])
      let problem = "01-greeting: two main.swift: work/one/main.swift, work/two/main.swift; "
      #expect(
        try course.graded("gradebook.csv") == """
          student,points,maximum,late,note,01-greeting points,01-greeting status,\
          01-greeting home,01-greeting name\r
          anna,100,100,,,100,graded,60,40\r
          ben,60,100,,,60,graded,60,0\r
          cleo,0,100,,"\(problem)leave the one that counts",0,not handed in,0,0\r
          dora,0,100,,,0,does not compile,0,0\r
          emil,0,100,,there is no main.swift for 01-greeting,0,not handed in,0,0\r
          fay,0,100,,"the zip: no zip, or one that is cut short; zip it again, and hand that in",0,not handed in,0,0\r

          """)
      #expect(
        try course.graded("reports/anna/01-greeting.txt") == """
          anna, 01-greeting
          Greeting
          ✓ home (60)  The homepage greets.
          ✓ name (40)  Somebody with a name is greeted by it.
          100 of 100 points  (seed 7)

          """)
      let page = try course.graded("gradebook.html")
      #expect(page.contains("<a href=\"reports/anna/01-greeting.html\">100</a>"))
      #expect(try course.graded("reports/ben/01-greeting.html").contains("<b>60</b> of 100 points"))
      let report = try course.graded("reports/ben/01-greeting.json")
      #expect(report.contains("\"points\" : 60") && report.contains("\"maximum\" : 100"))
      #expect(
        try course.names(in: "graded") == [
          "class.json", "gradebook.csv", "gradebook.html", "reports",
        ])
    }
  }

  /// Only what has changed is graded again, and what is gone leaves no report.
  @Test func whatHasNotChangedIsNotGradedAgain() async throws {
    try await withCourse { course in
      try course.handIn("anna", Self.half)
      try course.handIn("ben", TemporaryCourse.solution)
      _ = try await course.gradeClass()
      // A verdict that nobody would give tells whether it was given again.
      for student in ["anna", "ben"] {
        let file = "graded/reports/\(student)/01-greeting.json"
        let marked = try course.read(file).replacing("The homepage greets.", with: "Kept.")
        try course.write(marked, to: file)
      }
      try course.handIn("anna", Self.half + "// once more\n")
      try course.handIn("cleo", Self.half)
      let result = try await course.gradeClass()
      #expect(result.status == .exited(0))
      #expect(try !course.graded("reports/anna/01-greeting.txt").contains("Kept."))
      #expect(try course.graded("reports/ben/01-greeting.txt").contains("Kept."))
      // What anna had before is what cleo has now.
      #expect(try course.graded("reports/cleo/01-greeting.txt").contains("Kept."))
      try course.delete("class/ben")
      _ = try await course.gradeClass("--seed", "8")
      #expect(try course.names(in: "graded/reports") == ["anna", "cleo"])
      #expect(try !course.graded("reports/cleo/01-greeting.txt").contains("Kept."))
    }
  }

  /// Killed as nobody can prevent, in the middle of the class: the next run has what was done.
  @Test func aKilledRunGoesOnWhereItWas() async throws {
    try await withCourse { course in
      try course.handIn("anna", TemporaryCourse.solution)
      // Its first answer never comes.
      try course.handIn("zoe", TemporaryCourse.server("while request.method == \"GET\" {}"))
      let child = try course.startClass("--jobs", "1")
      let report = "\(course.root)/graded/reports/anna/01-greeting.json"
      while !FileManager.default.fileExists(atPath: report), child.isRunning {
        await Task.yield()
      }
      child.kill(SIGKILL)
      #expect(await child.wait() == .signalled(SIGKILL))
      #expect(!FileManager.default.fileExists(atPath: "\(course.root)/graded/gradebook.csv"))
      let file = "graded/reports/anna/01-greeting.json"
      try course.write(
        try course.read(file).replacing("The homepage greets.", with: "Kept."), to: file)
      // Without a word about the seed: it is that of the run that was killed.
      let result = try await course.run(
        ["grade-class", "class", "--out", "graded", "--exercise", "greeting"])
      #expect(withoutGaps(result.output).first == "2 students, seed 7")
      #expect(try course.graded("reports/anna/01-greeting.txt").contains("Kept."))
      #expect(try course.gradebook()["zoe"]?["points"] == "0")
      #expect(try course.names(in: "graded").contains(".programs") == false)
    }
  }

  @Test func namesCanBeReplacedByCodesInEveryFileButOne() async throws {
    try await withCourse { course in
      try course.handIn("anna-secret", Self.half)
      try course.handIn("ben-secret", Self.half, as: "ben-secret/a/main.swift")
      try course.handIn("ben-secret", Self.half, as: "ben-secret/b/main.swift")
      let first = try await course.gradeClass()
      #expect(first.status == .exited(1))
      _ = try await course.gradeClass("--anonymous")
      let key = CSV.rows(of: try course.graded("who-is-who.csv"))
      #expect(
        key.prefix(2) == [
          ["This file alone tells who is who: keep it apart from all others."],
          ["code", "student"],
        ])
      #expect(Set(key.dropFirst(2).map { $0[1] }) == ["anna-secret", "ben-secret"])
      let codes = Set(key.dropFirst(2).map { $0[0] })
      #expect(Set(try course.gradebook().keys) == codes)
      let files = FileManager.default.enumerator(atPath: "\(course.root)/graded")
      for file in files?.compactMap({ $0 as? String }) ?? [] where file != "who-is-who.csv" {
        #expect(!file.contains("secret"))
        let text = (try? course.graded(file)) ?? ""
        #expect(!text.contains("secret"), "\(file)")
      }
      _ = try await course.gradeClass("--anonymous")
      #expect(CSV.rows(of: try course.graded("who-is-who.csv")) == key)
    }
  }

  @Test func whatIsLateIsMarkedAndCostsNothing() async throws {
    try await withCourse { course in
      try course.handIn("anna", Self.half)
      try course.handIn("ben", Self.half)
      let files = FileManager.default
      let deadline = try #require(Deadline("2026-11-30T18:00"))
      for (student, seconds) in [("anna", 0.0), ("ben", 1.0)] {
        try files.setAttributes(
          [.modificationDate: deadline.date + seconds],
          ofItemAtPath: "\(course.root)/class/\(student)/main.swift")
      }
      _ = try await course.gradeClass("--deadline", "2026-11-30T18:00")
      let book = try course.gradebook()
      #expect(["anna", "ben"].map { book[$0]?["late"] } == ["", "late"])
      #expect(["anna", "ben"].map { book[$0]?["points"] } == ["60", "60"])
      let text = try course.graded("reports/ben/01-greeting.txt")
      #expect(text.hasPrefix("ben, 01-greeting (late)\n"))
    }
  }

  /// Ctrl-C leaves no process running and no folder behind, and what was done is there.
  @Test func interruptedItLeavesNothing() async throws {
    try await withCourse { course in
      try course.write("", to: "temporary/.keep")
      try course.handIn("anna", TemporaryCourse.server("while request.method == \"GET\" {}"))
      let child = try course.startClass(environment: ["TMPDIR": "\(course.root)/temporary"])
      // Until the program runs, in a folder of its own.
      func folders() throws -> [String] {
        try course.names(in: "temporary").filter { $0 != ".keep" }
      }
      func programs() -> [String] {
        ((try? course.names(in: "graded/.programs")) ?? []).filter(Fingerprint.isOne)
      }
      var family: [ProcessTable.Entry] = []
      while try family.count < 2 || programs().isEmpty || folders().isEmpty, child.isRunning {
        await Task.yield()
        family = ProcessTable.now().family(of: child.pid)
      }
      child.kill(SIGINT)
      #expect(await child.wait() == .exited(130))
      let left = Set(ProcessTable.now().entries.map(\.identity))
      #expect(family.count > 1 && left.isDisjoint(with: family.map(\.identity)))
      #expect(try folders() == [])
      #expect(try course.graded("class.json").contains("\"isFinished\" : false"))
    }
  }
}
