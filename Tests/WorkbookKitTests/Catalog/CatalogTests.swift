// What the course's files must look like, and what is said where they do not.

import Testing

@testable import WorkbookKit

struct CatalogTests {
  private func checks(_ text: String) throws -> [Check] {
    try Check.checks(in: try Script.parse(text, file: "check.hurl"))
  }

  @Test func checksHaveNamesPointsNeedsAndRequests() throws {
    let checks = try checks(
      """
      # @check one
      # @points 40
      # The first.
      GET {{host}}/
      HTTP 200

      # A second request of the same check.
      GET {{host}}/again
      HTTP 200

      # @check two
      # @points 60
      # @needs one
      # The second,
      # in two lines.
      GET {{host}}/two
      HTTP 404
      """)
    #expect(checks.map(\.name) == ["one", "two"])
    #expect(checks.map(\.points) == [40, 60])
    #expect(checks.map(\.needs) == [[], ["one"]])
    #expect(checks.map(\.sentence) == ["The first.", "The second, in two lines."])
    #expect(checks.map(\.entries.count) == [2, 1])
  }

  @Test(arguments: [
    ("GET {{host}}/\nHTTP 200\n", "check.hurl:1:1: a check begins with # @check name"),
    ("", "check.hurl:1:1: there is no check in this file"),
    ("# @check a\nGET {{host}}/\n", "check.hurl:1:3: the check \"a\" has no # @points"),
    (
      "# @check a\n# @points 1\nGET {{host}}/\n\n# @check a\n# @points 1\nGET {{host}}/\n",
      "check.hurl:5:3: the check \"a\" stands twice"
    ),
    (
      "# @check list\n# @points 1\nGET {{host}}/\n\n# @check b\n# @points 1\n# @needs lst\nGET {{host}}/\n",
      "check.hurl:7:3: there is no check named \"lst\": did you mean \"list\"?"
    ),
    (
      "# @chek a\nGET {{host}}/\n",
      "check.hurl:1:3: unknown note \"@chek\": did you mean \"@check\"?"
    ),
  ]) func wrongChecksAreRefused(_ text: String, _ message: String) {
    #expect {
      _ = try checks(text)
    } throws: { error in
      #expect("\(error)" == message)
      return true
    }
  }

  private let mutant = """
    ## forgets-404

    Everything is found.

    Caught by: unknown-path

    ```swift
    writeHead(404)
    ```

    ```swift
    writeHead(200)
    ```

    """

  @Test func mutantsAreReadAndApplied() throws {
    let mutant = try #require(try Mutant.parse(mutant, file: "mutants.md").first)
    #expect(
      mutant
        == Mutant(
          name: "forgets-404", mistake: "Everything is found.", caughtBy: "unknown-path",
          old: "writeHead(404)", new: "writeHead(200)", place: "mutants.md:1"))
    #expect(try mutant.apply(to: "a\nwriteHead(404)\n") == "a\nwriteHead(200)\n")
  }

  @Test(arguments: ["nothing", "writeHead(404) writeHead(404)"])
  func aMutantMustApplyExactlyOnce(_ solution: String) throws {
    let mutant = try #require(try Mutant.parse(mutant, file: "mutants.md").first)
    let count = solution == "nothing" ? 0 : 2
    #expect(
      throws: WorkbookError(
        "mutants.md:1: the old text of \"forgets-404\" stands \(count) times in Solution/main.swift, not once"
      )
    ) { try mutant.apply(to: solution) }
  }

  @Test(arguments: [
    (
      "## a\n\n```swift\nb\n```\n",
      "mutants.md:1: a mutant has two blocks of ```swift, the old text and the new; \"a\" has 1"
    ),
    (
      "## a\n\n```swift\nb\n```\n\n```swift\nc\n```\n",
      "mutants.md:1: \"a\" does not say by which check it is caught (Caught by: name)"
    ),
  ]) func wrongMutantsAreRefused(_ text: String, _ message: String) {
    #expect(throws: WorkbookError(message)) { try Mutant.parse(text, file: "mutants.md") }
  }

  @Test(arguments: ["1", "01", "hello", "Hello", "01-hello"])
  func aLessonHasSeveralNames(_ word: String) throws {
    #expect(try Course(root: TemporaryCourse.package).lesson(word).folder == "01-hello")
  }

  @Test(arguments: [
    ("# 01 Hello\n\nNo minutes.\n", 3), ("# 01 Hello\n", 2),
  ]) func aReadmeWithoutItsSecondLineIsNamed(_ text: String, _ line: Int) throws {
    let course = try TemporaryCourse()
    defer { course.remove() }
    try course.copyLesson("01-hello")
    try course.write(text, to: "Lessons/01-hello/README.md")
    #expect(
      throws: WorkbookError(
        "Lessons/01-hello/README.md:\(line): below the title belongs a line of the form: *15 minutes.* What the lesson is about."
      )
    ) { try Course(root: course.root) }
  }

  @Test func fingerprintsTellContentsApart() {
    #expect(Fingerprint([]).description.count == 32)
    #expect(
      Fingerprint(["ab", "c"].map { .init($0.utf8) })
        != Fingerprint(["a", "bc"].map { .init($0.utf8) }))
    #expect(Fingerprint(["a"].map { .init($0.utf8) }) == Fingerprint(["a"].map { .init($0.utf8) }))
  }
}
