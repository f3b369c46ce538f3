import Testing

@testable import Engine

/// Bytes in, and what the client makes of them: a table over RFC 9112 as it binds a user agent. Each answer comes whole,
/// and cut at every byte.
@MainActor @Suite(.serialized, .timeLimit(.minutes(2))) struct ClientAnswerTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var section: String
    var method = "GET"
    var bytes: String
    /// `status|message|body`, with trailers behind another bar; or the error.
    var result: String
    /// Whether the connection may be used again.
    var isKept = false
    /// Whether the server closes its side behind the answer.
    var ends = false

    var testDescription: String { "\(section): \(bytes.debugDescription)" }
  }

  nonisolated static let understood = [
    Row(
      section: "4 status line", bytes: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
      result: "200|OK|hi", isKept: true),
    Row(
      section: "4 no reason", bytes: "HTTP/1.1 404\r\nContent-Length: 0\r\n\r\n", result: "404||",
      isKept: true),
    Row(
      section: "4 a status that nobody knows",
      bytes: "HTTP/1.1 799 Odd\r\nContent-Length: 0\r\n\r\n", result: "799|Odd|", isKept: true),
    Row(
      section: "5.2 a folded line is joined by a space",
      bytes: "HTTP/1.1 200 OK\r\nX-Note: a\r\n \t b\r\n\tc\r\nContent-Length: \r\n 2\r\n\r\nhi",
      result: "200|OK|hi", isKept: true),
    Row(
      section: "6.3 HEAD has no body, whatever it announces", method: "HEAD",
      bytes: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", result: "200|OK|", isKept: true),
    Row(
      section: "6.3 HEAD, chunked", method: "HEAD",
      bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", result: "200|OK|",
      isKept: true),
    Row(
      section: "6.3 204 has no body", bytes: "HTTP/1.1 204 No Content\r\n\r\n",
      result: "204|No Content|", isKept: true),
    Row(
      section: "6.3 204 has no body, whatever it announces",
      bytes: "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", result: "204|No Content|",
      isKept: true),
    Row(
      section: "6.3 304 has no body",
      bytes: "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", result: "304|Not Modified|",
      isKept: true),
    Row(
      section: "6.3 until the connection closes", bytes: "HTTP/1.1 200 OK\r\n\r\nhi",
      result: "200|OK|hi", ends: true),
    Row(
      section: "6.3 205 with a body",
      bytes: "HTTP/1.1 205 Reset Content\r\nContent-Length: 2\r\n\r\nhi",
      result: "205|Reset Content|hi", isKept: true),
    Row(
      section: "6.3 bytes behind the answer are no answer",
      bytes: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1 200 OK\r\n\r\n",
      result: "200|OK|hi"),
    Row(
      section: "7.1 chunks",
      bytes:
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nRahul\r\n3;x=\"y\"\r\n & \r\n0\r\n\r\n",
      result: "200|OK|Rahul & ", isKept: true),
    Row(
      section: "7.1 chunked in other letters",
      bytes: "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n0\r\n\r\n", result: "200|OK|",
      isKept: true),
    Row(
      section: "7.1.2 trailers",
      bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nSum: 1f\r\n\r\n",
      result: "200|OK|hi|Sum: 1f", isKept: true),
    Row(
      section: "9.3 1.0 closes", bytes: "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi",
      result: "200|OK|hi"),
    Row(
      section: "9.3 1.0 stays if it says so",
      bytes: "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 2\r\n\r\nhi",
      result: "200|OK|hi", isKept: true),
    Row(
      section: "9.6 close",
      bytes: "HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 2\r\n\r\nhi",
      result: "200|OK|hi"),
    Row(
      section: "9110 15.2 interim answers",
      bytes:
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
      result: "200|OK|hi", isKept: true),
  ]

  nonisolated static let refused = [
    Row(
      section: "2.2 a bare line feed", bytes: "HTTP/1.1 200 OK\nContent-Length: 2\n\nhi",
      result: "the answer breaks the rules of HTTP: line feed without carriage return (byte 15)"),
    Row(
      section: "2.3 another protocol", bytes: "SSH-2.0-OpenSSH\r\n\r\n",
      result: "the answer breaks the rules of HTTP: not a status line (byte 0)"),
    Row(
      section: "2.3 another version", bytes: "HTTP/2.0 200 OK\r\n\r\n",
      result:
        "the answer breaks the rules of HTTP: only HTTP/1.0 and HTTP/1.1 are spoken here (byte 0)"),
    Row(
      section: "4 no status", bytes: "HTTP/1.1 OK whatever\r\n\r\n",
      result: "the answer breaks the rules of HTTP: not a status code (byte 9)"),
    Row(
      section: "5 a control character", bytes: "HTTP/1.1 200 OK\r\nX: a\u{0}b\r\n\r\n",
      result: "the answer breaks the rules of HTTP: control character in a header field (byte 21)"),
    Row(
      section: "5.1 a space before the colon", bytes: "HTTP/1.1 200 OK\r\nX : a\r\n\r\n",
      result: "the answer breaks the rules of HTTP: not a header field name (byte 18)"),
    Row(
      section: "5.2 a fold without a field", bytes: "HTTP/1.1 200 OK\r\n X: a\r\n\r\n",
      result: "the answer breaks the rules of HTTP: not a header field name (byte 17)"),
    Row(
      section: "6.1 chunked in 1.0",
      bytes: "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      result: "the answer breaks the rules of HTTP: Transfer-Encoding in HTTP/1.0 (byte 0)"),
    Row(
      section: "6.1 a coding that was not asked for",
      bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
      result: "the answer breaks the rules of HTTP: a transfer coding other than chunked (byte 0)"),
    Row(
      section: "6.1 chunked is not the last",
      bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\n",
      result: "the answer breaks the rules of HTTP: a transfer coding other than chunked (byte 0)"),
    Row(
      section: "6.1 chunked twice",
      bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
      result: "the answer breaks the rules of HTTP: more than one Transfer-Encoding (byte 0)"),
    Row(
      section: "6.3 both framings",
      bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
      result:
        "the answer breaks the rules of HTTP: Content-Length beside Transfer-Encoding (byte 0)"),
    Row(
      section: "6.3 two lengths",
      bytes: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nhi!",
      result: "the answer breaks the rules of HTTP: more than one Content-Length (byte 0)"),
    Row(
      section: "6.3 a length that is none",
      bytes: "HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nhi",
      result: "the answer breaks the rules of HTTP: Content-Length is not a number (byte 0)"),
    Row(
      section: "6.3 a list of lengths", bytes: "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nhi",
      result: "the answer breaks the rules of HTTP: Content-Length is not a number (byte 0)"),
    Row(
      section: "7.1 a chunk without a length",
      bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\nx\r\n",
      result: "the answer breaks the rules of HTTP: a chunk begins with its length (byte 7)"),
    Row(
      section: "7.1 a chunk that is too long",
      bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi!\r\n0\r\n\r\n",
      result: "the answer breaks the rules of HTTP: a chunk is longer than its length (byte 5)"),
    Row(
      section: "7.8 another protocol unasked",
      bytes: "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
      result:
        "the answer breaks the rules of HTTP: 101 for a request that asked for no other protocol (byte 0)"
    ),
    Row(
      section: "8 the length says more than came",
      bytes: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhi",
      result: "the answer was cut short: 2 of its 5 bytes had come"),
    Row(
      section: "8 no last chunk",
      bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n",
      result:
        "the answer was cut short: the connection ended after 2 bytes, before the end of the body"),
    Row(
      section: "8 no end of the trailers",
      bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
      result:
        "the answer was cut short: the connection ended after 0 bytes, before the end of the body"),
    Row(
      section: "8 half a head", bytes: "HTTP/1.1 200 OK\r\nContent-Le",
      result: "the answer was cut short: the connection ended before its head was whole"),
    Row(
      section: "8 only an interim answer", bytes: "HTTP/1.1 100 Continue\r\n\r\n",
      result: "the answer was cut short: the connection ended before its head was whole"),
    Row(
      section: "8 nothing", bytes: "",
      result:
        "the server closed the connection without an answer; whether it acted on the request is unknown"
    ),
    Row(
      section: "9110 15.2 interim answers for ever",
      bytes: String(repeating: "HTTP/1.1 102 Processing\r\n\r\n", count: 101),
      result:
        "the answer breaks the rules of HTTP: a hundred interim answers and no final one (byte 0)"),
    Row(
      section: "a head that is too large",
      bytes: "HTTP/1.1 200 OK\r\nX: \(String(repeating: "a", count: 17_000))\r\n\r\n",
      result: "the answer's head is larger than 16384 bytes or has too many fields"),
    Row(
      section: "a first line that is too long",
      bytes: "HTTP/1.1 200 \(String(repeating: "a", count: 17_000))\r\n\r\n",
      result: "the answer's head is larger than 16384 bytes or has too many fields"),
    Row(
      section: "too many fields",
      bytes: "HTTP/1.1 200 OK\r\n\(String(repeating: "X:\r\n", count: 2_001))\r\n",
      result: "the answer's head is larger than 16384 bytes or has too many fields"),
  ]

  private nonisolated static let again = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nagain"

  /// What the client makes of the pieces, which come one after the other, and whether its next request comes over the same
  /// connection.
  private func result(
    of pieces: [String], _ method: String, thenClose: Bool
  ) async throws -> (text: String, isKept: Bool) {
    let script: @MainActor (WireClient, Int) async throws -> Void = { client, number in
      _ = try await client.readHead()
      for piece in number == 1 ? pieces : [] {
        try await client.send(piece)
        for _ in 0..<2 { await turnOfTheLoop() }
      }
      if number == 1 {
        if thenClose { client.socket.end() }
        guard try await client.readHead().contains("\r\n\r\n") else { return }
      }
      try await client.send(Self.again)
      try await client.drain()
    }
    var result = ("", false)
    try await withScript(script) { client, server in
      do {
        let answer = try await client.send(method, server.url)
        let body = try await answer.text()
        let trailers = answer.body.trailers.map { "|\($0.name): \($0.value)" }.joined()
        result.0 = "\(answer.statusCode)|\(answer.statusMessage)|\(body)\(trailers)"
      } catch { result.0 = "\(error)".replacing("\(server.url): ", with: "") }
      let next = try await client.get(server.url).text()
      #expect(next == "again")
      result.1 = server.connectionCount == 1
    }
    return result
  }

  @Test(arguments: understood) func understands(_ row: Row) async throws {
    let whole = try await result(of: [row.bytes], row.method, thenClose: row.ends)
    #expect(whole == (row.result, row.isKept))
  }

  @Test(arguments: refused) func refuses(_ row: Row) async throws {
    let whole = try await result(of: [row.bytes], row.method, thenClose: true)
    #expect(whole == (row.result, false))
  }

  /// Not cut: what comes behind an answer, because the next request may be on its way by then.
  nonisolated static let cut = (understood + refused).filter {
    $0.bytes.utf8.count < 200 && !$0.section.contains("behind")
  }

  /// Thousands of exchanges, in a process of their own: here they would keep other tests from the loop.
  @Test func findsTheSameWhereverTheBytesAreCut() async {
    await #expect(processExitsWith: .success) { try await ClientAnswerTests().cutEverywhere() }
  }

  private func cutEverywhere() async throws {
    for row in Self.cut {
      let characters = Array(row.bytes.unicodeScalars)
      let isRefused = Self.refused.contains { $0.section == row.section }
      for cut in 1..<max(characters.count, 2) {
        let pieces = [characters.prefix(cut), characters.dropFirst(cut)].map { piece in
          String(String.UnicodeScalarView(piece))
        }
        let result = try await result(of: pieces, row.method, thenClose: row.ends || isRefused)
        guard result == (row.result, row.isKept) else {
          endProcess("\(row), cut at \(cut): \(result)")
        }
      }
    }
  }
}
