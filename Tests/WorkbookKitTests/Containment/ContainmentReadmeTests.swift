// The limits that Exercises/README.md tells are those that hold.

import Foundation
import Testing

@testable import WorkbookKit

struct ContainmentReadmeTests {
  @Test func theTableOfLimitsIsTrue() throws {
    let text = try String(
      contentsOfFile: "\(TemporaryCourse.package)/Exercises/README.md", encoding: .utf8)
    let section = try #require(sections(of: text).first { $0.title == "Programs of others" })
    let rows = textLines(section.text).filter { $0.hasPrefix("| ") }
      .map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
    let told = rows.filter { $0.count == 3 }.prefix(8).dropFirst().map { Array($0.dropFirst()) }
    let limits = [ResourceLimits.program, .compiler(seconds: 60)]
    #expect(
      told == [
        limits.map { "\($0.processorSeconds) s" }, limits.map { mebibytes($0.memoryBytes) },
        limits.map { "\($0.processes)" }, limits.map { "\($0.openFiles)" },
        limits.map { mebibytes($0.fileBytes) }, limits.map { mebibytes($0.outputBytes) },
        limits.map { "\($0.wallClockSeconds) s" },
      ])
    #expect(section.text.contains("three seconds and have \(mebibytes(AnswerReader.limit)).\n"))
    #expect(section.text.contains("\(SourceFiles.limit / ResourceLimits.mebibyte) MiB together"))
  }

  private func mebibytes(_ bytes: Int) -> String { "\(bytes / ResourceLimits.mebibyte) MiB" }
}
