import Testing

@testable import WorkbookKit

struct SideBySideTests {
  private let raw = """
    import Engine
    // 1. Choose.
    if a {
      b()
    }
    // 2. Parse by hand.
    parse()
    // 3. Listen.
    listen()

    """
  private let framework = """
    import Chassis
    // 1. Choose.
    get(a) { b() }
    // 3. Listen.
    listen()

    """

  @Test func stepsAreTakenApartAtNumberedComments() {
    #expect(
      steps(of: raw).map { "\($0.number) \($0.title) \($0.firstLine) \($0.lines.count)" } == [
        "0  1 1", "1 Choose. 2 4", "2 Parse by hand. 6 2", "3 Listen. 8 2",
      ])
  }

  @Test(
    arguments: [
      ([0, 1, 2], [0, 1, 2], "0-0 1-1 2-2"),
      ([1, 2, 3], [1, 3], "1-1 2- 3-3"),
      ([1, 3], [1, 2, 3], "1-1 -2 3-3"),
      ([1, 2, 3, 4], [2, 1, 3], "1-1 2-2 3-3 4-"),
      ([1, 2], [3, 1, 2], "1-1 2-2 -3"),
    ] as [([Int], [Int], String)])
  func stepsArePairedByNumber(_ left: [Int], _ right: [Int], _ expected: String) {
    func make(_ numbers: [Int]) -> [Step] {
      numbers.map { Step(number: $0, title: "", lines: [""], firstLine: 1) }
    }
    let pairs = pairedSteps(make(left), make(right)).map { pair in
      "\(pair.left.map { "\($0.number)" } ?? "")-\(pair.right.map { "\($0.number)" } ?? "")"
    }
    #expect(pairs.joined(separator: " ") == expected)
  }

  @Test func aStepThatOneLacksIsAnEmptyCell() {
    let view = SideBySide(style: Style(isColoured: false), width: 81)
    let line = String(repeating: "─", count: 40)
    func row(_ left: String, _ right: String) -> String {
      left.padded(to: 39) + " │" + (right.isEmpty ? "" : " " + right)
    }
    #expect(
      view.text(raw, "Raw", framework, "Framework").split(
        separator: "\n", omittingEmptySubsequences: false
      ).map(String.init) == [
        row("Raw", "Framework"),
        line + "┼" + line,
        row("  1 import Engine", "  1 import Chassis"),
        line + "┼" + line,
        row("  2 // 1. Choose.", "  2 // 1. Choose."),
        row("  3 if a {", "  3 get(a) { b() }"),
        row("  4   b()", "    "),
        row("  5 }", "    "),
        line + "┼" + line,
        row("  6 // 2. Parse by hand.", "    (the framework did this for you)"),
        row("  7 parse()", "    "),
        line + "┼" + line,
        row("  8 // 3. Listen.", "  4 // 3. Listen."),
        row("  9 listen()", "  5 listen()"),
        line + "┼" + line,
      ])
  }

  @Test func longLinesGoOnBelow() {
    let view = SideBySide(style: Style(isColoured: false), width: 81)
    let long = String(repeating: "x", count: 40)
    let lines = view.text(long, "a", "y", "b").split(separator: "\n").map(String.init)
    #expect(lines[2] == "  1 " + String(repeating: "x", count: 35) + " │   1 y")
    #expect(lines[3] == "    xxxxx".padded(to: 39) + " │")
  }

  @Test func narrowTerminalsGetOneBelowTheOther() {
    let view = SideBySide(style: Style(isColoured: false), width: 60)
    #expect(view.text("a\n", "Raw", "b\n", "Framework") == "Raw\na\n\nFramework\nb\n")
  }

  @Test(arguments: [
    ("let a = 1\n", 1, 0),
    ("// if this\n\n   \n", 0, 0),
    ("if a { b() } else if c { d() }\n", 1, 2),
    ("print(\"if // while\") // case\n", 1, 0),
    ("switch a {\ncase 1: b()\ndefault: c()\n}\n", 4, 2),
    ("guard a else { return }\nfor b in c where d {}\n", 2, 2),
  ]) func figuresCountCodeAlone(_ text: String, _ lines: Int, _ branches: Int) {
    let figures = CodeFigures(text)
    #expect(figures.lines == lines)
    #expect(figures.branches == branches)
  }
}
