// Chassis: middleware that ships: how long the parts of an answer took (W3C Server Timing).

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct TimingTests {
  private struct Broken: Error {}

  private func app(_ timing: @escaping Middleware) -> App {
    let app = App()
    app.log = { _ in }
    app.use(timing)
    app.get("/") { request, response in
      let found = try await request.measure("db", "find \"users\"\r\n\\é") {
        try await Task.sleep(for: .milliseconds(20))
        return 7
      }
      await request.measure("render") {}
      await request.measure("not a token") {}
      response.send("\(found)")
    }
    app.get("/many") { request, response in
      for number in 0..<100 { await request.measure("part\(number)") {} }
      response.send("many")
    }
    app.get("/streamed") { _, response in
      try await response.write("a")
      response.end("b")
    }
    app.get("/broken") { request, _ in
      try await request.measure("db") { throw Broken() }
    }
    return app
  }

  /// The field with its times taken out, once each is seen to be one.
  private func names(_ answer: Answer) throws -> String {
    let field = try #require(answer["Server-Timing"])
    return try field.split(separator: ", ").map { part in
      let match = try #require(part.wholeMatch(of: /(.+);dur=\d+\.\d{3}/), "\(part)")
      return String(match.1)
    }.joined(separator: ", ")
  }

  @Test(arguments: [
    ("GET /", "db;desc=\"find \\\"users\\\"??\\\\??\", render, total"), ("GET /streamed", "total"),
    ("GET /broken", "db, total"), ("GET /missing", "total"),
  ])
  func `each part has its time`(line: String, expected: String) async throws {
    #expect(try names(try await app(timing()).answer(line)) == expected)
  }

  @Test func `times are those of the work`() async throws {
    let field = try #require(try await app(timing()).answer("GET /")["Server-Timing"])
    let times = field.matches(of: /dur=(\d+)/).compactMap { Int($0.1) }
    #expect(times.count == 3)
    #expect(times[0] >= 20)
    #expect(times[2] >= times[0])
  }

  @Test func `their number is bounded`() async throws {
    let field = try #require(try await app(timing()).answer("GET /many")["Server-Timing"])
    #expect(field.split(separator: ", ").count == 50)
  }

  @Test func `it is shown to those whom it helps`() async throws {
    let app = app(timing(total: nil, shows: { $0.get("X-Debug") == "yes" }))
    #expect(try await app.answer("GET /")["Server-Timing"] == nil)
    #expect(try await app.answer("GET /missing", ["X-Debug: yes"])["Server-Timing"] == nil)
    #expect(try await app.answer("GET /broken", ["X-Debug: yes"])["Server-Timing"] != nil)
  }

  @Test func `without it, the work is done all the same`() async throws {
    let answer = try await app { _, _, next in try await next() }.answer("GET /")
    #expect(answer.description == "200 | Content-Type: text/html; charset=utf-8 | 7")
  }
}
