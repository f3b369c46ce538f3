import Testing

@testable import Engine

/// The bytes of answers' heads, whole.
struct ResponseHeadWriterTests {
  private func write(
    _ body: ResponseHeadWriter.Body, status: Int = 200, headers: Headers = [:],
    method: String = "GET", version: HTTPVersion = .http11, keepsAlive: Bool = true
  ) throws -> String {
    let writer = ResponseHeadWriter(
      status: status, headers: headers, method: method, version: version, keepsAlive: keepsAlive,
      standing: StandingLines(date: "now", keepAliveSeconds: 5))
    return String(decoding: try writer.write(body).bytes, as: UTF8.self)
  }

  private let kept = "Date: now\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\n"
  private let closed = "Date: now\r\nConnection: close\r\n"

  @Test func wholeAnswersHaveALength() throws {
    #expect(
      try write(.whole(count: 23), headers: ["Content-Type": "text/plain"])
        == "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\(kept)Content-Length: 23\r\n\r\n")
    #expect(try write(.whole(count: 0)) == "HTTP/1.1 200 OK\r\n\(kept)Content-Length: 0\r\n\r\n")
  }

  @Test func streamedAnswersComeInChunksOrUntilClose() throws {
    #expect(try write(.streamed) == "HTTP/1.1 200 OK\r\n\(kept)Transfer-Encoding: chunked\r\n\r\n")
    #expect(try write(.streamed, version: .http10) == "HTTP/1.1 200 OK\r\n\(closed)\r\n")
    #expect(
      try write(.streamed, headers: ["content-length": "7"])
        == "HTTP/1.1 200 OK\r\n\(kept)Content-Length: 7\r\n\r\n")
  }

  @Test(arguments: [204, 304, 103]) func someStatusesHaveNoBody(_ status: Int) throws {
    #expect(
      try write(.whole(count: 5), status: status)
        == "HTTP/1.1 \(status) \(reasonPhrase(for: status))\r\n\(kept)\r\n")
  }

  @Test func resetContentHasLengthZero() throws {
    #expect(
      try write(.whole(count: 5), status: 205)
        == "HTTP/1.1 205 Reset Content\r\n\(kept)Content-Length: 0\r\n\r\n")
  }

  @Test func headKeepsTheLength() throws {
    #expect(
      try write(.whole(count: 5), method: "HEAD")
        == "HTTP/1.1 200 OK\r\n\(kept)Content-Length: 5\r\n\r\n")
    #expect(
      try write(.whole(count: 0), headers: ["Content-Length": "9"], method: "HEAD")
        == "HTTP/1.1 200 OK\r\n\(kept)Content-Length: 9\r\n\r\n")
  }

  @Test func theHandlerMayCloseTheConnection() throws {
    #expect(
      try write(.whole(count: 0), headers: ["Connection": "close"])
        == "HTTP/1.1 200 OK\r\nConnection: close\r\nDate: now\r\nContent-Length: 0\r\n\r\n")
    #expect(
      try write(.whole(count: 0), keepsAlive: false)
        == "HTTP/1.1 200 OK\r\n\(closed)Content-Length: 0\r\n\r\n")
  }

  @Test(arguments: [
    (
      "Location", "/a\r\nSet-Cookie: x=1",
      "header \"Location\" cannot be sent: its value has a line break or control character at byte 2"
    ),
    (
      "X", "a\nb",
      "header \"X\" cannot be sent: its value has a line break or control character at byte 1"
    ),
    (
      "X", "\0",
      "header \"X\" cannot be sent: its value has a line break or control character at byte 0"
    ),
    ("X Y", "a", "header \"X Y\" cannot be sent: that is no field name"),
    ("", "a", "header \"\" cannot be sent: that is no field name"),
  ]) func illegalFieldsNeverReachTheWire(_ name: String, _ value: String, _ message: String) {
    var headers = Headers()
    headers.append(name, value)
    #expect {
      _ = try write(.whole(count: 0), headers: headers)
    } throws: { error in
      "\(error)" == message
    }
  }
}
