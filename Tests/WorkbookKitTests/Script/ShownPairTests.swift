// Two texts beside each other: where they differ first is found and shown, however far back it is.

import Testing

@testable import WorkbookKit

struct ShownPairTests {
  private func pair(_ expected: String, _ actual: String, limit: Int = 400) -> ShownPair {
    ShownPair(expected: Array(expected.utf8), actual: Array(actual.utf8), limit: limit)
  }

  @Test(arguments: [
    ("Hello", "Hallo", #""Hello""#, #""Hallo""#, 2),
    ("Hello", "Hello\r\n", #""Hello""#, #""Hello\r\n""#, 6),
    ("", "Hello", #""""#, #""Hello""#, 1),
    ("a\nb", "a\nc", #""a\nb""#, #""a\nc""#, 4),
    // A space that is none, and a letter that is two.
    ("a b", "a\u{A0}b", #""a b""#, #""a\u{a0}b""#, 2),
    ("Zo\u{EB}", "Zoe\u{308}", #""Zo\u{eb}""#, #""Zoe\u{308}""#, 3),
  ]) func showsBothAndWhereTheyDiffer(
    _ expected: String, _ actual: String, _ left: String, _ right: String, _ place: Int
  ) {
    let pair = pair(expected, actual)
    #expect(pair.expected == left)
    #expect(pair.actual == right)
    #expect(pair.firstDifference == place)
  }

  @Test func whatIsFarBackIsShownFromALittleBefore() {
    let same = String(repeating: "a", count: 1_000)
    let pair = pair(same + "x", same + "y" + same, limit: 100)
    let before = "(960 bytes, the same in both) \"" + String(repeating: "a", count: 40)
    #expect(pair.expected == before + "x\"")
    #expect(
      pair.actual == before + "y" + String(repeating: "a", count: 59) + "\" and 941 bytes more")
    #expect(pair.firstDifference == before.count)
  }

  /// It does not begin within a letter.
  @Test func lettersOfSeveralBytesStayWhole() {
    let same = String(repeating: "€", count: 100)
    let pair = pair(same + "x", same + "y", limit: 100)
    #expect(pair.expected.hasSuffix("€x\""))
    #expect(!pair.expected.contains("\\x"))
  }
}
