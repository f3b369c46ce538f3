// Each format against its published shape, which stands here as data with its source, for gradings of every kind.

import Engine
import Testing

@testable import WorkbookKit

struct ReportShapeTests {
  /// https://gradescope-autograders.readthedocs.io/en/latest/specs/#output-format
  static let gradescope: JSONShape = {
    let visibility = JSONShape.word(["hidden", "after_due_date", "after_published", "visible"])
    let format = JSONShape.word(["text", "html", "simple_format", "md", "ansi"])
    let test = JSONShape.object(
      required: ["score": .number, "max_score": .number, "output": .text],
      optional: [
        "status": .word(["passed", "failed"]), "name": .text, "name_format": format,
        "number": .text, "output_format": format, "tags": .list(.text), "visibility": visibility,
      ])
    return .object(
      required: ["score": .number, "tests": .list(test)],
      optional: [
        "execution_time": .number, "output": .text, "output_format": format,
        "test_output_format": format, "test_name_format": format, "visibility": visibility,
        "stdout_visibility": visibility,
      ])
  }()

  /// https://exercism.org/docs/building/tooling/test-runners/interface, version 3.
  static let exercism: JSONShape = {
    let test = JSONShape.object(
      required: [
        "name": .text, "status": .word(["pass", "fail", "error"]), "test_code": .text,
      ],
      optional: [
        "message": .orNull(.text), "output": .orNull(.short(500)), "task_id": .integer,
      ])
    return .object(
      required: [
        "version": .integer, "status": .word(["pass", "fail", "error"]), "tests": .list(test),
      ], optional: ["message": .orNull(.text)])
  }()

  /// Our plain reading of `classroom50/result/v1`: the published schema was not at hand to compare with.
  static let classroom50: JSONShape = {
    let test = JSONShape.object(required: [
      "name": .text, "status": .word(["passed", "failed", "skipped", "error"]),
      "score": .integer, "max_score": .integer, "message": .text,
    ])
    return .object(required: [
      "schema": .word(["classroom50/result/v1"]), "exercise": .text,
      "status": .word(["passed", "failed", "error"]), "score": .integer, "max_score": .integer,
      "message": .text, "tests": .list(test),
    ])
  }()

  /// https://docs.autolabproject.com/lab/: the last line that is printed.
  static let autolab = JSONShape.object(required: ["scores": .table(.number)])

  @Test(arguments: SampleReports.all) func gradescopeHasItsShape(_ report: Report) throws {
    let text = try ReportFormat.gradescope.text(for: report)
    #expect(try Self.gradescope.problems(in: text) == [])
  }

  @Test(arguments: SampleReports.all) func classroom50HasItsShape(_ report: Report) throws {
    let text = try ReportFormat.classroom50.text(for: report)
    #expect(try Self.classroom50.problems(in: text) == [])
  }

  /// Where the status is "error", somebody must be told why, and there are no tests.
  @Test(arguments: SampleReports.all) func exercismHasItsShape(_ report: Report) throws {
    let text = try ReportFormat.exercism.text(for: report)
    #expect(try Self.exercism.problems(in: text) == [])
    struct Result: Decodable {
      var version: Int
      var status: String
      var message: String?
    }
    let result = try JSON.parse(text, as: Result.self)
    #expect(result.version == 3)
    #expect((result.status == "error") == (result.message?.isEmpty == false))
  }

  @Test(arguments: SampleReports.all) func autolabsLastLineHasItsShape(_ report: Report) throws {
    let text = try ReportFormat.autolab.text(for: report)
    let last = try #require(textLines(text).last)
    #expect(try Self.autolab.problems(in: last) == [])
    struct Scores: Decodable { var scores: [String: Int] }
    let scores = Dictionary(
      uniqueKeysWithValues: report.verdict.checks.map { ($0.name, $0.earned) })
    #expect(try JSON.parse(last, as: Scores.self).scores == scores)
  }

  @Test(arguments: SampleReports.all) func jsonIsTheVerdictAndItsSums(_ report: Report) throws {
    let text = try ReportFormat.json.text(for: report)
    #expect(try JSON.parse(text, as: Verdict.self) == report.verdict)
    struct Sums: Decodable, Equatable {
      struct Check: Decodable, Equatable { var earned: Int }
      var points: Int
      var maximum: Int
      var isFull: Bool
      var seconds: Double
      var checks: [Check]
    }
    let verdict = report.verdict
    let sums = Sums(
      points: verdict.points, maximum: verdict.maximum, isFull: verdict.isFull,
      seconds: report.seconds, checks: verdict.checks.map { Sums.Check(earned: $0.earned) })
    #expect(try JSON.parse(text, as: Sums.self) == sums)
  }

  /// What a shape is worth: it finds what is not as it should be.
  @Test func aShapeFindsWhatIsWrong() throws {
    #expect(
      try Self.autolab.problems(in: #"{"score": {}}"#) == [
        "$.scores is missing", "$.score is unknown",
      ])
    #expect(try JSONShape.list(.integer).problems(in: "[1, 1.5]").count == 1)
    #expect(try JSONShape.orNull(.word(["a"])).problems(in: "\"b\"").count == 1)
    #expect(try JSONShape.short(3).problems(in: "\"four\"").count == 1)
  }
}
