// What commands say about what to do next: where the file is, which program to start, where the answers are.

import Engine
import TestSupport
import Testing

@testable import WorkbookKit

@MainActor @Suite(.serialized, .fewAtOnce, .timeLimit(.minutes(10))) struct ShowCommandTests {
  @Test func anExerciseEndsWithItsFileAndTheNextStep() async throws {
    try await withCourse { course in
      let result = try await course.run("show", "greeting")
      let start = try #require(try Course(root: course.root).exercises.first).startFile
      #expect(
        result.output == """
          Greeting

          raw · lesson 01 · 5 minutes · 100 points

          Greet.

          Your file: \(start)
          Next: swift run workbook watch greeting

          """)
    }
  }

  @Test func theAnswersOfALessonWaitUntilTheyAreAskedFor() async throws {
    try await withCourse { course in
      try course.copyLesson("01-hello")
      let file = "Lessons/01-hello/README.md"
      let text = try course.read(file)
      let page = """
        ## Check yourself

        <details><summary>Why?</summary>

        Because of `this`.

        </details>

        """
      try course.write(
        text.split(separator: "\n## Check yourself")[0] + "\n" + page, to: file)
      let closed = try await course.run("show", "1")
      #expect(
        closed.output.hasSuffix(
          """
          Check yourself

          - Why?

          The answers: swift run workbook show 1 --answers
          Next: swift run workbook run 1

          """), "\(closed.output)")
      let open = try await course.run("show", "1", "--answers")
      #expect(
        open.output.hasSuffix(
          """
          Check yourself

          Why?

          Because of `this`.


          Next: swift run workbook run 1

          """), "\(open.output)")
    }
  }

  @Test func aFailedCheckSaysWhichProgramToStart() async throws {
    try await withCourse { course in
      let line = "To try these: swift run greeting-exercise in another terminal\n"
      #expect(try await course.run("grade", "greeting").output.hasSuffix("\n" + line))
      let start = "Exercises/01-greeting/Start"
      let elsewhere = try await course.run("grade", "greeting", "--submission", start)
      #expect(!elsewhere.output.contains("To try these"))
      try course.write(TemporaryCourse.solution, to: "\(start)/main.swift")
      let full = try await course.run("grade", "greeting")
      #expect(!full.output.contains("To try these"))
      try course.writeBreak()
      try course.write("GET {{host}}/\nHTTP 404\n", to: "\(start)/answers.hurl")
      #expect(
        try await course.run("grade", "greeting").output.hasSuffix(
          "\nTo try these: swift run greeting-solution in another terminal\n"))
    }
  }

  @Test func aFileInThePlaceOfAFolderIsSaidToBeOne() async throws {
    try await withCourse { course in
      let file = "Exercises/01-greeting/Start/main.swift"
      let program = try await course.run("grade", "greeting", "--submission", file)
      #expect(
        program.output.contains(
          "\ncannot be graded: this is a file; give the folder in which main.swift stands\n"),
        "\(program.output)")
      try course.writeBreak()
      let requests = try await course.run("grade", "greeting", "--submission", file)
      #expect(
        requests.output.contains(
          "\ncannot be graded: this is a file; give the folder in which answers.hurl stands\n"),
        "\(requests.output)")
      let nowhere = try await course.run("grade", "greeting", "--submission", "nowhere")
      #expect(
        nowhere.output.contains(
          "\ncannot be graded: there is no answers.hurl, because its folder is not there\n"))
      #expect(nowhere.status == .exited(1))
    }
  }
}
