// "Did you mean …?": near words are offered, far ones are not.

import Testing

@testable import WorkbookKit

struct NearestWordTests {
  private static let commands = [
    "check", "diff", "grade", "hint", "list", "reset", "run", "show", "solution", "watch",
  ]

  static let words: [Row<String?>] = [
    Row("grade", "grade"), Row("grde", "grade"), Row("gradee", "grade"), Row("grape", "grade"),
    Row("garde", "grade"),
    Row("GRADE", "grade"), Row("rnu", "run"), Row("ru", "run"), Row("rum", "run"),
    Row("chekc", "check"),
    Row("solutoin", "solution"), Row("solutions", "solution"), Row("soultoin", "solution"),
    Row("slutio", "solution"), Row("exercise", nil), Row("grd", nil), Row("nur", nil), Row("", nil),
  ]

  @Test(arguments: words) func theNearestWordIsFound(_ row: Row<String?>) {
    #expect(nearestWord(to: row.text, among: Self.commands) == row.expected)
  }

  @Test func theNearestOfSeveralWinsAndOfEqualsTheFirst() {
    #expect(nearestWord(to: "status", among: ["stats", "status", "state"]) == "status")
    #expect(nearestWord(to: "cat", among: ["car", "cap"]) == "car")
    #expect(nearestWord(to: "cat", among: []) == nil)
  }

  @Test func aSuggestionIsTheEndOfAMessage() {
    #expect(suggestion(for: "chek", among: Self.commands) == #": did you mean "check"?"#)
    #expect(suggestion(for: "unheard", among: Self.commands) == "")
  }
}
