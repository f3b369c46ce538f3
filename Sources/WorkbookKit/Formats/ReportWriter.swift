// Sees to it that a report is written, whatever happens meanwhile.
//
//     1  begin    the file says that grading was not finished       killed here or later: that is what is found
//     2  finish   the file says what came of it, in one step
//
// On standard output nothing can be taken back, so there the first step does nothing. Being interrupted and being done can
// happen at the same time; the first of them counts.

import Foundation
import Synchronization

/// Writes one report, once.
final class ReportWriter: Sendable {
  private let format: ReportFormat
  /// Nil for standard output.
  private let file: String?
  private let isFinished = Mutex(false)

  init(_ format: ReportFormat, to file: String?) {
    self.format = format
    self.file = file
  }

  /// Writes what is true until `finish`.
  ///
  /// Throws `WorkbookError` where the file cannot be written.
  func begin(with report: Report) throws {
    guard let file else { return }
    try Workbook.write(format.text(for: report), to: file)
  }

  /// Writes the report, unless one was written already.
  ///
  /// Throws `WorkbookError` where the file cannot be written.
  func finish(with report: Report) throws {
    let text = try format.text(for: report)
    try isFinished.withLock { isFinished in
      if isFinished { return }
      if let file {
        try Workbook.write(text, to: file)
      } else {
        print(text, terminator: "")
      }
      isFinished = true
    }
  }
}
