// The runner against a server that answers as it should: what one request captures the next may use, and each expectation
// that is not met becomes one failure, told as a student reads it.

import Engine
import TestSupport
import Testing

@testable import WorkbookKit

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ScriptRunnerTests {
  /// Says what came in: method, target, one field, body.
  private static let echo: Handler = { request, response in
    let body = String(decoding: try await request.body.collect(), as: UTF8.self)
    response.headers["X-Name"] = request.headers["X-Name"]
    response.headers["Content-Type"] = "text/plain"
    response.end("\(request.method) \(request.url) \(body)")
  }

  private func failures(_ reports: [EntryReport]) -> [[Failure]] { reports.map(\.failures) }

  // MARK: Variables

  @Test func whatARequestCapturesTheNextMayUse() async throws {
    let script = """
      POST {{host}}/users?a=%31
      X-Name: Rahul
      `{"id": 7}`
      HTTP 200
      [Captures]
      id: body regex /"id": (\\d+)/ toInt
      name: header "X-Name"
      whole: body
      [Asserts]
      variable "id" == 7
      variable "name" == "Rahul"

      GET {{host}}/users/{{id}}
      X-Name: {{name}}
      HTTP 200
      X-Name: {{name}}
      [Asserts]
      body == "GET /users/7 "
      header "X-Name" == "{{name}}"

      PUT {{host}}/
      {"id": {{id}}, "whole": "{{whole}}"}
      HTTP 200
      [Asserts]
      body == `PUT / {"id": 7, "whole": "POST /users?a=%31 {\\"id\\": 7}"}`
      """
    let reports = try await run(script, on: Self.echo)
    #expect(failures(reports) == [[], [], []])
    #expect(reports.map(\.isFine) == [true, true, true])
    #expect(reports.map { $0.request?.target } == ["/users?a=%31", "/users/7", "/"])
  }

  @Test func optionsSetVariablesAndRandomOnesAgree() async throws {
    let script = """
      GET {{host}}/{{random}}/{{id}}
      [Options]
      variable: id=7
      variable: path=/{{random}}/{{id}}
      HTTP 200
      [Asserts]
      body == "GET {{path}} "
      variable "id" == 7
      """
    #expect(failures(try await run(script, on: Self.echo)) == [[]])
  }

  @Test func aVariableWithoutAValueFailsOnlyItsOwnRequest() async throws {
    let script =
      "GET {{host}}/{{absent}}\nHTTP 200\n\nGET {{host}}/\nHTTP 200\nX-Name: {{absent}}\n[Asserts]\nbody == \"GET / \""
    let reports = try await run(script, on: Self.echo)
    let message = #"the variable "absent" has no value"#
    #expect(
      failures(reports) == [
        [
          Failure(
            position: at(1), question: "GET {{host}}/{{absent}}",
            expected: "a request that can be sent", actual: message)
        ],
        [
          Failure(
            position: at(6), question: "header X-Name", expected: "a value to compare with",
            actual: message)
        ],
      ])
    #expect(reports.map { $0.request == nil } == [true, false])
  }

  // MARK: Failures

  /// What the script expects of an answer whose body is `{"id": 7, "name": "Rahul"}`, and where it fails.
  nonisolated static let expectations: [Row<[Failure]>] = [
    Row("HTTP 200\nX-Role: admin\n{\"name\": \"Rahul\", \"id\": 7.0}", []),
    Row("HTTP *\n`{\"id\": 7, \"name\": \"Rahul\"}`", []),
    Row(
      "HTTP/1.1 200\n[Asserts]\njsonpath \"$.id\" > 6\nheader \"vary\" includes \"Origin\"\nheader \"X-None\" not exists",
      []),
    Row(
      "HTTP 404",
      [
        Failure(
          position: at(2), question: "status", expected: "404",
          actual: #"200 with the body "{"id": 7, "name": "Rahul"}""#)
      ]),
    Row(
      "HTTP/1.0 *",
      [Failure(position: at(2), question: "version", expected: "HTTP/1.0", actual: "HTTP/1.1")]),
    Row(
      "HTTP 200\nX-Role: user\nX-None: 1\nVary: Cookie\nVary: Origin",
      [
        Failure(
          position: at(3), question: "header X-Role", expected: #""user""#, actual: #""admin""#,
          firstDifference: 1),
        Failure(
          position: at(4), question: "header X-None", expected: #""1""#, actual: "no such header"),
        Failure(
          position: at(5), question: "header Vary", expected: #""Cookie""#,
          actual: #""Accept", "Origin""#),
      ]),
    Row(
      "HTTP 200\n[Captures]\nage: jsonpath \"$.age\"\nname: jsonpath \"name\"",
      [
        Failure(
          position: at(4), question: #"capture age: jsonpath "$.age""#, expected: "a value",
          actual: "nothing"),
        Failure(
          position: at(5), question: #"capture name: jsonpath "name""#, expected: "a value",
          actual: #"JSONPath "name": a path begins with $ (column 1)"#),
      ]),
    Row(
      "HTTP 200\n[Asserts]\njsonpath \"$.id\" == 8 # eight\n  jsonpath \"$.age\" exists\nbody not contains \"Rahul\"\nbody toInt == 1",
      [
        Failure(
          position: at(4), question: #"jsonpath "$.id" == 8"#, expected: "integer 8",
          actual: "integer 7", body: [#""{"id": 7, "name": "Rahul"}""#]),
        Failure(
          position: at(5, 3), question: #"jsonpath "$.age" exists"#, expected: "something",
          actual: "nothing"),
        Failure(
          position: at(6), question: #"body not contains "Rahul""#,
          expected: #"nothing that contains text "Rahul""#,
          actual: #"text "{"id": 7, "name": "Rahul"}""#),
        Failure(
          position: at(7), question: "body toInt == 1", expected: "a value to look at",
          actual:
            #"filter toInt: expected a number or a text that is one, found text "{"id": 7, "name": "Rahul"}""#
        ),
      ]),
    // A filter of nothing finds nothing.
    Row(
      "HTTP 200\n[Asserts]\njsonpath \"$.age\" toInt == 1",
      [
        Failure(
          position: at(4), question: #"jsonpath "$.age" toInt == 1"#, expected: "integer 1",
          actual: "nothing", body: [#""{"id": 7, "name": "Rahul"}""#])
      ]),
    Row(
      "HTTP 200\n[Asserts]\nregex \"id=([0-9]+)\" == \"7\"",
      [
        Failure(
          position: at(4), question: #"regex "id=([0-9]+)" == "7""#, expected: #"text "7""#,
          actual: "nothing: no part of the body matches", body: [#""{"id": 7, "name": "Rahul"}""#])
      ]),
    Row(
      "HTTP 200\n{\"id\": 7}",
      [
        Failure(
          position: at(2), question: "body", expected: #""{"id":7}""#,
          actual: #""{"id":7,"name":"Rahul"}""#, firstDifference: 8)
      ]),
    Row(
      "HTTP 200\n{\"id\": {{absent}}}",
      [
        Failure(
          position: at(2), question: "body", expected: "a value to compare with",
          actual: #"the variable "absent" has no value"#)
      ]),
    Row(
      "HTTP 200\nfile,none.json;",
      [
        Failure(
          position: at(2), question: "body", expected: "a value to compare with",
          actual: #"the file "none.json" cannot be read (it is looked for beside the script)"#)
      ]),
  ]

  @Test(arguments: expectations) func eachExpectationThatIsNotMetIsAFailure(_ row: Row<[Failure]>)
    async throws
  {
    let reports = try await run("GET {{host}}/\n\(row.text)") { _, response in
      response.headers["X-Role"] = "admin"
      response.headers.append("Vary", "Accept")
      response.headers.append("Vary", "Origin")
      response.end(#"{"id": 7, "name": "Rahul"}"#)
    }
    #expect(failures(reports) == [row.expected])
    #expect(reports.map(\.isFine) == [row.expected.isEmpty])
  }

  @Test func aFailedRequestDoesNotKeepTheNextFromBeingSent() async throws {
    let reports = try await run("GET {{host}}/1\nHTTP 500\n\nGET {{host}}/2\n", on: Self.echo)
    #expect(reports.map(\.isFine) == [false, true])
    #expect(
      reports.map { $0.response.map { String(decoding: $0.body, as: UTF8.self) } } == [
        "GET /1 ", "GET /2 ",
      ])
  }

  // MARK: Options

  @Test func aRequestThatIsSkippedIsNotSent() async throws {
    var targets: [String] = []
    let reports = try await run(
      "GET {{host}}/1\n[Options]\nskip: true\nHTTP 500\n\nGET {{host}}/2\nHTTP 200"
    ) {
      request, response in
      targets.append(request.url)
      response.end()
    }
    #expect(targets == ["/2"])
    #expect(reports.map(\.wasSkipped) == [true, false])
    #expect(reports.map(\.isFine) == [true, true])
    #expect(reports[0].request == nil)
  }

  @Test(arguments: [(retry: 0, calls: 1, isFine: false), (1, 2, false), (2, 3, true), (9, 3, true)])
  func aRequestIsTriedAgainUntilItsAnswerIsAsExpected(_ row: (retry: Int, calls: Int, isFine: Bool))
    async throws
  {
    var calls = 0
    let options = "[Options]\nretry: \(row.retry)\nretry-interval: 0"
    let reports = try await run(
      "GET {{host}}/\n\(options)\nHTTP 200\n[Captures]\ncalls: body toInt\n"
    ) {
      _, response in
      calls += 1
      response.statusCode = calls < 3 ? 503 : 200
      response.end("\(calls)")
    }
    #expect(calls == row.calls)
    #expect(reports.map(\.isFine) == [row.isFine])
    // The report is the last try's.
    #expect(reports[0].response?.body == Array("\(calls)".utf8))
  }
}
