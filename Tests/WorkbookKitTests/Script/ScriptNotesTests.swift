// What stands in the comments of a script: notes of ours for the grader, and sentences for the reader.

import Testing

@testable import WorkbookKit

struct ScriptNotesTests {
  static let script = """
    # Words about the whole file.

    # Rahul is greeted.
    # @check greeting
    # @points 10
    GET http://localhost/
    HTTP 200
    [Asserts]
    body == "Hello"

    # Words between, about nothing.

    # Priya, too.
    ## In two lines.
    # @check priya
    # @needs greeting

    GET http://localhost/priya
    # Not about the next request.
    HTTP 200

    #@check last
    DELETE http://localhost/priya
    """

  @Test func eachRequestHasTheNotesAndSentencesDirectlyBeforeIt() throws {
    let entries = try Script.parse(Self.script, file: "check.hurl").entries
    #expect(entries.map(\.request.method) == ["GET", "GET", "DELETE"])
    #expect(
      entries.map(\.notes) == [
        [
          Note(kind: .check, value: "greeting", position: at(4, 3)),
          Note(kind: .points, value: "10", position: at(5, 3)),
        ],
        [
          Note(kind: .check, value: "priya", position: at(15, 3)),
          Note(kind: .needs, value: "greeting", position: at(16, 3)),
        ],
        [Note(kind: .check, value: "last", position: at(22, 2))],
      ])
    #expect(
      entries.map(\.comment) == [["Rahul is greeted."], ["Priya, too.", "In two lines."], []])
  }

  static let endings = [
    "HTTP 200", "HTTP 200\nX-Name: Rahul", "HTTP 200\n[Captures]\nid: status",
    "HTTP 200\n[Asserts]\nstatus == 200",
    "HTTP 200\n{}", "HTTP 200\n`text`", "X-Name: Priya", "[Query]\npage: 1", "[Options]\nretry: 1",
    "[Form]\nname: Priya",
    "```\ntext\n```", "",
  ]

  /// Whatever a request ends with, the notes behind it are the next one's.
  @Test(arguments: endings) func notesBelongToTheRequestThatFollows(_ ending: String) throws {
    let text =
      "GET http://localhost/\n\(ending)\n\n# Sentence.\n# @check next\nGET http://localhost/next\n"
    let entries = try Script.parse(text, file: "check.hurl").entries
    #expect(entries.map { $0.notes.map(\.value) } == [[], ["next"]])
    #expect(entries.map(\.comment) == [[], ["Sentence."]])
  }
}
