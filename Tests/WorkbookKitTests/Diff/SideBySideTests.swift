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

  private func diff(_ left: String, _ right: String) -> ProgramDiff {
    var framework = Listing(name: "Framework", prefix: "Framework/", files: ["main.swift": right])
    framework.wordForNoStep = "(the framework did this for you)"
    return ProgramDiff(Listing(name: "Raw", prefix: "Raw/", files: ["main.swift": left]), framework)
  }

  /// What stands above the figures.
  private func columns(_ left: String, _ right: String, width: Int) -> [String] {
    let view = SideBySide(style: Style(isColoured: false), width: width)
    return Array(
      textLines(view.text(diff(left, right))).prefix { !$0.hasPrefix("Raw → Framework") })
  }

  @Test func aStepThatOneLacksIsAnEmptyCell() {
    let line = String(repeating: "─", count: 40)
    func row(_ left: String, _ right: String) -> String {
      left.padded(to: 39) + " │" + (right.isEmpty ? "" : " " + right)
    }
    #expect(
      columns(raw, framework, width: 81) == [
        row("Raw/main.swift", "Framework/main.swift"),
        line + "┼" + line,
        row("  1~ import Engine", "  1~ import Chassis"),
        line + "┼" + line,
        row("  2  // 1. Choose.", "  2  // 1. Choose."),
        row("  3- if a {", ""),
        row("  4~   b()", "  3~ get(a) { b() }"),
        row("  5- }", ""),
        line + "┼" + line,
        row("  6- // 2. Parse by hand.", "     (the framework did this for you)"),
        row("  7- parse()", ""),
        line + "┼" + line,
        row("  8  // 3. Listen.", "  4  // 3. Listen."),
        row("  9  listen()", "  5  listen()"),
        line + "┼" + line,
      ])
  }

  @Test func aFileThatOneSideLacksIsNamed() {
    let view = SideBySide(style: Style(isColoured: false), width: 80)
    let lines = textLines(
      view.text(
        ProgramDiff(
          Listing(name: "Raw", prefix: "Raw/", files: ["main.swift": "a"]),
          Listing(
            name: "Framework", prefix: "Framework/", files: ["main.swift": "a", "b.swift": "b"]))))
    let rule = String(repeating: "─", count: 39)
    func row(_ left: String, _ right: String) -> String { left.padded(to: 38) + " │ " + right }
    let expected = [
      row("Raw: no such file", "Framework/b.swift"), "\(rule)┼\(rule)",
      row("     (no such step)", "  1+ b"), "\(rule)┼\(rule)",
      row("Raw/main.swift", "Framework/main.swift"), "\(rule)┼\(rule)",
    ]
    #expect(Array(lines.prefix(6)) == expected)
  }

  @Test func longLinesGoOnBelow() {
    let lines = columns(
      "  let a = b\n  call(one, two, three, four, five, six)\n" + String(repeating: "x", count: 40),
      "y", width: 81)
    let left = lines.dropFirst(2).dropLast().map { String($0.prefix(39)).trimmingSuffix }
    #expect(
      left == [
        "  1-   let a = b",
        "  2-   call(one, two, three, four,",
        "         five, six)",
        "  3- " + String(repeating: "x", count: 34),
        "       xxxxxx",
      ])
    #expect(lines.allSatisfy { $0.displayWidth <= 81 })
  }

  @Test func narrowTerminalsGetOneBelowTheOther() {
    let line = String(repeating: "─", count: 60)
    #expect(
      columns(raw, framework, width: 60) == [
        "--- Raw/main.swift",
        "+++ Framework/main.swift",
        line,
        "-  1~ import Engine",
        "+  1~ import Chassis",
        line,
        "   2  // 1. Choose.",
        "-  3  if a {",
        "-  4~   b()",
        "-  5  }",
        "+  3~ get(a) { b() }",
        line,
        "      (the framework did this for you)",
        "-  6  // 2. Parse by hand.",
        "-  7  parse()",
        line,
        "   4  // 3. Listen.",
        "   5  listen()",
        line,
      ])
  }

  @Test(arguments: [40, 79, 80, 81, 100, 149, 200]) func noLineIsWiderThanTheTerminal(_ width: Int)
  {
    let long = "let text = \"🙂 größe 漢字\" // \(String(repeating: "word ", count: 60))\n"
    let each = (1...100).map { "\(String(repeating: "x", count: $0)) y\n" }.joined()
    let view = SideBySide(style: Style(isColoured: false), width: width)
    let lines = textLines(view.text(diff(raw + long + each, framework + each + "\(long)\t\(long)")))
    #expect(lines.filter { $0.displayWidth > width } == [])
  }

  @Test func coloursStandOnlyWhereTheyAreWanted() {
    let plain = SideBySide(style: Style(isColoured: false), width: 100).text(diff(raw, framework))
    let coloured = SideBySide(style: Style(isColoured: true), width: 100).text(diff(raw, framework))
    #expect(!plain.contains("\u{1B}"))
    #expect(coloured.replacing(/\u{1B}\[[\d;]*m/, with: "") == plain)
    // The changed word, and a keyword in a line that is only on the left.
    #expect(coloured.contains("\u{1B}[35mimport\u{1B}[0m \u{1B}[31;1;4mEngine\u{1B}[0m"))
    #expect(coloured.contains("\u{1B}[31;1mif\u{1B}[0m"))
  }

  @Test func whatATerminalWouldObeyIsShown() {
    let view = SideBySide(style: Style(isColoured: false), width: 100)
    let hostile = "let a = \"\u{1B}]0;title\u{7}\u{9B}31m\u{202E}\" // \r\nlet\tb\n"
    let text = view.text(diff(hostile, ""))
    #expect(text.contains("let a = \"␛]0;title␇⟨9B⟩31m⟨202E⟩\" // ␍"))
    #expect(text.contains("let    b"))
  }
}

extension String {
  fileprivate var trimmingSuffix: String { String(reversed().drop { $0 == " " }.reversed()) }
}
