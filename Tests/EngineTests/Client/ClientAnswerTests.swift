// What the RFCs demand of a client that reads an answer, a row for each demand, by section: the bytes that come in, and
// what the client makes of them. What they demand of a request stands in `ClientRequestTests`.

import TestSupport
import Testing

@testable import Engine

/// Each answer comes whole, and cut at every byte.
@MainActor @Suite(.serialized, .fewAtOnce, .timeLimit(.minutes(10))) struct ClientAnswerTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let section: String
    let demand: String
    let method: String
    let bytes: String
    /// `status|message|body`, with trailers behind another bar; or the error.
    let result: String
    /// Whether the connection may be used again.
    let keeps: Bool
    /// Whether the server closes its side behind the answer.
    let ends: Bool

    var testDescription: String { "\(section): \(demand)" }

    init(
      _ section: String, _ demand: String, method: String = "GET", _ bytes: String,
      _ result: String, keeps: Bool = true, ends: Bool = false
    ) {
      self.section = section
      self.demand = demand
      self.method = method
      self.bytes = bytes
      self.result = result
      self.keeps = keeps
      self.ends = ends
    }

    /// An answer that is refused, and its connection closed.
    static func no(
      _ section: String, _ demand: String, _ bytes: String, _ error: String
    ) -> Row {
      Row(section, demand, bytes, error, keeps: false, ends: true)
    }
  }

  private nonisolated static let ok = "HTTP/1.1 200 OK\r\n"
  private nonisolated static let hi = "Content-Length: 2\r\n\r\nhi"
  private nonisolated static let chunked = "Transfer-Encoding: chunked\r\n"

  nonisolated static let heads = [
    Row("9112 4", "a status line has three parts", ok + hi, "200|OK|hi"),
    Row("9112 4", "the reason may be missing", "HTTP/1.1 404\r\n" + hi, "404||hi"),
    Row("9110 15", "any status is an answer", "HTTP/1.1 799 Odd\r\n" + hi, "799|Odd|hi"),
    Row(
      "9112 5.2", "a folded line is joined by a space",
      ok + "Content-Length: \r\n 2\r\nX-Note: a\r\n \t b\r\n\tc\r\n\r\nhi", "200|OK|hi"),
    Row(
      "9110 15.2", "interim answers come before the final one",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + ok + hi,
      "200|OK|hi"),
    .no(
      "9110 15.2", "but not for ever",
      String(repeating: "HTTP/1.1 102 Processing\r\n\r\n", count: 101),
      "malformed: a hundred interim answers and no final one (byte 0)"),
    .no(
      "9110 15.2.2", "nobody changes the protocol unasked",
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
      "malformed: 101 for a request that asked for no other protocol (byte 0)"),
    .no(
      "9112 2.2", "a carriage return by itself is refused", "HTTP/1.1 200 OK\rX: a\r\n\r\n",
      "malformed: carriage return without line feed (byte 15)"),
    .no(
      "9112 2.2", "also in a value", ok + "X: a\rContent-Length: 2\r\n\r\nhi",
      "malformed: carriage return without line feed (byte 21)"),
    .no(
      "9112 2.2", "a line feed by itself is refused (a lenient client may take it)",
      "HTTP/1.1 200 OK\nContent-Length: 2\n\nhi",
      "malformed: line feed without carriage return (byte 15)"),
    .no(
      "9112 2.2", "space before the first field is refused", ok + " X: a\r\n\r\n",
      "malformed: not a header field name (byte 17)"),
    .no(
      "9112 2.3", "the version is HTTP/1.x, in capitals", "http/1.1 200 OK\r\n" + hi,
      "malformed: not a status line (byte 0)"),
    .no(
      "9110 2.5", "a version that is not spoken is refused", "HTTP/2.0 200 OK\r\n\r\n",
      "malformed: only HTTP/1.0 and HTTP/1.1 are spoken here (byte 0)"),
    .no(
      "9112 2.3", "another protocol is not waited out", "SSH-2.0-OpenSSH\r\n\r\n",
      "malformed: not a status line (byte 0)"),
    .no(
      "9112 4", "a status has three digits", "HTTP/1.1 OK whatever\r\n\r\n",
      "malformed: not a status code (byte 9)"),
    .no(
      "9112 5.1", "no space stands before a colon", ok + "X : a\r\n\r\n",
      "malformed: not a header field name (byte 18)"),
    .no(
      "9110 5.5", "NUL in a value is refused", ok + "X: a\0b\r\n\r\n",
      "malformed: control character in a header field (byte 21)"),
    .no(
      "9110 5.4", "a head that is too large is refused",
      ok + "X: \(String(repeating: "a", count: 17_000))\r\n\r\n", tooLarge),
    .no(
      "9110 5.4", "a first line that is too long",
      "HTTP/1.1 200 \(String(repeating: "a", count: 17_000))\r\n\r\n", tooLarge),
    .no(
      "9110 5.4", "too many fields", ok + String(repeating: "X:\r\n", count: 2_001) + "\r\n",
      tooLarge),
  ]

  private nonisolated static let tooLarge =
    "the answer's head is larger than 16384 bytes or has too many fields"

  nonisolated static let bodies = [
    Row(
      "9112 6.3", "HEAD has no body, whatever it announces", method: "HEAD",
      ok + "Content-Length: 5\r\n\r\n", "200|OK|"),
    Row("9112 6.3", "nor in chunks", method: "HEAD", ok + chunked + "\r\n", "200|OK|"),
    Row("9112 6.3", "204 has no body", "HTTP/1.1 204 No Content\r\n\r\n", "204|No Content|"),
    Row(
      "9110 8.6", "204 that announces none is no harm",
      "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n", "204|No Content|"),
    Row(
      "9110 8.6", "204 that announces one says two things: what follows is not trusted",
      "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", "204|No Content|", keeps: false),
    Row(
      "9112 6.1", "also in chunks", "HTTP/1.1 204 No Content\r\n" + chunked + "\r\n",
      "204|No Content|", keeps: false),
    Row(
      "9112 6.3", "304 has no body, but may tell its length",
      "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", "304|Not Modified|"),
    Row(
      "9112 6.3", "205 may come with one all the same", "HTTP/1.1 205 Reset Content\r\n" + hi,
      "205|Reset Content|hi"),
    Row(
      "9112 6.3", "without length and chunks the body ends with the connection", ok + "\r\nhi",
      "200|OK|hi", keeps: false, ends: true),
    Row(
      "9112 6.3", "bytes behind an answer are no answer", ok + hi + ok + "\r\n", "200|OK|hi",
      keeps: false),
    .no(
      "9112 6.3", "two lengths are refused",
      ok + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nhi!",
      "malformed: more than one Content-Length (byte 0)"),
    .no(
      "9112 6.3", "a list of lengths", ok + "Content-Length: 2, 2\r\n\r\nhi",
      "malformed: Content-Length is not a number (byte 0)"),
    .no(
      "9112 6.3", "a length that is none", ok + "Content-Length: +2\r\n\r\nhi",
      "malformed: Content-Length is not a number (byte 0)"),
    .no(
      "9110 8.6", "a length that overflows", ok + "Content-Length: 99999999999999999999\r\n\r\n",
      "malformed: Content-Length is not a number (byte 0)"),
    .no(
      "9112 6.3", "length and chunks together", ok + chunked + "Content-Length: 2\r\n\r\n0\r\n\r\n",
      "malformed: Content-Length beside Transfer-Encoding (byte 0)"),
    .no(
      "9112 6.1", "chunks in HTTP/1.0",
      "HTTP/1.0 200 OK\r\n" + chunked + "\r\n0\r\n\r\n",
      "malformed: Transfer-Encoding in HTTP/1.0 (byte 0)"),
    .no(
      "9112 6.1", "a coding that was not asked for",
      ok + "Transfer-Encoding: gzip, chunked\r\n\r\n",
      "malformed: a transfer coding other than chunked (byte 0)"),
    .no(
      "9112 6.3", "chunked is not the last", ok + "Transfer-Encoding: chunked, gzip\r\n\r\n",
      "malformed: the last transfer coding is not chunked (byte 0)"),
    .no(
      "9112 6.1", "chunked twice", ok + chunked + chunked + "\r\n",
      "malformed: more than one Transfer-Encoding (byte 0)"),
    Row(
      "9112 7.1", "chunks are joined, and their extensions skipped",
      ok + chunked + "\r\n5\r\nRahul\r\n3;x=\"y\"\r\n & \r\n0\r\n\r\n", "200|OK|Rahul & "),
    Row(
      "9112 7", "codings are named without regard to case",
      ok + "transfer-encoding: Chunked\r\n\r\n0\r\n\r\n", "200|OK|"),
    Row(
      "9112 7.1.2", "trailers stand apart", ok + chunked + "\r\n2\r\nhi\r\n0\r\nSum: 1f\r\n\r\n",
      "200|OK|hi|Sum: 1f"),
    Row(
      "9112 5.2", "they may be folded", ok + chunked + "\r\n0\r\nSum: 1\r\n\tf\r\n\r\n",
      "200|OK||Sum: 1 f"),
    .no(
      "9112 7.1", "a chunk begins with its length", ok + chunked + "\r\n2\r\nhi\r\nx\r\n",
      "malformed: a chunk begins with its length (byte 7)"),
    .no(
      "9112 7.1", "a length that overflows is refused",
      ok + chunked + "\r\n10000000000000002\r\nhi\r\n0\r\n\r\n",
      "malformed: a chunk's length is too large (byte 16)"),
    .no(
      "9112 7.1", "a chunk ends where its length says",
      ok + chunked + "\r\n2\r\nhi!\r\n0\r\n\r\n",
      "malformed: a chunk is longer than its length (byte 5)"),
    .no(
      "9112 8", "fewer bytes than announced are no answer", ok + "Content-Length: 5\r\n\r\nhi",
      "the answer was cut short: 2 of its 5 bytes had come"),
    .no(
      "9112 8", "nor are chunks without a last one", ok + chunked + "\r\n2\r\nhi\r\n",
      "the answer was cut short: the connection ended after 2 bytes, before the end of the body"),
    .no(
      "9112 8", "nor without the end of the trailers", ok + chunked + "\r\n0\r\n",
      "the answer was cut short: the connection ended after 0 bytes, before the end of the body"),
    .no("9112 8", "nor is half a head", ok + "Content-Le", cutHead),
    .no("9112 8", "nor an interim answer", "HTTP/1.1 100 Continue\r\n\r\n", cutHead),
    .no(
      "9112 8", "nor nothing", "",
      "the server closed the connection without an answer; whether it acted on the request is unknown"
    ),
  ]

  private nonisolated static let cutHead =
    "the answer was cut short: the connection ended before its head was whole"

  nonisolated static let connections = [
    Row("9112 9.3", "HTTP/1.1 stays", ok + hi, "200|OK|hi"),
    Row("9112 9.3", "HTTP/1.0 closes", "HTTP/1.0 200 OK\r\n" + hi, "200|OK|hi", keeps: false),
    Row(
      "9112 9.3", "unless it says so", "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\n" + hi,
      "200|OK|hi"),
    Row(
      "9112 9.6", "after close nothing is asked", ok + "Connection: x, Close\r\n" + hi,
      "200|OK|hi", keeps: false),
  ]

  private nonisolated static let rows = heads + bodies + connections
  private nonisolated static let again = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nagain"

  /// What the client makes of the pieces, which come one after the other, and whether its next request comes over the same
  /// connection.
  private func result(of row: Row, in pieces: [String]) async throws -> (text: String, keeps: Bool)
  {
    let script: Script = { client, number in
      _ = try await client.readHead()
      for piece in number == 1 ? pieces : [] {
        try await client.send(piece)
        for _ in 0..<2 { await turnOfTheLoop() }
      }
      if number == 1 {
        if row.ends { client.socket.end() }
        guard try await client.readHead().contains("\r\n\r\n") else { return }
      }
      try await client.send(Self.again)
      try await client.drain()
    }
    var result = ("", false)
    try await withScript(script) { client, server in
      do {
        let answer = try await client.send(row.method, server.url)
        let body = try await answer.text()
        let trailers = answer.body.trailers.map { "|\($0.name): \($0.value)" }.joined()
        result.0 = "\(answer.statusCode)|\(answer.statusMessage)|\(body)\(trailers)"
      } catch {
        result.0 = "\(error)".replacing("\(server.url): ", with: "")
          .replacing("the answer breaks the rules of HTTP", with: "malformed")
      }
      let next = try await client.get(server.url).text()
      #expect(next == "again")
      result.1 = server.connectionCount == 1
    }
    return result
  }

  @Test(arguments: rows) func isMet(_ row: Row) async throws {
    let result = try await result(of: row, in: [row.bytes])
    #expect(result == (row.result, row.keeps))
  }

  /// Thousands of exchanges, in a process of their own: here they would keep other tests from the loop.
  @Test(.inItsOwnProcess) func findsTheSameWhereverTheBytesAreCut() async {
    await #expect(processExitsWith: .success) {
      try await bounded { try await ClientAnswerTests().cutEverywhere() }
    }
  }

  /// Left whole: what comes behind an answer, because the next request may be on its way by then.
  private func cutEverywhere() async throws {
    for row in Self.rows where row.bytes.utf8.count < 200 && !row.demand.contains("behind") {
      let characters = Array(row.bytes.unicodeScalars)
      for cut in 1..<max(characters.count, 2) {
        let pieces = [characters.prefix(cut), characters.dropFirst(cut)].map { piece in
          String(String.UnicodeScalarView(piece))
        }
        let result = try await result(of: row, in: pieces)
        guard result == (row.result, row.keeps) else {
          endProcess("\(row.testDescription), cut at \(cut): \(result)")
        }
      }
    }
  }
}
