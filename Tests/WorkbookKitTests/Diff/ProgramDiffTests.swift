// What a comparison finds, as tables: what became of each line, which names are others, which blocks have moved.

import Testing

@testable import WorkbookKit

struct ProgramDiffTests {
  private func listing(_ name: String, _ files: [String: String]) -> Listing {
    Listing(name: name, prefix: "\(name)/", files: files)
  }

  private func diff(_ left: String, _ right: String) -> ProgramDiff {
    ProgramDiff(listing("left", ["main.swift": left]), listing("right", ["main.swift": right]))
  }

  /// Each row as `1~2`: left number, sign, right number.
  private func shown(_ diff: ProgramDiff) -> String {
    diff.files.flatMap { $0.sections.flatMap(\.rows) }.map { row in
      let (left, right) = (row.left, row.right)
      let signs = Set([left?.sign(isLeft: true), right?.sign(isLeft: false)].compactMap { $0 })
      return "\(left.map { "\($0.line.number)" } ?? "")\(signs.sorted().joined())"
        + "\(right.map { "\($0.line.number)" } ?? "")"
    }.joined(separator: "  ")
  }

  // MARK: Lines

  @Test(
    arguments: [
      ("", "", ""),
      ("a\n", "a", "1 1"),
      ("a()\n\tb()", "a()\nb() \r\n", "1 1  2 2"),
      ("a()\nb()\nc()", "a()\nc()", "1 1  2-  3 2"),
      ("a()", "", "1-"),
      ("", "a()", "+1"),
      ("let a = one(1)", "let a = one(2)", "1~1"),
      ("alpha()", "omega()", "1+-1"),
      // The lines that resemble each other face each other, whatever stands between.
      ("x(1)\nlet user = find(id, in: all)", "let user = find(id, in: some)", "1-  2~1"),
      ("// 1. A: one\nb()", "// 1. A: two\nc()\nb()", "1~1  +2  2 3"),
      // The comments by which two steps begin face each other, whatever they say.
      ("// 1. Check the type\nb()", "// 1. Parse all of it by hand\nb()", "1~1  2 2"),
    ] as [(String, String, String)])
  func linesFaceEachOther(_ left: String, _ right: String, _ expected: String) {
    #expect(shown(diff(left, right)) == expected)
  }

  @Test func changedWordsAreMarked() throws {
    let row = try #require(
      diff(
        #"response.send("Welcome to the page", status: 200) // as text"#,
        #"response.send("Welcome to my new page", status: 201) // as text"#
      ).files[0].sections[0].rows.first)
    #expect(marked(row.left) == ["the", "200"])
    #expect(marked(row.right) == ["my new", "201"])
  }

  /// The changed pieces of a line.
  private func marked(_ cell: DiffCell?) -> [String] {
    guard let cell else { return [] }
    let signs = cell.line.tokens.enumerated().map { cell.changed.contains($0) ? $1.text : "\u{0}" }
    return signs.joined().split(separator: "\u{0}").map(String.init)
  }

  // MARK: Names

  private let user = """
    struct User { var name: String }
    let user = find(id)
    func greet(_ user: User) -> String { "Hello, \\(user.name)" }
    print(greet(user))
    """

  @Test(
    arguments: [
      ([("user", "account")], "account was user"),
      ([("User", "Account")], "Account was User"),
      (
        [("user", "account"), ("User", "Account"), ("greet", "hail")],
        "Account was User, account was user, hail was greet"
      ),
      // The new name was there before, the old name is still there: two variables became one, or one became two.
      ([("let user", "let id")], ""),
      ([("let user", "let account")], ""),
    ] as [([(String, String)], String)])
  func namesThatAreOthersThroughoutAreFound(_ changes: [(String, String)], _ expected: String) {
    let other = changes.reduce(user) { text, change in
      text.replacing(change.0, with: change.1)
    }
    let renames = diff(user, other).renames.map { "\($0.new) was \($0.old)" }
    #expect(renames.sorted().joined(separator: ", ") == expected)
  }

  @Test func aLineThatDiffersOnlyInSuchNamesIsEqual() {
    let other = user.replacing("user", with: "account").replacing("print(", with: "show(")
    #expect(shown(diff(user, other)) == "1 1  2=2  3=3  4~4")
    let row = diff(user, other).files[0].sections[0].rows[2]
    #expect(marked(row.left) == ["user", "user"])
    #expect(marked(row.right) == ["account", "account"])
  }

  /// What the framework calls differently is no other name for the same thing.
  @Test func anotherCallIsNoOtherName() {
    let raw = "let html = 1\nresponse.end(\"a\")\nresponse.end(\"b\")\n"
    let framework = "let app = App()\nresponse.send(\"a\")\nresponse.send(\"b\")\n"
    #expect(diff(raw, framework).renames == [])
  }

  @Test func closureParametersAreNames() {
    let short = "app.get { req, res in\n  res.send(req.path)\n}\n"
    let long = short.replacing("req", with: "question").replacing("res", with: "answer")
    let names = diff(short, long).renames.map { "\($0.new) was \($0.old)" }
    #expect(names == ["question was req", "answer was res"])
  }

  // MARK: Blocks that moved

  private let block = "func greet(_ name: String) {\n  print(name)\n}\n"

  @Test func aBlockThatMovedIsFound() throws {
    let left = "// 1. A.\n\(block)// 2. B.\nlisten()\n"
    let right = "// 1. A.\n// 2. B.\nlisten()\n\(block)"
    let found = diff(left, right)
    #expect(shown(found) == "1 1  2>  3>  4>  5 2  6 3  >4  >5  >6")
    #expect(
      found.moved == [
        MovedBlock(
          from: LineRange(file: "main.swift", lines: 2...4),
          to: LineRange(file: "main.swift", lines: 4...6))
      ])
    let rows = found.files[0].sections.flatMap(\.rows)
    #expect(rows[1].left?.movedNote(isLeft: true, in: found.files[0]) == "moved to lines 4–6")
    #expect(rows[6].right?.movedNote(isLeft: false, in: found.files[0]) == "moved from lines 2–4")
    #expect(rows.filter { $0.left?.elsewhere != nil || $0.right?.elsewhere != nil }.count == 2)
  }

  @Test func whatMovedMayAlsoCallThingsDifferently() {
    let left = "\(block)let name = read(1)\nlet a = one(name)\nlet b = two(name)\n"
    let right =
      left.replacing(block, with: "").replacing("name", with: "title")
      + block.replacing("name", with: "title")
    #expect(diff(left, right).renames == [Rename(old: "name", new: "title")])
    #expect(diff(left, right).moved.count == 1)
  }

  @Test(arguments: ["}\n}\n}\n}\n", "a()\n", "\n\n\n"]) func littleProvesNothing(_ lines: String) {
    #expect(diff("\(lines)x(1)\ny(2)\n", "x(1)\ny(2)\n\(lines)").moved == [])
  }

  @Test func blocksMoveBetweenFilesToo() throws {
    let found = ProgramDiff(
      listing("left", ["main.swift": "listen()\n\(block)", "routes.swift": "let a = 1\n"]),
      listing("right", ["main.swift": "listen()\n", "routes.swift": "let a = 1\n\(block)"]))
    let cell = found.files[0].sections[0].rows[1].left
    #expect(
      cell?.movedNote(isLeft: true, in: found.files[0]) == "moved to lines 2–4 of routes.swift")
    #expect(
      DiffSummary(found).remarks == [
        "Moved: lines 2–4 of main.swift of left → lines 2–4 of routes.swift of right."
      ])
  }

  // MARK: Files

  @Test func filesOfOneNameFaceEachOther() {
    let found = ProgramDiff(
      listing("left", ["a.swift": "a", "b.swift": "b"]),
      listing("right", ["b.swift": "b", "c.swift": "c"]))
    #expect(found.files.map(\.leftName) == ["a.swift", "b.swift", nil])
    #expect(found.files.map(\.rightName) == [nil, "b.swift", "c.swift"])
    #expect(
      DiffSummary(found).remarks == ["Only left has a.swift.", "Only right has c.swift."])
    let single = ProgramDiff(listing("left", ["a.swift": "a"]), listing("right", ["b.swift": "a"]))
    #expect(single.isEqual)
    #expect(DiffSummary(single).remarks == ["Nothing differs."])
  }

  // MARK: Whatever comes

  /// Each line of both sides stands there once, in hostile texts too, and it takes no long time.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      { "}\n" + ($0 % 3 == 0 ? "" : "a\n") }, { "let a\($0 % 7) = \($0)\n" },
      { "// \($0 % 5). A\n\($0)\n" }, { _ in "same\n" }, { "call(\($0))\n\"\n" },
    ] as [@Sendable (Int) -> String])
  func nothingIsLost(_ line: @Sendable (Int) -> String) {
    let left = (0..<2_000).map(line).joined()
    let right = (0..<2_000).map { line($0 * 17 % 2_000) }.joined() + "let end = 1\n"
    let rows = diff(left, right).files.flatMap { $0.sections.flatMap(\.rows) }
    let (old, new) = (rows.compactMap { $0.left?.line }, rows.compactMap { $0.right?.line })
    #expect(old.sorted { $0.number < $1.number }.map(\.text) == textLines(left))
    #expect(new.sorted { $0.number < $1.number }.map(\.text) == textLines(right))
  }
}
