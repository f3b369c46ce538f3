import Testing

@testable import Engine

/// The request head's parser as a table: bytes in, one of complete, need more, invalid out. Every row is parsed whole,
/// and again with one more byte at a time: both must come to the same.
struct RequestHeadParserTests {
  struct Good: CustomTestStringConvertible, Sendable {
    let bytes: String
    let head: RequestHead
    var testDescription: String { bytes.debugDescription }
  }

  static let good = [
    Good(
      bytes: "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
      head: head("GET", "/", ["Host": "localhost"])),
    Good(
      bytes: "\r\n\r\nGET /users?role=admin HTTP/1.1\r\nhost:localhost\r\n\r\n",
      head: head("GET", "/users?role=admin", ["host": "localhost"])),
    Good(
      bytes: "POST /users HTTP/1.1\r\nHost: a\r\nContent-Length: 13\r\n\r\n",
      head: head("POST", "/users", ["Host": "a", "Content-Length": "13"], .length(13))),
    Good(
      bytes: "POST /users HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: CHUNKED\r\n\r\n",
      head: head("POST", "/users", ["Host": "a", "Transfer-Encoding": "CHUNKED"], .chunked)),
    Good(
      bytes: "PURGE!#$%&'*+.^_`|~ /cache HTTP/1.1\r\nHost: a\r\n\r\n",
      head: head("PURGE!#$%&'*+.^_`|~", "/cache", ["Host": "a"])),
    Good(
      bytes: "GET / HTTP/1.0\r\n\r\n",
      head: RequestHead(method: "GET", target: "/", version: .http10, headers: [:], framing: .none)),
    Good(
      bytes: "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", head: head("OPTIONS", "*", ["Host": "a"])),
    Good(
      bytes: "GET http://a/b HTTP/1.1\r\nHost: a\r\n\r\n",
      head: head("GET", "http://a/b", ["Host": "a"])),
    Good(
      bytes: "GET HTTPS://a/b HTTP/1.1\r\nHost: [::1]:3000\r\n\r\n",
      head: head("GET", "HTTPS://a/b", ["Host": "a"])),
    Good(
      bytes:
        "GET / HTTP/1.1\r\nHost: a\r\nX-Name: \t Priya \t\r\nX-Empty:\r\nX-Name: Rahul\r\n\r\n",
      head: head("GET", "/", ["Host": "a", "X-Name": "Priya", "X-Empty": "", "X-Name": "Rahul"])),
    Good(
      bytes: "GET / HTTP/1.1\r\nHost: a\r\nX-City: Zürich\r\n\r\n",
      head: head("GET", "/", ["Host": "a", "X-City": "Zürich"])),
  ]

  private static func head(
    _ method: String, _ target: String, _ headers: Headers, _ framing: BodyFraming = .none
  ) -> RequestHead {
    RequestHead(
      method: method, target: target, version: .http11, headers: headers, framing: framing)
  }

  @Test(arguments: good) func understands(_ row: Good) {
    let bytes = Array(row.bytes.utf8)
    for ending in [[], Array("GET /next".utf8)] {
      let outcome = parse(bytes + ending)
      #expect(outcome == .complete(row.head, length: bytes.count))
      #expect(parseByteByByte(bytes + ending) == outcome)
    }
    for count in 0..<bytes.count {
      #expect(parse(Array(bytes[..<count])) == .needMore, "cut after \(count) bytes")
    }
  }

  struct Bad: CustomTestStringConvertible, Sendable {
    let bytes: String
    let refusal: MalformedMessage
    var testDescription: String { bytes.debugDescription }

    init(_ bytes: String, _ status: Int, _ reason: String, at offset: Int) {
      self.bytes = bytes
      refusal = MalformedMessage(status: status, reason: reason, offset: offset)
    }
  }

  static let bad = [
    Bad("\u{16}\u{03}\u{01}", 400, "this is not HTTP", at: 0),
    Bad(" GET / HTTP/1.1\r\n", 400, "this is not HTTP", at: 0),
    Bad("GET / HTTP/1.1\n", 400, "line feed without carriage return", at: 14),
    Bad("GET / HTTP/1.1\rX", 400, "carriage return without line feed", at: 14),
    Bad("GET  / HTTP/1.1\r\n\r\n", 400, "not a request target", at: 4),
    Bad("GET /a b HTTP/1.1\r\n\r\n", 400, "no HTTP version at the end of the first line", at: 7),
    Bad("GET /caf\u{e9} HTTP/1.1\r\n\r\n", 400, "not a request target", at: 8),
    Bad("GET users HTTP/1.1\r\n\r\n", 400, "a request target begins with /", at: 4),
    Bad("GET * HTTP/1.1\r\n\r\n", 400, "a request target begins with /", at: 4),
    Bad("GET /#top HTTP/1.1\r\n\r\n", 400, "not a request target", at: 5),
    Bad("GET ftp://a/ HTTP/1.1\r\n\r\n", 400, "a request target begins with /", at: 4),
    Bad("GET / HTTP/1.1\r\nHost: a b/c@@\r\n\r\n", 400, "not a host", at: 14),
    Bad("GET\r\n\r\n", 400, "no method at the start of the request", at: 3),
    Bad("GE(T / HTTP/1.1\r\n\r\n", 400, "no method at the start of the request", at: 2),
    Bad("GET /\r\n\r\n", 400, "not a request target", at: 5),
    Bad("GET / http/1.1\r\n\r\n", 400, "no HTTP version at the end of the first line", at: 6),
    Bad("GET / HTTP/1.10\r\n\r\n", 400, "no HTTP version at the end of the first line", at: 6),
    Bad("GET / HTTP/2.0\r\n\r\n", 505, "only HTTP/1.0 and HTTP/1.1 are spoken here", at: 6),
    Bad("GET / HTTP/0.9\r\n\r\n", 505, "only HTTP/1.0 and HTTP/1.1 are spoken here", at: 6),
    Bad("GET / HTTP/1.1\r\n\r\n", 400, "no Host field", at: 14),
    Bad("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400, "more than one Host field", at: 14),
    Bad("GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n", 400, "not a header field name", at: 25),
    Bad("GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400, "not a header field name", at: 20),
    Bad("GET / HTTP/1.1\r\n: a\r\n\r\n", 400, "not a header field name", at: 16),
    Bad("GET / HTTP/1.1\r\nHost\r\n\r\n", 400, "not a header field name", at: 20),
    Bad(
      "GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n", 400, "control character in a header field", at: 23),
    Bad(
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n", 400,
      "more than one Content-Length", at: 0),
    Bad(
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\n", 400,
      "Content-Length is not a number", at: 0),
    Bad(
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n", 400,
      "Content-Length is not a number", at: 0),
    Bad(
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", 400,
      "Content-Length is not a number", at: 0),
    Bad(
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400,
      "Content-Length beside Transfer-Encoding", at: 0),
    Bad(
      "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400,
      "Transfer-Encoding in HTTP/1.0", at: 0),
    Bad(
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501,
      "a transfer coding other than chunked", at: 0),
    Bad(
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
      400, "more than one Transfer-Encoding", at: 0),
    Bad(
      String(repeating: "\r\n", count: 5), 400, "empty lines instead of a message", at: 8),
  ]

  @Test(arguments: bad) func refuses(_ row: Bad) {
    let bytes = Array(row.bytes.utf8)
    #expect(parse(bytes) == .invalid(row.refusal))
    #expect(parseByteByByte(bytes) == .invalid(row.refusal))
  }

  @Test func limitsTheFirstLine() {
    let bytes = Array("GET /\(String(repeating: "a", count: 200))".utf8)
    let limits = HeadParser.Limits(headBytes: 100, fieldCount: 10)
    #expect(
      parse(bytes, limits)
        == .invalid(
          MalformedMessage(status: 414, reason: "the first line is too long", offset: 100)))
  }

  @Test func limitsTheFieldsBytes() {
    let bytes = Array("GET / HTTP/1.1\r\nX-Long: \(String(repeating: "a", count: 200))".utf8)
    let limits = HeadParser.Limits(headBytes: 100, fieldCount: 10)
    #expect(
      parse(bytes, limits)
        == .invalid(
          MalformedMessage(status: 431, reason: "the header fields are too large", offset: 100)))
  }

  @Test func limitsTheFieldsNumber() {
    let bytes = Array("GET / HTTP/1.1\r\nA: 1\r\nB: 2\r\nC: 3\r\n".utf8)
    let limits = HeadParser.Limits(headBytes: 1_000, fieldCount: 2)
    #expect(
      parse(bytes, limits)
        == .invalid(MalformedMessage(status: 431, reason: "too many header fields", offset: 28)))
  }

  // MARK: Helpers

  /// The outcome as a value that can be compared.
  enum Outcome: Equatable {
    case complete(RequestHead, length: Int)
    case needMore
    case invalid(MalformedMessage)

    init(_ parsed: Parsed<RequestHead>) {
      self =
        switch parsed {
        case .complete(let head, let length): .complete(head, length: length)
        case .needMore: .needMore
        case .invalid(let refusal): .invalid(refusal)
        }
    }
  }

  private func parse(_ bytes: [UInt8], _ limits: HeadParser.Limits = .init()) -> Outcome {
    var parser = RequestHeadParser(limits: limits)
    return Outcome(parser.parse(bytes.span))
  }

  /// The same bytes, one more at each call, until the parser has made up its mind.
  private func parseByteByByte(_ bytes: [UInt8]) -> Outcome {
    var parser = RequestHeadParser()
    for count in 0...bytes.count {
      let outcome = Outcome(parser.parse(bytes.span.extracting(0..<count)))
      if outcome != .needMore { return outcome }
    }
    return .needMore
  }
}
