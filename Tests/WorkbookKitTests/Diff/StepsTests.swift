import Testing

@testable import WorkbookKit

struct StepsTests {
  private func shown(_ text: String) -> [String] {
    steps(of: CodeLine.lines(of: text)).map {
      "\($0.number) \($0.name) \($0.lines.first?.number ?? 0) \($0.lines.count)"
    }
  }

  @Test func stepsAreTakenApartAtNumberedComments() {
    let text = """
      import Engine
      // 1. Choose: what comes.
      if a {
        // 2. Parse by hand, all of it.
      }
      // 3. Listen.
      """
    #expect(shown(text) == ["0  1 1", "1 Choose 2 2", "2 Parse by hand 4 2", "3 Listen 6 1"])
  }

  @Test(arguments: [
    "// 1 Choose.", "//1. Choose.", "/// 1. Choose.", "// 99999999999999999999. Choose.",
    "let a = 1 // 1. Choose.", "let a = \"\"\"\n// 1. Choose.\n\"\"\"",
  ]) func otherCommentsAreNoSteps(_ text: String) {
    #expect(shown(text).count == 1)
  }

  @Test(
    arguments: [
      ([0, 1, 2], [0, 1, 2], "0-0 1-1 2-2"),
      ([1, 2, 3], [1, 3], "1-1 2- 3-3"),
      ([1, 3], [1, 2, 3], "1-1 -2 3-3"),
      ([1, 2, 3, 4], [2, 1, 3], "1-1 2-2 3-3 4-"),
      ([1, 2], [3, 1, 2], "1-1 2-2 -3"),
      ([1, 1, 2], [1, 2, 2], "1-1 1- 2-2 -2"),
      ([], [1], "-1"),
    ] as [([Int], [Int], String)])
  func stepsArePairedByNumber(_ left: [Int], _ right: [Int], _ expected: String) {
    let pairs = pairedSteps(left.map { step($0, "") }, right.map { step($0, "") })
    #expect(shown(pairs) == expected)
  }

  /// The last step of two lessons has two numbers and one name.
  @Test func stepsArePairedByNameBeforeTheirNumber() {
    let left = [step(1, "Choose: a."), step(2, "Answer: b."), step(3, "Listen, then run.")]
    let right = [
      step(1, "Choose: c."), step(2, "Check: d."), step(3, "Answer."), step(4, "Listen: e."),
    ]
    #expect(shown(pairedSteps(left, right)) == "1-1 -2 2-3 3-4")
  }

  private func step(_ number: Int, _ title: String) -> Step {
    Step(number: number, title: title, lines: [])
  }

  private func shown(_ pairs: [(left: Step?, right: Step?)]) -> String {
    pairs.map { "\($0.left.map { "\($0.number)" } ?? "")-\($0.right.map { "\($0.number)" } ?? "")" }
      .joined(separator: " ")
  }
}
