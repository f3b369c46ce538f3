// A class cut over several machines and put together again is the class.

import Engine
import Foundation
import TestSupport
import Testing

@testable import WorkbookKit

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ShardTests {
  private func writeClass(_ course: TemporaryCourse) throws {
    try course.handIn("anna", TemporaryCourse.solution)
    try course.handIn("ben", TemporaryCourse.start)
    try course.handIn("cleo", "", as: "notes.txt")
    try course.handIn("dora", TemporaryCourse.solution + "// mine\n")
  }

  private func grade(_ part: String, of count: Int, in course: TemporaryCourse) async throws {
    _ = try await course.run([
      "grade-class", "class", "--out", "part-\(part)", "--exercise", "greeting", "--seed", "7",
      "--shard", "\(part)/\(count)",
    ])
  }

  @Test func partsTogetherAreTheWhole() async throws {
    try await withCourse { course in
      try writeClass(course)
      _ = try await course.gradeClass()
      for part in ["1", "2"] { try await grade(part, of: 2, in: course) }
      let result = try await course.run("merge", "part-1", "part-2", "--out", "whole")
      #expect(
        result.output == """
          cleo: there is no main.swift for 01-greeting
          whole/gradebook.html and gradebook.csv are written

          """)
      #expect(result.status == .exited(1))
      let files = FileManager.default.enumerator(atPath: "\(course.root)/graded")
      let names = files?.compactMap { $0 as? String }.filter { $0.contains(".") } ?? []
      #expect(names.count == 12)
      for name in names {
        #expect(try course.read("whole/\(name)") == course.graded(name), "\(name)")
      }
      let hidden = try await course.run(
        "merge", "part-1", "part-2", "--out", "codes", "--anonymous")
      #expect(hidden.status == .exited(1))
      #expect(try course.gradebook(in: "codes").keys.allSatisfy { $0.hasPrefix("student-") })
      #expect(try !course.read("codes/gradebook.html").contains("anna"))
    }
  }

  @Test func whatIsMissingIsSaid() async throws {
    try await withCourse { course in
      try writeClass(course)
      try await grade("2", of: 3, in: course)
      let result = try await course.run("merge", "part-2", "part-2", "part-9", "--out", "whole")
      #expect(result.status == .exited(1))
      #expect(
        result.output == """
          part-9: no part of a class; was it graded?
          ben: also in part-2; the first part that has them counts
          part 1/3: missing; the class is not whole
          part 3/3: missing; the class is not whole
          whole/gradebook.html and gradebook.csv are written

          """)
      #expect(try course.gradebook(in: "whole")["ben"]?["points"] == "0")
    }
  }

  @Test func everyStudentIsInOnePart() {
    let students = (1...23).map { "student \($0)" }
    for count in [1, 2, 5, 23, 40] {
      let parts = (1...count).map { Shard(index: $0, count: count).part(of: students) }
      #expect(parts.flatMap(\.self).sorted() == students.sorted())
      #expect((parts.map(\.count).max() ?? 0) - (parts.map(\.count).min() ?? 0) <= 1)
    }
  }
}
