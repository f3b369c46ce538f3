// Where a text comes closest to standing in another one, and how a failure marks that place.

import Testing

@testable import WorkbookKit

struct LongestBeginningTests {
  /// What is looked for, in what; how much of it is there, and where that ends.
  @Test(arguments: [
    ("<li>Zoe</li>", "<ul><li>Anna</li></ul>", 4, 8),
    // The first of two places; the longer of two beginnings; one that begins within another.
    ("abx", "ab ab", 2, 2), ("abcx", "ab abc", 3, 6), ("aabx", "aaab", 3, 4),
    ("ababc", "abababd", 4, 4), ("abc", "abc", 3, 3), ("abc", "xyz", 0, 0), ("", "abc", 0, 0),
    ("abc", "", 0, 0),
    // Half a letter is none: é and è begin with the same byte.
    ("é", "è", 0, 0), ("née", "nèe", 1, 1),
  ]) func itIsFound(_ wanted: String, _ text: String, _ length: Int, _ end: Int) {
    let found = LongestBeginning(of: Array(wanted.utf8), in: Array(text.utf8))
    #expect([found.length, found.end] == [length, end])
  }

  /// The same as by trying every place, for texts of two letters.
  @Test func itIsWhatEveryPlaceTriedFinds() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<500 {
      func letters(_ count: ClosedRange<Int>) -> [UInt8] {
        (0..<Int.random(in: count, using: &generator)).map { _ in
          UInt8.random(in: 97...98, using: &generator)
        }
      }
      let (wanted, text) = (letters(1...8), letters(0...40))
      var longest = (length: 0, end: 0)
      for start in text.indices {
        let length = zip(wanted, text[start...]).prefix { $0 == $1 }.count
        if length > longest.length { longest = (length, start + length) }
      }
      let found = LongestBeginning(of: wanted, in: text)
      #expect([found.length, found.end] == [longest.length, longest.end], "\(wanted) \(text)")
    }
  }

  // MARK: The mark

  private func judge(_ predicate: String, _ text: String) throws -> Judgement {
    var variables = ScriptVariables(seed: 1)
    let assert = try #require(try onlyAssert("body \(predicate)"))
    return try assert.predicate.judge(.text(text), negated: assert.isNegated, &variables) {
      _, _ in []
    }
  }

  /// What stands before the mark.
  private func marked(_ judgement: Judgement) -> String? {
    judgement.firstDifference.map {
      String(String.UnicodeScalarView(judgement.actual.unicodeScalars.prefix($0)))
    }
  }

  @Test func containsMarksWhereTheTextDeparts() throws {
    let judgement = try judge("contains \"<li>Zoë</li>\"", "<ul>\n<li>Zoe</li>\n</ul>")
    #expect(judgement.expected == #"something that contains text "<li>Zoë</li>""#)
    #expect(judgement.actual == #"text "<ul>\n<li>Zoe</li>\n</ul>""#)
    #expect(marked(judgement) == #"text "<ul>\n<li>Zo"#)
    #expect(judgement.mark == #"up to here as expected: "<li>Zo""#)
  }

  @Test func ofALongTextTheMarkedPlaceIsShown() throws {
    let before = String(repeating: "é", count: 500)
    let judgement = try judge("contains \"<b>Zoe</b>\"", "\(before)<b>Anna</b>")
    let shown = String(repeating: "é", count: 19)
    #expect(judgement.actual == "text (962 bytes before this) \"\(shown)<b>Anna</b>\"")
    #expect(marked(judgement) == "text (962 bytes before this) \"\(shown)<b>")
  }

  /// One or two letters stand everywhere.
  @Test func aShortBeginningIsNoHelp() throws {
    let judgement = try judge("contains \"<p>\"", "<ul></ul>")
    #expect(judgement.firstDifference == nil && judgement.mark == nil)
    #expect(judgement.actual == #"text "<ul></ul>""#)
    #expect(try judge("not contains \"<ul>\"", "<ul></ul>").firstDifference == nil)
  }

  @Test func startsWithMarksTheFirstLetterThatDiffers() throws {
    let judgement = try judge("startsWith \"Anna: 9\"", "Anna: 8\nBela")
    #expect(judgement.actual == #"text "Anna: 8\nBela""#)
    #expect(marked(judgement) == #"text "Anna: "#)
    #expect(judgement.mark == nil)
  }

  @Test func anExpressionSaysThatNothingMatches() throws {
    #expect(
      try judge("matches /^[0-9]+$/", "seven").actual == #"nothing that matches, in text "seven""#)
    #expect(try judge("not matches /e/", "seven").actual == #"text "seven""#)
  }
}
