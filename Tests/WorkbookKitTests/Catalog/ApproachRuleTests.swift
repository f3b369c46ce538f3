// Rules of an exercise's approach: how they are read, and what breaks them.

import Testing

@testable import WorkbookKit

struct ApproachRuleTests {
  private func rules(_ points: String) throws -> [ApproachRule] {
    try ApproachRule.rules(
      in: "# Task\n\n## Approach\n\nIn words.\n\n\(points)\n\n## More\n\n- No rule.\n",
      file: "README.md")
  }

  private func breach(_ point: String, _ code: String) throws -> String? {
    try #require(try rules(point).first).breach(in: [("main.swift", code)])
  }

  @Test func rulesAreRead() throws {
    let rules = try rules(
      """
      - No `split(`: the router takes the path apart.
      - Once `X-Audit` (10 points): it is said in one place.
      - With `next()`: what follows is awaited.
      """)
    #expect(
      rules == [
        ApproachRule(
          measure: .no, text: "split(", points: 0, sentence: "the router takes the path apart."),
        ApproachRule(
          measure: .once, text: "X-Audit", points: 10, sentence: "it is said in one place."),
        ApproachRule(
          measure: .with, text: "next()", points: 0, sentence: "what follows is awaited."),
      ])
    #expect(try ApproachRule.rules(in: "# Task\n", file: "README.md") == [])
  }

  @Test(arguments: ["- Never `split(`: why", "- No split: why", "- No `split(`"])
  func whatIsNoRuleIsNamedByItsLine(_ point: String) {
    #expect(
      throws: WorkbookError(
        "README.md:7: a rule of the approach has the form: - No `text`: why (or Once, or With)")
    ) { try rules(point) }
  }

  @Test(
    arguments: [
      ("- No `split(`: why", "let a = 1\nb.split(c)\n", "`split(` stands in main.swift:2"),
      ("- No `split`: why", "splitter()\nresplit()\n", nil),
      ("- No `split(`: why", "// split(\n/* a\nsplit( */ let b = \"//\"\n", nil),
      ("- No `split(`: why", "let a = \"http://b\"; c.split(d)", "`split(` stands in main.swift:1"),
      ("- Once `X-Audit`: why", "set(\"X-Audit\")\n", nil),
      ("- Once `X-Audit`: why", "", "`X-Audit` is not there"),
      (
        "- Once `X-Audit`: why", "\"X-Audit\", \"X-Audit\"\n\n\"X-Audit\"\n",
        "`X-Audit` stands 3 times, in main.swift:1, main.swift:1, main.swift:3"
      ),
      ("- With `next()`: why", "next()\nnext()\n", nil),
      ("- With `next()`: why", "// next()\n", "`next()` is not there"),
    ] as [(String, String, String?)])
  func whatBreaksARuleIsNamedByItsLine(_ point: String, _ code: String, _ found: String?) throws {
    #expect(try breach(point, code) == found)
  }

  @Test(arguments: [
    ("a // b\nc", ["a ", "c"]),
    ("a /* b\n/* c */ d */ e", ["a ", " e"]),
    ("\"//\" // x", ["\"//\" "]),
    ("\"\\\"//\" // x", ["\"\\\"//\" "]),
    ("#\"\\\"# // x", ["#\"\\\"# "]),
    ("\"\"\"\n// a\n\"\"\" // b", ["\"\"\"", "// a", "\"\"\" "]),
    ("\"open // a\nb // c", ["\"open // a", "b "]),
    ("/* never closed\n", [""]),
  ]) func commentsAreLeftOut(_ text: String, _ lines: [String]) {
    #expect(linesOfCode(text) == lines)
  }
}
