import Testing

@testable import WorkbookKit

struct CodeFiguresTests {
  @Test(arguments: [
    ("", 0, 0),
    ("let a = 1\n", 1, 0),
    ("// if this\n\n   \n", 0, 0),
    ("/* if\nwhile\n*/ a()\n", 1, 0),
    ("if a { b() } else if c { d() }\n", 1, 2),
    ("print(\"if // while\") // case\n", 1, 0),
    ("\"\"\"\nif a\n\"\"\"\n", 3, 0),
    ("\"\\(if a { b } else { c })\"\n", 1, 1),
    ("switch a {\ncase 1: b()\ndefault: c()\n}\n", 4, 2),
    ("guard a else { return }\nfor b in c where d {}\n", 2, 2),
    ("while a {}\ndo {} catch {}\n", 2, 2),
    // What looks like a branch
    ("log(for: a, default: .case)\n", 1, 0),
    ("enum A {\ncase b, c\ncase d\n}\n", 4, 0),
    ("enum A {\ncase b\nvar c: Int { switch self {\ncase .b: 1\n}\n}\n}\ncase d:\n", 8, 2),
    ("if case .a = b, case .c = d {}\n", 1, 1),
  ]) func figuresCountCodeAlone(_ text: String, _ lines: Int, _ branches: Int) {
    let figures = CodeFigures.ofEach(CodeLine.lines(of: text)).reduce(CodeFigures(), +)
    #expect(figures == CodeFigures(lines: lines, branches: branches))
  }
}
