// Every exercise is fair: everything that it claims holds. The verifier that tries it is the one of `workbook verify`.

import Foundation
import Testing

@testable import WorkbookKit

@MainActor @Suite(.serialized, .timeLimit(.minutes(10))) struct ExerciseTests {
  @Test func thereIsOneOfEachKind() throws {
    #expect(Set(try course().exercises.map(\.kind)) == Set(Exercise.Kind.allCases))
  }

  @Test(arguments: try course().exercises) func everyClaimHolds(_ exercise: Exercise) async throws {
    let course = try course()
    let compiler = Compiler(root: course.root, modules: try BuiltModules.find())
    let claims = try await Verifier(
      course: course, compiler: compiler, pristineFolder: pristineFolder
    ).claims(of: exercise)
    #expect(claims.count > 20)
    #expect(Set(claims.map(\.subject)) == Set(Claim.Subject.allCases))
    for claim in claims {
      #expect(claim.holds, "\(claim.subject.rawValue): \(claim.name)\n\(claim.problem ?? "")")
    }
  }

  /// A request that a task shows as an example is asked of every server, so what it shows is true.
  @Test func aRequestThatATaskShowsIsAsked() throws {
    for exercise in try course().exercises where exercise.kind == .break {
      let task = try String(contentsOfFile: "\(exercise.path)/README.md", encoding: .utf8)
      let script = try String(contentsOfFile: "\(exercise.path)/check.hurl", encoding: .utf8)
      let examples = task.matches(of: /```\n([A-Z]+ \{\{host\}\}.*?)```/.dotMatchesNewlines())
      #expect(!examples.isEmpty, "\(exercise.folder) shows no request")
      for example in examples { #expect(script.contains(example.1), "\(exercise.folder)") }
    }
  }

  /// In which order checks are asked, and whether several at once, makes no difference. There are three ways of
  /// asking: a program alone, a program beside the given one, and servers by the student's requests.
  @Test(arguments: [(.raw, 20), (.refactor, 5), (.break, 5)] as [(Exercise.Kind, Int)])
  func anyOrderHasTheSameVerdict(_ kind: Exercise.Kind, _ times: Int) async throws {
    let exercise = try #require(try course().exercises.first { $0.kind == kind })
    let expected = try await gradedInOrder(exercise)
    var generator = SeededGenerator(seed: 20)
    for _ in 0..<times {
      let shuffled = try exercise.checks().map(\.name).shuffled(using: &generator)
      #expect(try await graded(exercise, in: shuffled) == expected)
    }
  }

  /// The whole course in one go, four exercises at once. SHUFFLES says how often; without it, once, because each time is
  /// as long as grading everything.
  @Test func theWholeCourseInAnyOrderHasTheSameVerdicts() async throws {
    let exercises = try course().exercises
    var expected: [String: [String]] = [:]
    for exercise in exercises {
      expected[exercise.folder] = outcome(try await gradedInOrder(exercise))
    }
    var generator = SeededGenerator(seed: 20)
    for _ in 0..<(ProcessInfo.processInfo.environment["SHUFFLES"].flatMap { Int($0) } ?? 1) {
      var waiting = try exercises.shuffled(using: &generator).map { exercise in
        (exercise, try exercise.checks().map(\.name).shuffled(using: &generator))
      }
      try await withThrowingTaskGroup(of: Verdict.self) { group in
        func startOne() {
          guard let (exercise, names) = waiting.popLast() else { return }
          group.addTask { try await graded(exercise, in: names) }
        }
        for _ in 0..<4 { startOne() }
        while let verdict = try await group.next() {
          #expect(outcome(verdict) == expected[verdict.exercise])
          startOne()
        }
      }
    }
  }

  /// What came of each check, and which requests were answered wrongly; without what a program has drawn at random itself.
  private func outcome(_ verdict: Verdict) -> [String] {
    verdict.checks.map { result in
      let wrong = result.mistakes.map { "\($0.line): \($0.failures.map(\.question))" }
      return "\(result.name) \(result.status) \(result.missing) \(wrong)"
    }
  }

  private func gradedInOrder(_ exercise: Exercise) async throws -> Verdict {
    let verdict = try await graded(exercise, in: exercise.checks().map(\.name), atOnce: 1)
    #expect(verdict.status == .asked)
    #expect(!verdict.isFull)
    return verdict
  }

  /// Grades a program, or requests, of which some checks hold and others do not, or are skipped for that.
  private func graded(_ exercise: Exercise, in names: [String], atOnce: Int = 4) async throws
    -> Verdict
  {
    let compiler = Compiler(root: try course().root, modules: try BuiltModules.find())
    var grader = Grader(
      compiler: compiler, secondsToListen: 20, answerLimit: .seconds(10),
      pristineFolder: pristineFolder)
    grader.checksAtOnce = atOnce
    grader.order = { checks in names.compactMap { name in checks.first { $0.name == name } } }
    let text =
      exercise.kind == .break
      ? try String(contentsOfFile: "\(pristineFolder(exercise))/answers.hurl", encoding: .utf8)
      : try #require(try exercise.mutants().first).apply(to: try exercise.rightProgram())
    return try await grader.grade(exercise, text: text, seed: 5)
  }
}

/// Where the program to begin with stands unchanged: a student may have worked on the other one.
@MainActor private func pristineFolder(_ exercise: Exercise) -> String {
  let kept = (try? course()).map { Records(course: $0).startFolder(of: exercise) } ?? ""
  let isThere = FileManager.default.fileExists(atPath: "\(kept)/\(exercise.workName)")
  return isThere ? kept : exercise.startFolder
}

/// The course that this package is.
func course() throws -> Course {
  guard let end = #filePath.range(of: "/Tests/ExerciseTests/") else {
    throw WorkbookError("not in the course")
  }
  return try Course(root: String(#filePath[..<end.lowerBound]))
}

extension Exercise: CustomTestStringConvertible {
  public var testDescription: String { folder }
}
