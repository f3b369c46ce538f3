// The formats in which a grading is told to other programs. Each stands in a file of its own.

import Engine

/// How a report is written.
enum ReportFormat: String, CaseIterable, Sendable {
  /// What `grade` shows.
  case text
  /// The verdict as it is, for programs of one's own.
  case json
  /// For whatever shows the tests of a build: GitHub, GitLab, Jenkins.
  case junit
  case gradescope
  case classroom50
  case exercism
  case autolab
  /// For a spreadsheet.
  case csv

  /// The names, for a sentence.
  static let names = allCases.map(\.rawValue).joined(separator: ", ")

  /// The report, with a line's end at its end.
  ///
  /// Throws `JSONError`, which no report gives a reason for.
  func text(for report: Report) throws -> String {
    switch self {
    case .text: report.text + "\n"
    case .json: try Self.json(JSONReport(report: report))
    case .junit: JUnitReport.text(for: report)
    case .gradescope: try Self.json(GradescopeReport(report))
    case .classroom50: try Self.json(Classroom50Report(report))
    case .exercism: try Self.json(ExercismReport(report))
    case .autolab: try AutolabReport.text(for: report)
    case .csv: CSVReport.text(for: report)
    }
  }

  private static func json(_ value: some Encodable) throws -> String {
    try JSON.stringify(value, JSON.Options(spaces: 2)) + "\n"
  }
}
