// What each format says of one grading, word for word, and of one that came to nothing.

import Engine
import Testing

@testable import WorkbookKit

struct ReportFormatTests {
  @Test func gradescopeSaysWhatGradeShows() throws {
    #expect(
      try ReportFormat.gradescope.text(for: SampleReports.refused) == """
        {
          "score": 0,
          "execution_time": 0,
          "output": "does not compile; the compiler says:\\n  main.swift:1:1: error: no\\n  \
        main.swift:2:1: error: nor this",
          "output_format": "text",
          "visibility": "visible",
          "stdout_visibility": "hidden",
          "tests": [
            {
              "score": 0,
              "max_score": 100,
              "status": "failed",
              "name": "home",
              "name_format": "text",
              "number": "1",
              "output": "- home (100)  not asked: does not compile; the compiler says: \
        main.swift:1:1: error: no (and 1 more line)",
              "output_format": "text",
              "visibility": "visible"
            }
          ]
        }

        """)
  }

  @Test func classroom50SaysWhoIsAtFault() throws {
    #expect(
      try ReportFormat.classroom50.text(for: SampleReports.nothing) == """
        {
          "schema": "classroom50/result/v1",
          "exercise": "x",
          "status": "error",
          "score": 0,
          "max_score": 0,
          "message": "the grader is at fault, not your program:\\n  there is no exercise \\"x\\"",
          "tests": [
            {
              "name": "grading",
              "status": "error",
              "score": 0,
              "max_score": 0,
              "message": "the grader is at fault, not your program:\\n  there is no exercise \\"x\\""
            }
          ]
        }

        """)
  }

  @Test func exercismHasTheRequestsOfAPassedTestAndNoMessage() throws {
    var report = SampleReports.full
    report.requests = SampleReports.mixed.requests
    #expect(
      try ReportFormat.exercism.text(for: report) == """
        {
          "version": 3,
          "status": "pass",
          "message": null,
          "tests": [
            {
              "name": "home",
              "status": "pass",
              "message": null,
              "output": null,
              "test_code": "# @check home\\nGET {{host}}/"
            }
          ]
        }

        """)
  }

  @Test func exercismCutsWhatIsTooLongAndSaysSo() throws {
    let text = try ReportFormat.exercism.text(for: SampleReports.hostile)
    struct Result: Decodable {
      struct Test: Decodable { var output: String }
      var tests: [Test]
    }
    let output = try #require(try JSON.parse(text, as: Result.self).tests.first?.output)
    #expect(output.unicodeScalars.count == 500)
    #expect(output.hasSuffix("\nOutput was truncated. Please limit to 500 chars."))
  }

  @Test func autolabShowsTheVerdictAboveTheScores() throws {
    let text = try ReportFormat.autolab.text(for: SampleReports.mixed)
    let shown = try ReportFormat.text.text(for: SampleReports.mixed)
    #expect(text == shown + #"{"scores":{"again":0,"home":60,"name":0,"odd":0}}"# + "\n")
    #expect(shown.hasSuffix("\n60 of 100 points  (seed 7)\n"))
  }

  @Test func aTableHasALineForEachCheck() throws {
    let text = try ReportFormat.csv.text(for: SampleReports.mixed)
    #expect(
      text == """
        exercise,seed,check,status,points,maximum,message\r
        02-notes,7,home,passed,60,60,\r
        02-notes,7,name,wrong,0,20,"✗ name (20)  It says <your> ""name"".
            curl -i http://127.0.0.1:3000/x
              check.hurl:9
              body
                expected  ""Hello, x""
                actual    ""Hello""
            it printed:
              warning"\r
        02-notes,7,again,skipped,0,10,'- again (10)  skipped: it needs name\r
        02-notes,7,odd,graderAtFault,0,10,"? odd (10)
            the grader is at fault, not your program:
              too many open files"\r

        """)
  }

  /// RFC 4180, section 2, and no formula.
  @Test(arguments: [
    ("plain", "plain"), ("", ""), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""),
    ("a\r\nb", "\"a\r\nb\""), ("\"\u{301}", "\"\"\"\u{301}\""), ("=1+1", "'=1+1"),
    ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("=\u{301}1", "'=\u{301}1"),
    ("\t=1", "'\t=1"), ("\r\n=1", "\"'\r\n=1\""), ("=A1,\"", "\"'=A1,\"\"\""), ("a=b", "a=b"),
  ]) func aCellStaysText(_ text: String, _ cell: String) {
    #expect(Array(CSV.cell(text).utf8) == Array(cell.utf8))
  }

  @Test func aCheckIsShownByItsRequests() async throws {
    let course = try TemporaryCourse()
    defer { course.remove() }
    let exercise = try #require(try Course(root: course.root).exercises.first)
    let requests = try exercise.requestsOfChecks()
    #expect(requests.keys.sorted() == ["home", "name"])
    #expect(
      requests["home"] == """
        # @check home
        # @points 60
        # The homepage greets.
        GET {{host}}/
        HTTP 200
        `Hello`
        """)
  }

  /// The table in Exercises/README.md names every format, in the command's order.
  @Test func theReadmeNamesThemAll() throws {
    let text = try String(
      contentsOfFile: "\(TemporaryCourse.package)/Exercises/README.md", encoding: .utf8)
    let section = try #require(sections(of: text).first { $0.title == "For other systems" })
    let named = section.text.matches(of: /(?m)^\| `(\w+)` \|/).map { String($0.1) }
    #expect(named == ReportFormat.allCases.map(\.rawValue))
  }
}
