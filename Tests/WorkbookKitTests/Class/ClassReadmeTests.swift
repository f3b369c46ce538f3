// What Exercises/README.md tells of classes on several machines, done on this one: GNU parallel's commands, Slurm's
// script and the script of the Kubernetes Job, word for word but for the names of machines and folders.

import Engine
import Foundation
import TestSupport
import Testing

@testable import WorkbookKit

@MainActor @Suite(.serialized, .fewAtOnce, .timeLimit(.minutes(10))) struct ClassReadmeTests {
  /// The block of code that holds a text, for the course of a test.
  private func block(with text: String) throws -> String {
    let page = try String(
      contentsOfFile: "\(TemporaryCourse.package)/Exercises/README.md", encoding: .utf8)
    let blocks = page.components(separatedBy: "```").enumerated().filter { $0.offset % 2 == 1 }
    let block = try #require(blocks.map(\.element).first { $0.contains(text) })
    return String(block.drop { $0 != "\n" })
      .replacing("--exercise notes", with: "--exercise greeting")
  }

  private func writeClass(_ course: TemporaryCourse) throws {
    for student in ["anna", "ben", "cleo", "dora"] {
      try course.handIn(student, TemporaryCourse.solution)
    }
    try FileManager.default.createDirectory(
      atPath: "\(course.root)/.build", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: "\(course.root)/.build/debug", withDestinationPath: BuiltModules.find().folder)
  }

  private func shell(
    _ script: String, in course: TemporaryCourse, _ variables: [String: String] = [:]
  )
    async throws
  {
    let outcome = try await ChildProcess.run(
      "/bin/sh", ["-ec", script], environment: environment.all.merging(variables) { $1 },
      folder: course.root)
    #expect(
      outcome.status == .exited(0),
      "\(outcome.text)\(String(decoding: outcome.errors, as: UTF8.self))")
  }

  private nonisolated static var hasParallel: Bool {
    get async {
      let outcome = try? await ChildProcess.run("parallel", ["--version"])
      return outcome?.text.hasPrefix("GNU parallel") == true
    }
  }

  @Test(.enabled("GNU parallel is not installed") { await hasParallel })
  func parallelGradesAClass() async throws {
    try await withCourse { course in
      try writeClass(course)
      let script = try block(with: "parallel --sshlogin")
      #expect(script.contains("--sshlogin lab-1,lab-2 "))
      // The machine ":" is this one, without ssh.
      try await shell(script.replacing("lab-1,lab-2", with: ":"), in: course)
      #expect(try course.gradebook().mapValues { $0["points"] }.count == 4)
      #expect(try course.gradebook().values.allSatisfy { $0["points"] == "100" })
    }
  }

  @Test func slurmGradesAPart() async throws {
    try await withCourse { course in
      try writeClass(course)
      try await shell(block(with: "#SBATCH"), in: course, ["SLURM_ARRAY_TASK_ID": "2"])
      #expect(try Array(course.gradebook(in: "part-2").keys) == ["ben"])
    }
  }

  @Test func kubernetesGradesAPart() async throws {
    try await withCourse { course in
      try writeClass(course)
      // Its part is zoe alone, whom it cannot grade.
      try course.write("", to: "class/zoe/notes.txt")
      let lines = textLines(try block(with: "completionMode"))
      let start = try #require(lines.firstIndex { $0.hasSuffix("- |") })
      let end = try #require(lines.firstIndex { $0.hasSuffix("resources:") })
      let script = lines[(start + 1)..<end].joined(separator: "\n")
        .replacing("/4", with: "/5").replacing("/school", with: course.root)
      try await shell(script, in: course, ["JOB_COMPLETION_INDEX": "4"])
      #expect(try Array(course.gradebook(in: "part-5").keys) == ["zoe"])
    }
  }
}
