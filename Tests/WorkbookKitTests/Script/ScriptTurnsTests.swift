// Requests that are not sent one after the other: how scripts say so, how they are sent, and what is said of answers that
// come in the wrong order or too late. The servers wait for requests, not for time.

import Engine
import TestSupport
import Testing

@testable import WorkbookKit

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ScriptTurnsTests {
  // MARK: What a script says

  @Test func notesBecomeTiming() throws {
    let text = """
      # @at-once 50
      # @within 2.5
      GET {{host}}/

      # @meanwhile last
      GET {{host}}/later

      # @restart kill
      GET {{host}}/again
      """
    let entries = try Script.parse(text, file: "check.hurl").entries
    #expect(
      entries.map(\.timing) == [
        Timing(copies: 50, ratio: 2.5), Timing(order: .last), Timing(restart: 9),
      ])
    #expect(
      entries.map(\.timing.words) == [
        "50 at once", "while the one before is being answered",
        "after an end by signal 9, and a new start",
      ])
    #expect(entries.turns.map(\.count) == [2, 1])
    #expect(entries.turns.map(\.isPlain) == [false, true])
  }

  nonisolated static let refusals = [
    Row("@at-once many", "check.hurl:1:12: @at-once wants a number from 2 to 1000, not \"many\""),
    Row("@at-once 1", "check.hurl:1:12: @at-once wants a number from 2 to 1000, not \"1\""),
    Row("@at-once 1001", "check.hurl:1:12: @at-once wants a number from 2 to 1000, not \"1001\""),
    Row("@within 0.5", "check.hurl:1:11: @within wants a number from 1 on, not \"0.5\""),
    Row("@meanwhile soon", "check.hurl:1:14: @meanwhile wants first or last, not \"soon\""),
    Row("@restart 9", "check.hurl:1:12: @restart wants kill or term, not \"9\""),
    Row(
      "@meanwhil first", "check.hurl:1:3: unknown note \"@meanwhil\": did you mean \"@meanwhile\"?"),
  ]

  @Test(arguments: refusals) func aNoteThatIsNotUnderstoodIsRefused(_ row: Row<String>) {
    #expect {
      try Script.parse("# \(row.text)\nGET {{host}}/\n", file: "check.hurl")
    } throws: {
      "\($0)" == row.expected
    }
  }

  @Test func nothingIsSentMeanwhileWhereNothingIsSentBefore() throws {
    let script = try Script.parse("# @meanwhile first\nGET {{host}}/\n", file: "lesson.hurl")
    #expect {
      try script.checkNotes()
    } throws: {
      "\($0)"
        == "lesson.hurl:1:3: no request stands before this one; @meanwhile belongs to a later one"
    }
  }

  @Test func aBusyProgramIsNotRestarted() throws {
    let text = "GET {{host}}/\n\n# @meanwhile first\n# @restart kill\nGET {{host}}/\n"
    let script = try Script.parse(text, file: "check.hurl")
    #expect {
      try script.checkNotes()
    } throws: {
      "\($0)"
        == "check.hurl:4:3: the program is busy with another request; @restart belongs before that one"
    }
  }

  @Test func aCheckDoesNotBeginMeanwhile() throws {
    let text =
      "# @check home\n# @points 50\nGET {{host}}/\n\n"
      + "# @check quick\n# @points 50\n# @meanwhile first\nGET {{host}}/\n"
    let script = try Script.parse(text, file: "check.hurl")
    #expect {
      try Check.checks(in: script)
    } throws: {
      "\($0)"
        == "check.hurl:7:3: the first request of a check has none before it; @meanwhile belongs to a later one"
    }
  }

  @Test func aStudentsRequestsAreSentOneAfterTheOther() {
    #expect {
      try AnswerScript.entries(
        in: "GET {{host}}/\nHTTP 200\n\n# @meanwhile first\nGET {{host}}/\nHTTP 200\n")
    } throws: {
      ($0 as? Grader.Unreadable)?.reason
        == "answers.hurl:4: requests are sent one after the other; no @meanwhile"
    }
  }

  // MARK: Many at once

  /// Nobody is answered before all twenty are there.
  @Test func copiesAreSentAtTheSameTime() async throws {
    let gate = Gate()
    var count = 0
    let reports = try await run("# @at-once 20\nPOST {{host}}/\nHTTP 200\n`all here`\n") {
      request, response in
      count += 1
      if count == 20 { gate.open() }
      response.end(await gate.opens() ? "all here" : "\(count) only")
    }
    #expect(reports.map(\.failures) == [[]])
    #expect(count == 20)
  }

  @Test func oneWrongAnswerAmongManyIsSeen() async throws {
    var count = 0
    let reports = try await run("# @at-once 20\nPOST {{host}}/\nHTTP 200\n") { request, response in
      count += 1
      response.writeHead(count == 13 ? 500 : 200)
      response.end()
    }
    #expect(reports.map { $0.failures.map(\.question) } == [["status"]])
  }

  /// Three come alone, and show how long an answer takes here; twenty together are held for much longer than that.
  @Test func whatIsHeldUpAmongOthersIsTooSlow() async throws {
    var count = 0
    var last = ContinuousClock.now
    var longest = Duration.zero
    let script = "# @at-once 20\n# @within 10\nGET {{host}}/\nHTTP 200\n"
    let reports = try await run(script) { request, response in
      let place = count % 23
      count += 1
      if place == 0 { longest = .zero }
      // From one of the first three to the next, and to the first of the others: that long did an answer take.
      if (1...3).contains(place) { longest = max(longest, last.duration(to: .now)) }
      last = .now
      if place >= 3 { try await Task.sleep(for: longest * 11) }
      response.end()
    }
    let failure = try #require(reports.first?.failures.first)
    #expect(failure.question == "@within 10")
    #expect(failure.position == at(2, 3))
    #expect(failure.expected == "at most 10 times as long as alone")
    #expect(failure.actual.contains(/^\d+\.\d times as long as alone \(/))
    #expect(count == 5 * 23)
  }

  // MARK: Meanwhile

  private static func script(_ order: String) -> String {
    "POST {{host}}/leader\n\n# @meanwhile \(order)\nPOST {{host}}/other\nHTTP 200\n"
  }

  /// The leader is answered behind the other one.
  private func overtaken(_ order: String) async throws -> [Failure] {
    let gate = Gate()
    let reports = try await run(Self.script(order)) { request, response in
      if request.url == "/leader" { await gate.wait() }
      response.end()
      // The other one has its answer, and then the leader gets its own.
      if request.url == "/other" { setTimeout(.milliseconds(20)) { gate.open() } }
    }
    return reports.flatMap(\.failures)
  }

  /// The other one is answered behind the leader.
  private func inOrder(_ order: String) async throws -> [Failure] {
    let gate = Gate()
    let reports = try await run(Self.script(order)) { request, response in
      if request.url == "/other" { await gate.wait() }
      response.end()
      if request.url == "/leader" { setTimeout(.milliseconds(20)) { gate.open() } }
    }
    return reports.flatMap(\.failures)
  }

  @Test func theOneMeanwhileIsAnsweredFirst() async throws {
    #expect(try await overtaken("first") == [])
    #expect(
      try await overtaken("last") == [
        Failure(
          position: at(3, 3), question: "@meanwhile last",
          expected: "answered after POST {{host}}/leader", actual: "1 of 1 answered before it")
      ])
  }

  @Test func theOneMeanwhileIsAnsweredLast() async throws {
    #expect(try await inOrder("last") == [])
    #expect(
      try await inOrder("first") == [
        Failure(
          position: at(3, 3), question: "@meanwhile first",
          expected: "answered before POST {{host}}/leader", actual: "0 of 1 answered before it")
      ])
  }

  /// As long as the leader is busy the other one is asked again, and the one in the middle counts.
  @Test func quickOnesAreComparedWithThemselvesAlone() async throws {
    let gate = Gate()
    var count = 0
    let script = """
      POST {{host}}/leader

      # @meanwhile first
      # @within 1000000
      GET {{host}}/other
      HTTP 200
      """
    let reports = try await run(script) { request, response in
      if request.url == "/leader" { await gate.wait() }
      response.end()
      count += 1
      if count == 10 { gate.open() }
    }
    #expect(reports.map(\.failures) == [[], []])
    #expect(reports.map { $0.pace?.ratio != nil } == [false, true])
    #expect(count > 10)
  }
}
