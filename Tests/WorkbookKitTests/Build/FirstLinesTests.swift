// What is left out is said, to the line, however the text is cut into pieces.

import Testing

@testable import WorkbookKit

struct FirstLinesTests {
  @Test(
    arguments: [
      ("", ""),
      ("one\ntwo", "one\ntwo"),
      ("one\ntwo\n3\n", "one\ntwo\n3\n"),
      ("one\ntwo\nthree", "one\ntwo\n… and 1 more line"),
      ("one\ntwo\nthree\n", "one\ntwo\n… and 1 more line"),
      ("one\ntwo\nthree\nfour\n", "one\ntwo\n… and 2 more lines"),
      ("one\ntwo\n\n\n\n", "one\ntwo\n\n\n… and 1 more line"),
      ("a line without an end", "… and 1 more line"),
    ])
  func keepsWholeLinesAndCountsTheOthers(_ text: String, _ expected: String) {
    for size in 1...9 {
      var lines = FirstLines(limit: 10)
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        lines.append(Array(rest.prefix(size)))
        rest = rest.dropFirst(size)
      }
      #expect(lines.text == expected)
    }
  }
}
