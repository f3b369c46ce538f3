// What the RFCs demand of an origin server, a row for each demand, by section: the bytes that come in, and what may go out.
//
// The handler answers every request with its method, target and body, so an answer shows what the server understood.

import TestSupport
import Testing

@testable import Engine

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct RequirementsTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let section: String
    let demand: String
    let input: String
    /// Status and body of each answer, in order; of a refusal the reason, so that it is refused for what the row is about.
    let output: [String]
    /// Whether the server ends the connection after them, although the client could send more.
    let closes: Bool

    var testDescription: String { "\(section): \(demand)" }

    init(
      _ section: String, _ demand: String, _ input: String, _ output: [String],
      closes: Bool = false
    ) {
      self.section = section
      self.demand = demand
      self.input = input
      self.output = output
      self.closes = closes
    }
  }

  private nonisolated static let host = "Host: a\r\n"
  private nonisolated static let next = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n"
  private nonisolated static let nextAnswer = "200 GET /next "

  nonisolated static let messages = [
    Row("9112 2.2", "an empty line before a request is ignored", "\r\n" + next, [nextAnswer]),
    Row(
      "9112 2.2", "a carriage return by itself is refused",
      "GET / HTTP/1.1\r\(host)\r\n", ["400 carriage return without line feed"], closes: true),
    Row(
      "9112 2.2", "a line feed by itself is refused (a lenient server may take it)",
      "GET / HTTP/1.1\nHost: a\n\n", ["400 line feed without carriage return"], closes: true),
    Row(
      "9112 2.2", "space before the first field is refused",
      "GET / HTTP/1.1\r\n \(host)\r\n", ["400 not a header field name"], closes: true),
    Row(
      "9112 2.3", "the version is HTTP/1.x, in capitals", "GET / http/1.1\r\n\(host)\r\n",
      ["400 no HTTP version at the end of the first line"],
      closes: true),
    Row(
      "9110 2.5", "a version that is not spoken is refused", "GET / HTTP/2.0\r\n\(host)\r\n",
      ["505 only HTTP/1.0 and HTTP/1.1 are spoken here"], closes: true),
    Row(
      "9112 3", "a request line has three parts", "GET /\r\n\(host)\r\n",
      ["400 not a request target"], closes: true),
    Row(
      "9112 3", "one space stands between them", "GET  / HTTP/1.1\r\n\(host)\r\n",
      ["400 not a request target"],
      closes: true),
    Row(
      "9112 3", "no space stands in a target", "GET /a b HTTP/1.1\r\n\(host)\r\n",
      ["400 no HTTP version at the end of the first line"],
      closes: true),
    Row(
      "9112 3", "8,000 bytes of a request line are read",
      "GET /\(long(7_980)) HTTP/1.1\r\n\(host)\r\n", ["200 GET /\(long(7_980)) "]),
    Row(
      "9112 3", "a longer one than is read is 414", "GET /\(long(20_000)) HTTP/1.1\r\n\(host)\r\n",
      ["414 the first line is too long"], closes: true),
    Row(
      "9112 3.1", "methods are case-sensitive, and any token is one",
      "get / HTTP/1.1\r\n\(host)\r\n", ["200 get / "]),
    Row(
      "9112 3.1", "a method is a token", "G@T / HTTP/1.1\r\n\(host)\r\n",
      ["400 no method at the start of the request"], closes: true),
    Row(
      "9112 3.2", "a request names its host", "GET / HTTP/1.1\r\n\r\n", ["400 no Host field"],
      closes: true),
    Row(
      "9112 3.2", "once only", "GET / HTTP/1.1\r\n\(host)\(host)\r\n",
      ["400 more than one Host field"], closes: true),
    Row(
      "9112 3.2", "and validly", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", ["400 not a host"],
      closes: true),
    Row(
      "9112 3.2", "with at most one port", "GET / HTTP/1.1\r\nHost: a:1:2\r\n\r\n",
      ["400 not a host"], closes: true),
    Row(
      "9112 3.2", "a port that there can be", "GET / HTTP/1.1\r\nHost: a:99999\r\n\r\n",
      ["400 not a host"], closes: true),
    Row(
      "9112 3.2", "and whole brackets", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n",
      ["400 not a host"], closes: true),
    Row(
      "9112 3.2", "an address in brackets is one", "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n",
      ["200 GET / "]),
    Row("9112 3.2", "an empty one is allowed", "GET / HTTP/1.1\r\nHost:\r\n\r\n", ["200 GET / "]),
    Row("9112 3.2", "HTTP/1.0 need not", "GET / HTTP/1.0\r\n\r\n", ["200 GET / "], closes: true),
    Row(
      "9112 3.2.2", "a whole URL is accepted", "GET http://a/b?c HTTP/1.1\r\n\(host)\r\n",
      ["200 GET http://a/b?c "]),
    Row(
      "9112 3.2.4", "OPTIONS may ask for *", "OPTIONS * HTTP/1.1\r\n\(host)\r\n", ["200 OPTIONS * "]
    ),
    Row(
      "9112 3.2.4", "nobody else may", "GET * HTTP/1.1\r\n\(host)\r\n",
      ["400 a request target begins with /"], closes: true),
    Row(
      "9112 5.1", "no space stands before a colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
      ["400 not a header field name"],
      closes: true),
    Row(
      "9112 5.1", "space around a value is no part of it",
      "GET / HTTP/1.1\r\nHost: \t a \t\r\n\r\n", ["200 GET / "]),
    Row(
      "9112 5.2", "a folded line is refused", "GET / HTTP/1.1\r\n\(host)A: b\r\n c\r\n\r\n",
      ["400 not a header field name"], closes: true),
    Row(
      "9110 5.5", "NUL in a value is refused", "GET / HTTP/1.1\r\n\(host)A: b\0c\r\n\r\n",
      ["400 control character in a header field"],
      closes: true),
    Row(
      "9110 5.1", "a field name is a token", "GET / HTTP/1.1\r\n\(host)A(b): c\r\n\r\n",
      ["400 not a header field name"],
      closes: true),
    Row(
      "9110 5.4", "too many fields are refused",
      "GET / HTTP/1.1\r\n\(host)\(String(repeating: "A: b\r\n", count: 2_001))\r\n",
      ["431 too many header fields"],
      closes: true),
  ]

  nonisolated static let bodies = [
    Row(
      "9112 6.3", "without length and coding there is no body",
      "POST /a HTTP/1.1\r\n\(host)\r\n" + next, ["200 POST /a ", nextAnswer]),
    Row(
      "9112 6.2", "a length is as many bytes",
      "POST /a HTTP/1.1\r\n\(host)Content-Length: 5\r\n\r\nRahul" + next,
      ["200 POST /a Rahul", nextAnswer]),
    Row(
      "9112 6.3", "any method may have a body",
      "GET /a HTTP/1.1\r\n\(host)Content-Length: 2\r\n\r\nab" + next, ["200 GET /a ab", nextAnswer]),
    Row(
      "9112 6.3", "a length that is no number is refused",
      "POST / HTTP/1.1\r\n\(host)Content-Length: 5a\r\n\r\nRahul",
      ["400 Content-Length is not a number"], closes: true),
    Row(
      "9110 8.6", "nor has it a sign", "POST / HTTP/1.1\r\n\(host)Content-Length: +5\r\n\r\nRahul",
      ["400 Content-Length is not a number"], closes: true),
    Row(
      "9110 8.6", "nor may it overflow",
      "POST / HTTP/1.1\r\n\(host)Content-Length: 99999999999999999999\r\n\r\n",
      ["400 Content-Length is not a number"],
      closes: true),
    Row(
      "9112 6.3", "two that differ are refused",
      "POST / HTTP/1.1\r\n\(host)Content-Length: 5\r\nContent-Length: 6\r\n\r\nRahul",
      ["400 more than one Content-Length"],
      closes: true),
    Row(
      "9112 6.3", "a list of two is refused",
      "POST / HTTP/1.1\r\n\(host)Content-Length: 5, 5\r\n\r\nRahul",
      ["400 Content-Length is not a number"], closes: true),
    Row(
      "9112 6.1", "length and coding together are refused",
      "POST / HTTP/1.1\r\n\(host)Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        + next, ["400 Content-Length beside Transfer-Encoding"], closes: true),
    Row(
      "9112 6.1", "HTTP/1.0 has no coding",
      "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      ["400 Transfer-Encoding in HTTP/1.0"], closes: true),
    Row(
      "9112 6.1", "an unknown coding is 501",
      "POST / HTTP/1.1\r\n\(host)Transfer-Encoding: gzip, chunked\r\n\r\n",
      ["501 a transfer coding other than chunked"], closes: true),
    Row(
      "9112 6.3", "chunked comes last",
      "POST / HTTP/1.1\r\n\(host)Transfer-Encoding: chunked, gzip\r\n\r\n",
      ["400 the last transfer coding is not chunked"], closes: true),
    Row(
      "9112 6.3", "chunked must be there",
      "POST / HTTP/1.1\r\n\(host)Transfer-Encoding: gzip\r\n\r\n",
      ["400 the last transfer coding is not chunked"], closes: true),
    Row(
      "9112 6.1", "chunked comes once",
      "POST / HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      ["400 more than one Transfer-Encoding"], closes: true),
    Row(
      "9112 7", "codings are named without regard to case",
      "POST /a HTTP/1.1\r\n\(host)Transfer-Encoding: Chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n" + next,
      ["200 POST /a ab", nextAnswer]),
    Row(
      "9112 7.1", "a chunk's length is hexadecimal, in either case",
      "POST /a HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\nA\r\n0123456789\r\n0b\r\nabcdefghijk\r\n0\r\n\r\n",
      ["200 POST /a 0123456789abcdefghijk"]),
    Row(
      "9112 7.1", "a length that overflows is refused",
      "POST / HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
      ["400 the body is malformed: a chunk's length is too large"],
      closes: true),
    Row(
      "9112 7.1", "a chunk ends where its length says",
      "POST / HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n",
      ["400 the body is malformed: a chunk is longer than its length"],
      closes: true),
    Row(
      "9112 7.1.1", "an unknown extension is ignored",
      "POST /a HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n2;x=\"y\"\r\nab\r\n0;z\r\n\r\n"
        + next, ["200 POST /a ab", nextAnswer]),
    Row(
      "9112 7.1.2", "fields behind the body may come",
      "POST /a HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n0\r\nSum: 1\r\n\r\n" + next,
      ["200 POST /a ", nextAnswer]),
    Row(
      "9112 8", "a body cut short is an error",
      "POST / HTTP/1.1\r\n\(host)Content-Length: 9\r\n\r\nRahul",
      ["400 the client left before the body was whole"], closes: true),
  ]

  nonisolated static let connections = [
    Row("9112 9.3", "HTTP/1.1 stays", next + next, [nextAnswer, nextAnswer]),
    Row(
      "9112 9.3", "HTTP/1.0 does not", "GET /a HTTP/1.0\r\n\r\n" + next, ["200 GET /a "],
      closes: true),
    Row(
      "9112 9.3", "unless it asks", "GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" + next,
      ["200 GET /a ", nextAnswer]),
    Row(
      "9112 9.6", "after close nothing is served",
      "GET /a HTTP/1.1\r\n\(host)Connection: close\r\n\r\n" + next, ["200 GET /a "], closes: true),
    Row(
      "9110 7.6.1", "options come as a list, in any case",
      "GET /a HTTP/1.1\r\n\(host)Connection: x, CLOSE\r\n\r\n" + next, ["200 GET /a "], closes: true
    ),
    Row(
      "9112 9.3.2", "pipelined requests are answered in order",
      "GET /1 HTTP/1.1\r\n\(host)\r\nGET /2 HTTP/1.1\r\n\(host)\r\nGET /3 HTTP/1.1\r\n\(host)\r\n",
      ["200 GET /1 ", "200 GET /2 ", "200 GET /3 "]),
    Row(
      "9112 11.2", "what follows a refused request is not served", "GET / HTTP/1.1\r\n\r\n" + next,
      ["400 no Host field"], closes: true),
    Row(
      "9110 7.8", "an upgrade that nobody takes is a plain request",
      "GET /a HTTP/1.1\r\n\(host)Connection: upgrade\r\nUpgrade: chat\r\n\r\n" + next,
      ["200 GET /a ", nextAnswer]),
    Row(
      "9110 10.1.1", "an expectation that is not known is 417",
      "POST / HTTP/1.1\r\n\(host)Expect: tea\r\nContent-Length: 2\r\n\r\nab",
      ["417 only 100-continue can be expected"], closes: true),
    Row(
      "9110 10.1.1", "100-continue is answered when the body is asked for",
      "POST /a HTTP/1.1\r\n\(host)Expect: 100-continue\r\nContent-Length: 2\r\n\r\n",
      ["100", "400 the client left before the body was whole"], closes: true),
    Row(
      "9110 10.1.1", "but not for HTTP/1.0",
      "POST /a HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n",
      ["400 the client left before the body was whole"], closes: true),
    Row(
      "9110 9.3.2", "HEAD has no body", "HEAD /a HTTP/1.1\r\n\(host)\r\n" + next,
      ["200 ", nextAnswer]),
    Row(
      "9110 4.2.1", "a whole URL names a host", "GET http:///x HTTP/1.1\r\n\(host)\r\n",
      ["400 a request target begins with /"], closes: true),
    Row(
      "9110 9.3.6", "CONNECT names a port", "CONNECT a: HTTP/1.1\r\n\(host)\r\n",
      ["400 the target of CONNECT is host:port"], closes: true),
    Row(
      "9110 9.3.6", "which is a number", "CONNECT a:x HTTP/1.1\r\n\(host)\r\n",
      ["400 the target of CONNECT is host:port"], closes: true),
    Row(
      "9110 9.3.6", "and a host", "CONNECT :80 HTTP/1.1\r\n\(host)\r\n",
      ["400 the target of CONNECT is host:port"], closes: true),
    Row(
      "9110 9.3.6", "CONNECT asks for a host and port", "CONNECT / HTTP/1.1\r\n\(host)\r\n",
      ["400 the target of CONNECT is host:port"], closes: true),
  ]

  @Test(arguments: messages + bodies + connections) func isMet(_ row: Row) async throws {
    let handler: Handler = { request, response in
      let body = String(decoding: try await request.body.collect(), as: UTF8.self)
      response.end("\(request.method) \(request.url) \(body)")
    }
    try await withServer(handler) { server in
      let client = try await WireClient.connect(to: server)
      try await client.send(row.input)
      // Where a body is awaited, the client's end shows that it does not come: nobody waits for what was not refused.
      let mayAwaitBody = row.output.contains { $0.hasPrefix("400") || $0.hasPrefix("501") }
      if !row.closes || mayAwaitBody { client.socket.end() }
      let answers = try Answers(try await client.readAll())
      client.socket.close()
      #expect(answers.shown == row.output)
      #expect(answers.lastCloses == row.closes)
      #expect(answers.dated)
    }
  }

  private nonisolated static func long(_ count: Int) -> String {
    String(repeating: "x", count: count)
  }
}

/// What came over one connection, taken apart by a client's own parser.
@MainActor private struct Answers {
  /// Status and body, or the reason of a refusal.
  var shown: [String] = []
  var lastCloses = false
  /// Whether every final answer has one `Date`.
  var dated = true

  init(_ text: String) throws {
    var bytes = Array(text.utf8)
    while !bytes.isEmpty {
      var parser = ResponseHeadParser()
      guard case .complete(let head, let length) = parser.parse(bytes.span) else {
        shown.append("no answer: \(String(decoding: bytes, as: UTF8.self))")
        return
      }
      bytes.removeFirst(length)
      // A HEAD's answer announces a body that does not come: here it is told by what follows it.
      let isHead = bytes.starts(with: Array("HTTP/1.1".utf8))
      var decoder = BodyDecoder(try head.framing(answering: isHead ? "HEAD" : "GET"))
      var body: [UInt8] = []
      bytes.removeFirst(try decoder.decode(bytes.span, into: &body))
      let text = String(decoding: body, as: UTF8.self)
      let outcome =
        switch head.status {
        case ..<200: "\(head.status)"
        case 200: "200 \(text)"
        // `Bad Request: no Host field`
        default: "\(head.status) \(text.split(separator: ": ", maxSplits: 1).last ?? "")"
        }
      shown.append(outcome)
      lastCloses = head.headers["Connection"] == "close"
      if head.status >= 200 { dated = dated && head.headers.values(of: "Date").count == 1 }
    }
  }
}
