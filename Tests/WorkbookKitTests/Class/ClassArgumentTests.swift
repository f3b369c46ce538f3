// What `grade-class` and `merge` do not take: one line each, and status 1.

import Engine
import Foundation
import TestSupport
import Testing

@testable import WorkbookKit

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ClassArgumentTests {
  @Test(arguments: [
    (["grade-class", "class"], "it wants a folder to write to: --out OUT"),
    (
      ["grade-class", "class", "--out", "class/graded"],
      "--out class/graded lies in class, and would be graded as a student"
    ),
    (
      ["grade-class", "class", "--out", "o", "--shard", "1/2"],
      "--shard wants --seed N as well, the same for all parts"
    ),
    (
      ["grade-class", "class", "--out", "o", "--shard", "3/2"],
      "--shard wants a part of a number of them as 2/4, not \"3/2\""
    ),
    (
      ["grade-class", "class", "--out", "o", "--shard", "1/2", "--seed", "7", "--anonymous"],
      "--anonymous goes with merge, when all parts are together"
    ),
    (
      ["grade-class", "class", "--out", "o", "--jobs", "0"],
      "--jobs wants a number from 1 to 256, not \"0\""
    ),
    (
      ["grade-class", "class", "--out", "o", "--deadline", "2026-02-30T18:00"],
      "--deadline wants a day and a time as 2026-11-30T18:00, not \"2026-02-30T18:00\""
    ),
    (
      ["grade-class", "class", "--out", "o", "--exercise", "greting"],
      "there is no exercise \"greting\"; did you mean \"greeting\"?"
    ),
    (
      ["grade-class", "nowhere", "--out", "o"],
      "nowhere is no folder that can be read; give the one that holds a folder for each student"
    ),
    (
      ["grade-class", "empty", "--out", "o"],
      "empty is empty; it must hold a folder or a zip for each student"
    ),
    (
      ["grade-class", "class", "--out", "Exercises"],
      "Exercises holds other things; give --out a new folder, or that of a class"
    ),
    (
      ["merge", "nowhere", "--out", "o"],
      "nowhere is no part of a class; merge wants what grade-class wrote"
    ),
    (["merge", "--out", "o"], "merge wants PART; it is: "),
  ]) func isSaidInOneLine(_ words: [String], _ message: String) async throws {
    try await withCourse { course in
      try course.handIn("anna", "")
      try FileManager.default.createDirectory(
        atPath: "\(course.root)/empty", withIntermediateDirectories: true)
      let result = try await course.run(words)
      #expect(result.status == .exited(1))
      #expect(result.errors.hasPrefix("workbook: \(message)"))
      #expect(result.errors.filter { $0 == "\n" }.count == 1)
      #expect(result.output == "")
      // Nothing is begun that would be in the way next time.
      #expect(try !course.names(in: ".").contains("o"))
    }
  }

  @Test func aFolderThatWasRemovedIsNoPlaceToLookFrom() async throws {
    let outcome = try await ChildProcess.run(
      "/bin/sh",
      [
        "-ec", "cd $(mktemp -d); rmdir $PWD; exec $0 list",
        BuiltModules.find().folder + "/workbook",
      ])
    #expect(outcome.status == .exited(0))
  }
}
