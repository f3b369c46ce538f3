// A student at work, without a terminal: what each key does, and that a verdict comes whenever the file has other
// content.

import Engine
import TestSupport
import Testing

@testable import WorkbookKit

/// What a command says, to be waited for.
@MainActor private final class Ear {
  private(set) var said = ""
  private var awaited: (text: String, gate: Gate)?

  var terminal: Terminal {
    Terminal(width: 80, isInteractive: false, style: Style(isColoured: false)) { [self] text in
      said += text + "\n"
      if let awaited, said.contains(awaited.text) { awaited.gate.open() }
    }
  }

  /// Waits until a text was said; gives everything up to then, and forgets it.
  func hears(_ text: String) async -> String {
    if !said.contains(text) {
      let gate = Gate()
      awaited = (text, gate)
      await gate.wait()
      awaited = nil
    }
    defer { said = "" }
    return said
  }
}

@MainActor @Suite(.serialized, .fewAtOnce, .timeLimit(.minutes(10))) final class WatchSessionTests {
  private var session: WatchSession?
  private let start = "Exercises/01-greeting/Start/main.swift"

  /// Runs a session beside a test that presses keys.
  private func withSession(
    _ body: @MainActor (TemporaryCourse, Ear, @MainActor (Character) -> Void) async throws -> Void
  ) async throws -> ExitCode {
    var code: ExitCode?
    try await withCourse { course in
      // A second exercise, to go on to.
      for file in ["check.hurl", "Start/main.swift", "Solution/main.swift", "hints.md"] {
        try course.write(
          try course.read("Exercises/01-greeting/\(file)"), to: "Exercises/02-farewell/\(file)")
      }
      try course.write(
        "# Farewell\n\n*raw · lesson 02 · 5 minutes · 100 points*\n",
        to: "Exercises/02-farewell/README.md")
      let found = try Course(root: course.root)
      let ear = Ear()
      let (keys, press) = AsyncStream.makeStream(of: Character.self)
      let session = WatchSession(
        found.exercises[0],
        Invocation(
          operands: [], options: ["seed": "7"], terminal: ear.terminal,
          found: .success(found)), keys: keys)
      let running = Task { await session.run() }
      self.session = session
      try await body(course, ear) { press.yield($0) }
      press.yield("q")
      code = await running.value
    }
    return try #require(code)
  }

  @Test func gradesWhatIsSavedAndEndsAsItStands() async throws {
    let code = try await withSession { course, ear, press in
      let words = "To try these: swift run greeting-exercise in another terminal"
      #expect(
        await ear.hears("Watching").contains("0 of 100 points  (seed 7)\n\(words)\nWatching"))
      try course.write(TemporaryCourse.solution, to: start)
      #expect(await ear.hears("Watching").contains("100 of 100 points"))
    }
    #expect(code == .fine)
  }

  @Test func hintsAndTheSolutionComeByKeys() async throws {
    let code = try await withSession { course, ear, press in
      _ = await ear.hears("Watching")
      press("h")
      #expect(await ear.hears("Look.") == "Hint 1 of 2\nLook.\n")
      press("h")
      #expect(await ear.hears("Look twice.").hasPrefix("Hint 2 of 2\n"))
      press("x")
      press("d")
      #expect(await ear.hears("--give-up").hasPrefix("the solution of greeting is not earned"))
      try course.write(TemporaryCourse.solution + "// mine\n", to: start)
      _ = await ear.hears("Watching")
      press("d")
      #expect(await ear.hears("- // mine").hasPrefix("yours/main.swift  "))
      #expect(try course.read(start) == TemporaryCourse.solution + "// mine\n")
    }
    #expect(code == .fine)
  }

  /// Full marks go nowhere by themselves; the key for the next exercise does.
  @Test func theNextExerciseComesByItsKeyAlone() async throws {
    let code = try await withSession { course, ear, press in
      _ = await ear.hears("Watching")
      try course.write(TemporaryCourse.solution, to: start)
      _ = await ear.hears("Watching \(start)")
      press("n")
      let next = await ear.hears("Watching Exercises/02-farewell/Start/main.swift")
      #expect(next.hasPrefix("Farewell\n"))
      // What happens to the one before is of no interest any more.
      try course.write(TemporaryCourse.start, to: start)
      press("n")
      #expect(await ear.hears("Watching").hasPrefix("Greeting\n"))
    }
    #expect(code == .failed)
  }

  /// The verdict on what was saved last comes without waiting for the one before it.
  @Test func whatIsSavedMeanwhileIsGradedInstead() async throws {
    let code = try await withSession { course, ear, press in
      _ = await ear.hears("Watching")
      try course.write(TemporaryCourse.server("while true {}"), to: start)
      try course.write(TemporaryCourse.solution, to: start)
      #expect(await ear.hears("100 of 100").contains("✓ name"))
    }
    #expect(code == .fine)
  }

  @Test func whatIsSavedWithTheSameContentIsNotGradedAgain() async throws {
    _ = try await withSession { course, ear, press in
      _ = await ear.hears("Watching")
      let session = try #require(session)
      #expect(!session.isGrading)
      try course.write(TemporaryCourse.start, to: start)
      try course.write("notes", to: "Exercises/01-greeting/Start/notes.txt")
      #expect(await session.answer(.changed) == nil)
      #expect(!session.isGrading)
      try course.write(TemporaryCourse.solution, to: start)
      #expect(await session.answer(.changed) == nil)
      #expect(session.isGrading)
    }
  }

  @Test func aFileThatIsGoneForAMomentIsWaitedFor() async throws {
    let code = try await withSession { course, ear, press in
      _ = await ear.hears("Watching")
      try course.delete("Exercises/01-greeting/Start")
      #expect(await ear.hears("Watching").contains("there is no main.swift"))
      try course.write(TemporaryCourse.solution, to: start)
      #expect(await ear.hears("Watching").contains("100 of 100 points"))
    }
    #expect(code == .fine)
  }
}
