// The transcript of a lesson's requests, where they are sent among others: as the README of lesson 16 shows it.

import Foundation
import Testing

@testable import WorkbookKit

@MainActor struct LessonTextTests {
  /// One column's answer, after so many milliseconds alone and among others.
  private func report(alone: Int, taken: Int) throws -> EntryReport {
    let entry = try onlyEntry("# @at-once 1000\n# @within 10\nGET {{host}}/wait\nHTTP 200\n")
    var report = EntryReport(entry: try #require(entry))
    report.request = WireRequest(
      method: "GET", url: "http://127.0.0.1:3000/wait", target: "/wait", fields: [], body: [])
    report.response = answer(200, [:], "Waited 100 ms")
    report.pace = Pace(alone: .milliseconds(alone), taken: .milliseconds(taken))
    return report
  }

  @Test func whatWasSentAmongOthersSaysHowLongItTook() throws {
    let pair = PairReport(
      raw: try report(alone: 101, taken: 293), framework: try report(alone: 101, taken: 281),
      differences: [])
    let lines = LessonText(style: Style(isColoured: false), width: 80).lines(for: pair)
    let readme = try String(
      contentsOfFile: "\(TemporaryCourse.package)/Lessons/16-event-loop/README.md", encoding: .utf8)
    #expect(lines.count == 4)
    #expect(readme.contains("```text\n\(lines.joined(separator: "\n"))\n```"), "\(lines)")
  }

  @Test func aShortTimeHasTenths() {
    #expect(
      Pace(alone: .microseconds(420), taken: .microseconds(510)).words
        == "1.2 times as long as alone (0.4 ms, then 0.5 ms)")
    #expect(Pace(alone: nil, taken: .milliseconds(452)).words == "452 ms")
  }
}
