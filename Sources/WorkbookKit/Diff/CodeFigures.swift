// How much a column holds: lines of code and places where it branches. Comments and texts do not count.

/// The figures of some lines of code.
struct CodeFigures: Equatable {
  /// Lines that hold more than a comment.
  var lines = 0
  /// Each `if`, `guard`, `for`, `while` and `catch`, and each case of a `switch`.
  var branches = 0

  /// The figures of each line of a program.
  static func ofEach(_ lines: [CodeLine]) -> [CodeFigures] {
    var counter = BranchCounter()
    return lines.map { line in
      CodeFigures(lines: line.hasCode ? 1 : 0, branches: counter.branches(in: line))
    }
  }

  static func + (one: CodeFigures, other: CodeFigures) -> CodeFigures {
    CodeFigures(lines: one.lines + other.lines, branches: one.branches + other.branches)
  }
}

extension CodeLine {
  /// Whether it holds more than a comment.
  var hasCode: Bool { tokens.contains { !$0.isBlank && $0.kind != .comment } }
}

/// Counts branches line by line; it remembers where it is within an `enum`, whose cases are none.
private struct BranchCounter {
  /// For each open brace whether it is an enumeration's.
  private var braces: [Bool] = []
  private var isEnumeration = false
  private var previous = ""

  mutating func branches(in line: CodeLine) -> Int {
    var count = 0
    for token in line.tokens where !token.isBlank && token.kind != .comment && token.kind != .text {
      count += branches(at: token)
      previous = token.text
    }
    return count
  }

  private mutating func branches(at token: SwiftToken) -> Int {
    switch (token.kind, token.text) {
    case (.punctuation, "{"):
      braces.append(isEnumeration)
      isEnumeration = false
    case (.punctuation, "}"): _ = braces.popLast()
    case (.keyword, "enum"): isEnumeration = true
    case (.keyword, "if"), (.keyword, "guard"), (.keyword, "for"), (.keyword, "while"),
      (.keyword, "catch"), (.keyword, "default"):
      return 1
    case (.keyword, "case"):
      // `if case let`, and what an enumeration lists, choose nothing by themselves.
      return braces.last == true || ["if", "guard", "for", "while", ","].contains(previous) ? 0 : 1
    default: break
    }
    return 0
  }
}
