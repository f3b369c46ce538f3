import Testing

@testable import Engine

/// What a client makes of an answer's head.
struct ResponseHeadParserTests {
  @Test(arguments: [
    ("HTTP/1.1 200 OK\r\nX: 1\r\n\r\n", HTTPVersion.http11, 200, "OK"),
    ("HTTP/1.0 404 Not Found\r\n\r\n", .http10, 404, "Not Found"),
    ("HTTP/1.1 204 \r\n\r\n", .http11, 204, ""),
    ("HTTP/1.1 204\r\n\r\n", .http11, 204, ""),
  ]) func understands(_ text: String, _ version: HTTPVersion, _ status: Int, _ reason: String) {
    let bytes = Array(text.utf8)
    var parser = ResponseHeadParser()
    for count in 0..<bytes.count {
      guard case .needMore = parser.parse(bytes.span.extracting(0..<count)) else {
        Issue.record("made up its mind after \(count) bytes")
        return
      }
    }
    guard case .complete(let head, let length) = parser.parse(bytes.span) else {
      Issue.record("not complete")
      return
    }
    #expect(length == bytes.count)
    #expect((head.version, head.status, head.reason) == (version, status, reason))
  }

  @Test(arguments: [
    ("HTTP/1.1 20 OK\r\n", "not a status code"), ("HTTP/1.1 2x0 OK\r\n", "not a status code"),
    ("HTTP/1.1 2000 OK\r\n", "not a status code"), ("HTTP/1.1 099 OK\r\n", "not a status code"),
    ("HTTP/1.1-200 OK\r\n", "not a status line"), ("Hello\r\n", "not a status line"),
    ("HTTP/1.1 200 O\0K\r\n", "control character in the status line"),
  ]) func refuses(_ text: String, _ reason: String) {
    var parser = ResponseHeadParser()
    let bytes = Array((text + "\r\n").utf8)
    guard case .invalid(let refusal) = parser.parse(bytes.span) else {
      Issue.record("not refused")
      return
    }
    #expect(refusal.reason == reason)
  }

  @Test(
    arguments: [
      ("GET", 200, ["Content-Length": "5"], .length(5)),
      ("HEAD", 200, ["Content-Length": "5"], .none), ("GET", 204, [:], .none),
      ("GET", 304, ["Content-Length": "5"], .none), ("GET", 100, [:], .none),
      ("GET", 200, ["Transfer-Encoding": "chunked"], .chunked), ("GET", 200, [:], .untilClose),
      ("CONNECT", 200, ["Content-Length": "5"], .none),
    ] as [(String, Int, Headers, BodyFraming)]) func frames(
      _ method: String, _ status: Int, _ headers: Headers, _ framing: BodyFraming
    ) throws
  {
    let head = ResponseHead(version: .http11, status: status, reason: "", headers: headers)
    #expect(try head.framing(answering: method) == framing)
  }
}
