// The gradebook as text: what strangers wrote stays text, what most miss stands first, and equal works stand together.

import Foundation
import Testing

@testable import WorkbookKit

struct GradebookTests {
  /// A name that would be a formula, markup, and an order to a terminal.
  private static let hostile = "=HYPERLINK(\"x\")<script>alert(1)</script>\u{1B}[2J"

  private static func work(
    _ student: String, _ statuses: [CheckResult.Status], shape: String? = nil,
    isUntouched: Bool = false
  ) -> GradedWork {
    let checks = zip(["home", "name"], statuses).map { name, status in
      CheckResult(
        name: name, points: 50, sentence: "Asks for <\(name)>.", status: status, reason: "",
        output: "\u{1B}[31mred\u{1B}[0m </pre><script>")
    }
    let verdict = Verdict(
      exercise: "01-greeting", title: "Greeting", seed: 7, status: .asked, checks: checks)
    return GradedWork(
      student: student, exercise: "01-greeting", points: verdict.points, maximum: verdict.maximum,
      isLate: false, key: "", shape: shape, isUntouched: isUntouched, verdict: verdict)
  }

  private static let works = [
    work("anna", [.passed, .passed], shape: "a"), work("ben", [.passed, .wrong], shape: "a"),
    work("cleo", [.passed, .crashed], shape: "start", isUntouched: true),
    work("dora", [.wrong, .skipped], shape: "start", isUntouched: true),
    work(hostile, [.passed, .wrong], shape: "b"),
  ]

  private var book: Gradebook {
    var run = ClassRun(seed: 7)
    run.students = Self.works.map(\.student) + ["emil"]
    run.exercises = [.init(folder: "01-greeting", title: "Greeting", maximum: 100)]
    run.problems = [ClassProblem(student: "emil", text: "<b>nothing</b>")]
    return Gradebook(run: run, works: Self.works)
  }

  @Test func whatMostMissStandsFirst() {
    let missed = book.missed
    #expect(missed.map(\.check) == ["name", "home"])
    #expect(missed.map(\.missed) == [4, 1])
    #expect(missed.map(\.notAsked) == [1, 0])
    #expect(missed.map(\.of) == [5, 5])
  }

  @Test func equalWorksStandTogether() {
    #expect(
      book.groups == [
        .init(exercise: "01-greeting", students: ["anna", "ben"], isUntouched: false),
        .init(exercise: "01-greeting", students: ["cleo", "dora"], isUntouched: true),
      ])
  }

  @Test func noCellIsAFormulaOrAnOrder() {
    let row = CSV.rows(of: book.csv).first { $0.contains { $0.hasPrefix("=HYPERLINK") } }
    #expect(row?.first == "=HYPERLINK(\"x\")<script>alert(1)</script>␛[2J")
    #expect(book.csv.contains("\"'=HYPERLINK(\"\"x\"\")<script>"))
    #expect(!book.csv.contains("\u{1B}"))
    #expect(CSV.text([["=1", "+1", "-1", "@x", "a=1", "'", ""]]) == "'=1,'+1,'-1,'@x,a=1,'',\r\n")
  }

  @Test func nothingBecomesMarkup() {
    let reports = Self.works.map { StudentReport(work: $0) }
    for page in [GradebookPage(book: book).html] + reports.map(\.html) {
      #expect(!page.contains("<script"))
      #expect(!page.contains("\u{1B}"))
      #expect(!page.contains("<b>nothing"))
      #expect(page.contains("default-src 'none'"))
      #expect(page.matches(of: /https?:\/\//).isEmpty)
    }
    #expect(reports.allSatisfy { !$0.text.contains("\u{1B}") })
    #expect(reports[2].text.contains("␛[31mred␛[0m"))
  }

  @Test func thePageSaysEverything() {
    let page = GradebookPage(book: book).html
    for part in [
      "<b>6</b> students", "<b>41.7</b> of 100 points on average", "<b>1</b> with full marks",
      "<li><b>emil</b>: &lt;b&gt;nothing&lt;/b&gt;</li>",
      "<td class=\"heat heat-5\">80 %</td><td class=\"count\">4 of 5</td><td class=\"count\">1</td><th scope=\"row\">name</th>",
      "<td class=\"check failed\" title=\"name: fails\">✗</td>",
      "<td class=\"check skipped\" title=\"name: not asked\">–</td>",
      "<span class=\"quiet\">(the program that it began with)</span>: cleo, dora</li>",
      "<a href=\"reports/%3DHYPERLINK(%22x%22)%3Cscript%3Ealert(1)%3C/script%3E%1B%5B2J/01-greeting.html\">",
    ] { #expect(page.contains(part), "\(part)") }
  }

  @Test(arguments: [
    "a,b\r\n1,2\r\n", "\"a,\"\"b\"\"\nc\",d\r\n", "'=1+1,\"'-2,3\"\r\n", ",\r\n",
  ]) func tablesAreReadAsTheyWereWritten(_ text: String) {
    #expect(CSV.text(CSV.rows(of: text)) == text)
  }
}

@MainActor struct ClassProgressTests {
  @Test func saysWhatIsLeft() {
    var drawn: [String] = []
    let terminal = Terminal(width: 80, isInteractive: true, style: Style(isColoured: false)) { _ in
    }
    let progress = ClassProgress(total: 5, terminal: terminal) { drawn.append($0) }
    progress.advance(.nothing)
    #expect(progress.line(after: .seconds(3)) == "[████················] 1 of 5")
    progress.advance(.known)
    #expect(progress.line(after: .seconds(3)) == "[████████············] 2 of 5, 1 known already")
    progress.advance(.graded)
    #expect(
      progress.line(after: .seconds(300))
        == "[████████████········] 3 of 5, 1 known already, about 10 min left")
    progress.advance(.graded)
    #expect(
      progress.line(after: .seconds(60))
        == "[████████████████····] 4 of 5, 1 known already, about 30 s left")
    progress.advance(.graded)
    #expect(drawn.first == "[····················] 0 of 5")
    #expect(drawn.last == "\r\u{1B}[K")
  }

  @Test func aFileGetsALineNowAndThen() {
    var said: [String] = []
    let terminal = Terminal(width: 80, isInteractive: false, style: Style(isColoured: false)) {
      said.append($0)
    }
    let progress = ClassProgress(total: 100, terminal: terminal) { _ in
      Issue.record("nothing is drawn")
    }
    for _ in 0..<100 { progress.advance(.known) }
    #expect(said.count == 9)
    #expect(said.first == "[██··················] 10 of 100, 10 known already")
  }
}
