import Testing

@testable import WorkbookKit

struct DiffSummaryTests {
  private func summary(_ left: [String: String], _ right: [String: String]) -> DiffSummary {
    DiffSummary(
      ProgramDiff(
        Listing(name: "Raw", prefix: "Raw/", files: left),
        Listing(name: "Framework", prefix: "Framework/", files: right)))
  }

  private let raw = """
    import Engine
    // 1. Choose: by hand.
    if request.method == "GET" {
      guard let id = Int(text) else { return }
      // 2. Parse: by hand.
      for part in parts { use(part) }
    } else if request.method == "POST" {
    }
    // 3. Listen.
    switch port {
    case 1: listen()
    default: listen()
    }
    """

  private let framework = """
    import Chassis
    // 1. Choose: by data.
    app.get {
      guard let id = Int(parameter) else { return }
    }
    // 3. Listen.
    switch port {
    case 1: listen()
    default: listen()
    }
    while isOpen {}
    """

  @Test func figuresStandStepByStep() {
    #expect(
      summary(["main.swift": raw], ["main.swift": framework]).table == [
        ["Raw → Framework", "lines", "branches", "manual checks"],
        ["Before the first step", "1 → 1", "0 → 0", ""],
        ["1. Choose", "2 → 3", "2 → 1", "1 gone"],
        ["2. Parse", "3 → 0", "2 → 0", "2 gone"],
        ["3. Listen", "4 → 5", "2 → 3", "1 new"],
        ["in all", "10 → 9", "6 → 4", "3 gone, 1 new"],
      ])
  }

  @Test func checksAreNamedByTheirLines() {
    #expect(
      summary(["main.swift": raw], ["main.swift": framework]).remarks == [
        "Manual checks gone: lines 3, 6–7 of Raw.", "Manual checks new: line 11 of Framework.",
      ])
  }

  /// A check that only moved, or whose names are others, is not gone.
  @Test func checksElsewhereAreNotGone() {
    let check = "if request.headers[\"X-Key\"] == nil {\n  refuse(request)\n}\n"
    let left = "// 1. A.\n\(check)let user = find(1)\nif user.isAdmin {}\n// 2. B.\nlisten()\n"
    let right =
      "// 1. A.\nlet account = find(1)\nif account.isAdmin {}\n// 2. B.\nlisten()\n\(check)"
    let summary = summary(["main.swift": left], ["main.swift": right])
    #expect(summary.total.left.ownChecks == [])
    #expect(
      summary.remarks == [
        "Renamed: account was user.", "Moved: lines 2–4 of Raw → lines 6–8 of Framework.",
      ])
  }

  @Test func severalFilesAreToldApart() {
    let summary = summary(
      ["a.swift": "if one {}\nif two {}\n", "b.swift": "if three {}\n"],
      ["a.swift": "", "b.swift": ""])
    #expect(
      summary.rows.map(\.title) == [
        "a.swift: Before the first step", "b.swift: Before the first step",
      ])
    #expect(
      summary.remarks == ["Manual checks gone: lines 1–2 of a.swift, line 1 of b.swift of Raw."])
  }

  @Test func equalProgramsHaveNothingToSay() {
    let summary = summary(["main.swift": raw], ["main.swift": raw])
    #expect(summary.remarks == ["Nothing differs."])
    #expect(summary.total.left == summary.total.right)
    let spaces = self.summary(["main.swift": "a()\n"], ["main.swift": "  a()\r\n"])
    #expect(spaces.remarks == ["Nothing differs but spaces and line ends."])
  }
}
