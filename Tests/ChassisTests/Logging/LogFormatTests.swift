// Chassis: middleware that ships: the logger's formats, and what strangers try to write into a log.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct LogFormatTests {
  private func entry(_ change: (inout LogEntry) -> Void = { _ in }) async throws -> LogEntry {
    var entry: LogEntry?
    let app = App()
    app.use { request, response, next in
      response.onFinish {
        entry = LogEntry(request, response, start: 1_795_267_526, duration: .microseconds(1_204))
      }
      request.locals[Identity.self] = Identity("rahul")
      try await next()
    }
    app.get("/users/:id") { $1.send("user 7 is Rahul \u{e9}") }
    _ = try await app.answer(
      "GET /users/7?a=b", ["Referer: https://example.com/", "User-Agent: curl/8.5.0"])
    var found = try #require(entry)
    change(&found)
    return found
  }

  @Test func `each format writes what its tools expect`() async throws {
    let entry = try await entry()
    let common =
      "127.0.0.1 - rahul [21/Nov/2026:13:25:26 +0000] \"GET /users/7?a=b HTTP/1.1\" 200 18"
    #expect(LogFormat.dev.line(entry) == "GET /users/7?a=b 200 - 1.204 ms")
    #expect(LogFormat.common.line(entry) == common)
    #expect(
      LogFormat.combined.line(entry) == common + " \"https://example.com/\" \"curl/8.5.0\"")
    #expect(
      LogFormat.json.line(entry) == #"{"time":"2026-11-21T13:25:26Z","address":"127.0.0.1","#
        + #""user":"rahul","method":"GET","target":"/users/7?a=b","route":"/users/:id","#
        + #""status":200,"bytes":18,"milliseconds":1.204,"referrer":"https://example.com/","#
        + #""agent":"curl/8.5.0"}"#)
  }

  @Test func `what is not known is a hyphen, or left out`() async throws {
    let entry = try await entry {
      ($0.address, $0.user, $0.route, $0.referrer, $0.agent) = (nil, nil, nil, nil, nil)
      $0.bytes = 0
    }
    let common = "- - - [21/Nov/2026:13:25:26 +0000] \"GET /users/7?a=b HTTP/1.1\" 200 -"
    #expect(LogFormat.common.line(entry) == common)
    #expect(LogFormat.combined.line(entry) == common + " \"-\" \"-\"")
    #expect(
      LogFormat.json.line(entry) == #"{"time":"2026-11-21T13:25:26Z","method":"GET","#
        + #""target":"/users/7?a=b","status":200,"bytes":0,"milliseconds":1.204}"#)
  }

  @Test(arguments: [
    ("curl", "curl", "curl"), ("a\nb", "a\\x0ab", "a\\nb"),
    ("a\r\nGET / 200", "a\\x0d\\x0aGET / 200", "a\\r\\nGET / 200"),
    ("a\" \"b", "a\\\" \\\"b", "a\\\" \\\"b"), ("a\\", "a\\\\", "a\\\\"),
    ("\u{1b}[2J", "\\x1b[2J", "\\u001b[2J"), ("\u{9b}2J", "\\xc2\\x9b2J", "\\u009b2J"),
    ("\u{7f}", "\\x7f", "\\u007f"), ("\u{2028}", "\\xe2\\x80\\xa8", "\\u2028"),
    ("\u{85}", "\\xc2\\x85", "\\u0085"), ("\u{1F600}", "\\xf0\\x9f\\x98\\x80", "\\ud83d\\ude00"),
    ("\u{202e}x", "\\xe2\\x80\\xaex", "\\u202ex"), ("\0", "\\x00", "\\u0000"),
  ])
  func `no value breaks a line, a field or a terminal`(value: String, text: String, json: String)
    async throws
  {
    let entry = try await entry { $0.agent = value }
    #expect(LogFormat.escaped(value) == text)
    let combined = LogFormat.combined.line(entry)
    #expect(combined.hasSuffix(" \"\(text)\""), "\(combined)")
    let line = LogFormat.json.line(entry)
    #expect(line.lowercased().hasSuffix("\"agent\":\"\(json.lowercased())\"}"), "\(line)")
    #expect(line.utf8.allSatisfy { (0x20..<0x7F).contains($0) })
    struct Read: Decodable { var agent: String }
    #expect(try JSON.parse(line, as: Read.self).agent == value)
  }

  @Test func `a user's name is one word`() async throws {
    let entry = try await entry { $0.user = "a b] \"x" }
    #expect(
      LogFormat.common.line(entry).hasPrefix("127.0.0.1 - a\\x20b\\x5d\\x20\\\"x [21/Nov/2026"))
  }

  @Test(arguments: [
    (Int64(0), "1970-01-01T00:00:00Z", "01/Jan/1970:00:00:00 +0000"),
    (951_782_399, "2000-02-28T23:59:59Z", "28/Feb/2000:23:59:59 +0000"),
    (1_735_689_599, "2024-12-31T23:59:59Z", "31/Dec/2024:23:59:59 +0000"),
  ])
  func `times`(seconds: Int64, iso: String, common: String) {
    #expect(isoTime(seconds) == iso)
    #expect(commonLogTime(seconds) == common)
  }

  @Test func `bytes of the body are counted, however it is sent`() async throws {
    var lines: [String] = []
    let app = App()
    app.log = { _ in }
    app.use(logger(LogFormat { "\($0.method) \($0.target) \($0.bytes)" }) { lines.append($0) })
    app.get("/whole") { $1.send("12345") }
    app.get("/pieces") { _, response in
      try await response.write("123")
      response.end("4567")
    }
    app.get("/none") { $1.sendStatus(204) }
    for line in ["GET /whole", "HEAD /whole", "GET /pieces", "GET /none"] {
      _ = try await app.answer(line)
    }
    #expect(lines == ["GET /whole 5", "HEAD /whole 0", "GET /pieces 7", "GET /none 0"])
  }
}
