// What the RFCs demand of a request that a client sends, a row for each demand, by section; then what a redirect makes of
// a request. What they demand of a client that reads an answer stands in `ClientAnswerTests`.

import TestSupport
import Testing

@testable import Engine

/// What a request looks like on the wire, what is never sent, and what a redirect makes of it.
@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ClientRequestTests {
  enum Content: Sendable {
    case none
    case text(String)
    case chunks
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let section: String
    let demand: String
    let method: String
    let url: String
    let headers: Headers
    let body: Content
    /// The head on the wire, or why nothing is sent.
    let result: String

    var testDescription: String { "\(section): \(demand)" }

    init(
      _ section: String, _ demand: String, _ method: String, to url: String = "http://a/x",
      headers: Headers = [:], body: Content = .none, _ result: String
    ) {
      self.section = section
      self.demand = demand
      self.method = method
      self.url = url
      self.headers = headers
      self.body = body
      self.result = result
    }

    @MainActor func request() throws -> ClientRequest {
      let content: ClientBody =
        switch body {
        case .none: .none
        case .text(let text): .text(text)
        case .chunks: .chunks { nil }
        }
      return try ClientRequest(method, url, headers, content)
    }
  }

  private nonisolated static let agent = "User-Agent: Engine\r\n"
  private nonisolated static let start = " /x HTTP/1.1\r\nHost: a\r\n"
  private nonisolated static let plain = start + agent
  private nonisolated static let length = "Content-Length is one whole number"

  nonisolated static let sent = [
    Row(
      "9112 3.2", "Host comes first, as the URL has it", "GET", to: "http://a/x?y",
      "GET /x?y HTTP/1.1\r\nHost: a\r\n\(agent)\r\n"),
    Row(
      "9112 3.2.1", "an empty path is a slash", "OPTIONS", to: "http://[::1]:3000",
      headers: ["X-Note": "1", "x-note": "2"],
      "OPTIONS / HTTP/1.1\r\nHost: [::1]:3000\r\nX-Note: 1\r\nx-note: 2\r\n\(agent)\r\n"),
    Row(
      "9112 3.2", "Host and User-Agent may be chosen", "GET", to: "http://a/",
      headers: ["User-Agent": "me", "Host": "b.example"],
      "GET / HTTP/1.1\r\nHost: b.example\r\nUser-Agent: me\r\n\r\n"),
    Row("9110 7.1", "a fragment stays here", "GET", to: "http://a/x#top", "GET\(plain)\r\n"),
    Row("9110 8.6", "no body, no length", "DELETE", "DELETE\(plain)\r\n"),
    Row(
      "9110 8.6", "where one is expected, its absence is said", "POST",
      "POST\(plain)Content-Length: 0\r\n\r\n"),
    Row("9110 8.6", "in PUT too", "PUT", "PUT\(plain)Content-Length: 0\r\n\r\n"),
    Row("9110 8.6", "and in PATCH", "PATCH", "PATCH\(plain)Content-Length: 0\r\n\r\n"),
    Row(
      "9112 6.2", "the length counts bytes", "POST", body: .text("ö"),
      "POST\(plain)Content-Length: 2\r\n\r\n"),
    Row(
      "9112 6.2", "an empty body has a length", "GET", body: .text(""),
      "GET\(plain)Content-Length: 0\r\n\r\n"),
    Row(
      "9112 6.2", "it is sent once", "PUT", headers: ["content-length": "1"], body: .text("x"),
      "PUT\(plain)Content-Length: 1\r\n\r\n"),
    Row(
      "9112 6.1", "chunks are sent chunked", "POST", body: .chunks,
      "POST\(plain)Transfer-Encoding: chunked\r\n\r\n"),
    Row(
      "9112 6.2", "never with a length beside that", "POST", headers: ["Content-Length": "7"],
      body: .chunks,
      "POST\(plain)Content-Length: 7\r\n\r\n"),
    Row(
      "9110 10.1.4", "trailers are welcome when Connection says so too", "GET",
      headers: ["TE": "trailers", "Connection": "TE"],
      "GET\(start)TE: trailers\r\nConnection: TE\r\n\(agent)\r\n"),
    Row(
      "9110 10.1.1", "a body may be asked for first", "PUT", headers: ["Expect": "100-continue"],
      body: .text("x"),
      "PUT\(start)Expect: 100-continue\r\n\(agent)Content-Length: 1\r\n\r\n"),
  ]

  nonisolated static let refused = [
    Row("9110 9.1", "a method is a token", "GE T", "\"GE T\" is no method"),
    Row("9110 9.1", "and not empty", "", "\"\" is no method"),
    Row(
      "9112 11.1", "a method holds no second request", "GET / HTTP/1.1\r\nX: 1\r\n\r\n",
      "\"GET / HTTP/1.1\\r\\nX: 1\\r\\n\\r\\n\" is no method"),
    Row(
      "9112 11.1", "nor does a value", "GET", headers: ["X-Note": "a\r\nX-Admin: 1"],
      "header \"X-Note\" cannot be sent: its value has a line break or control character at byte 1"),
    Row(
      "9110 5.1", "a field name is a token", "GET", headers: ["X Note": "a"],
      "header \"X Note\" cannot be sent: that is no field name"),
    Row(
      "9110 5.1", "and not empty", "GET", headers: ["": "a"],
      "header \"\" cannot be sent: that is no field name"),
    Row(
      "9112 3.2", "one Host", "GET", headers: ["Host": "a", "host": "b"], "Host can be set once"),
    Row(
      "9112 3.2", "which is a host", "GET", headers: ["Host": "a b"],
      "Host is a name and perhaps a port, not \"a b\""),
    Row(
      "9110 10.1.1", "nothing is expected without a body", "GET",
      headers: ["Expect": "100-continue"],
      expect),
    Row(
      "9110 10.1.1", "nor with an empty one", "PUT", headers: ["Expect": "100-continue"],
      body: .text(""), expect),
    Row("9110 9.3.8", "TRACE has no body", "TRACE", body: .text("x"), "TRACE has no body"),
    Row(
      "9110 9.3.8", "and holds nothing secret", "TRACE", headers: ["cookie": "id=1"],
      "TRACE has its fields told back: they may hold no credentials"),
    Row(
      "9110 9.3.6", "CONNECT is for proxies", "CONNECT",
      "CONNECT asks a proxy for a tunnel, which this client does not speak"),
    Row(
      "9110 7.8", "Upgrade offers what is spoken", "GET",
      headers: ["Upgrade": "h2c", "Connection": "Upgrade"],
      "Upgrade asks for another protocol, which this client does not speak"),
    Row(
      "9110 10.1.4", "TE never names chunked", "GET",
      headers: ["TE": "chunked", "Connection": "TE"],
      "TE can say trailers, and no more: the client undoes no coding but chunked"),
    Row(
      "9110 10.1.4", "and has a Connection option beside it", "GET", headers: ["TE": "trailers"],
      "TE is for the next server alone: send Connection: TE beside it"),
    Row(
      "9112 6.1", "chunked is applied once, and last", "POST",
      headers: ["Transfer-Encoding": "gzip"],
      body: .text("x"), "Transfer-Encoding is set by the client: a body in chunks is sent chunked"),
    Row(
      "9112 6.2", "a length is a number", "POST", headers: ["Content-Length": "5x"],
      body: .text("x"), length),
    Row(
      "9112 6.2", "one", "POST", headers: ["Content-Length": "1", "content-length": "1"],
      body: .text("x"), length),
    Row(
      "9110 8.6", "that of the body", "POST", headers: ["Content-Length": "2"], body: .text("x"),
      "Content-Length says 2, but the body has 1 bytes"),
    Row(
      "9110 8.6", "if there is one", "POST", headers: ["Content-Length": "2"],
      "Content-Length says 2, but there is no body"),
  ]

  private nonisolated static let expect = "Expect is for requests with a body"

  @Test(arguments: sent) func isSent(_ row: Row) throws {
    #expect(String(decoding: try row.request().head, as: UTF8.self) == row.result)
  }

  @Test(arguments: refused) func isRefused(_ row: Row) {
    #expect(throws: HTTPClientError("http://a/x", .badRequest(row.result))) { try row.request() }
  }

  /// RFC 9110 section 4.2.4: a URL that is refused may hold a password, and an error's text may end in a log.
  @Test(arguments: [
    ("http://rahul:secret@a/x@y", "http://…@a/x@y"), ("rahul:secret@a/x", "…@a/x"),
    ("http:/rahul:secret@a/", "http:/…@a/"), ("http:\\\\rahul:secret@a", "http:\\\\…@a"),
    ("h2c://rahul:secret@a", "h2c://…@a"), ("//rahul:secret@a", "//…@a"),
    ("localhost:3000/@x", "localhost:3000/@x"), ("http://a/ö?@", "http://a/ö?@"), ("", ""),
  ]) func leavesPasswordsOutOfItsErrors(_ url: String, _ shown: String) {
    #expect {
      try ClientRequest("GET", url, [:], .none)
    } throws: {
      ($0 as? HTTPClientError)?.url == shown
    }
  }

  /// RFC 9110 section 9.2.2: what may be sent again unasked.
  @Test func knowsWhatMayBeRepeated() throws {
    for method in ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"] {
      #expect(try ClientRequest(method, "http://a", [:], .none).mayBeRepeated)
    }
    for method in ["POST", "PATCH", "get", "LINK"] {
      #expect(try !ClientRequest(method, "http://a", [:], .none).mayBeRepeated)
    }
    #expect(try ClientRequest("PUT", "http://a", [:], "x").mayBeRepeated)
  }

  /// Chunks are gone once one was asked for.
  @Test func repeatsChunksThatNobodyAskedFor() async throws {
    let request = try ClientRequest("PUT", "http://a", [:], .chunks { nil })
    #expect(request.mayBeRepeated)
    if case .chunks(let source) = request.body.content { _ = try await source.next() }
    #expect(!request.mayBeRepeated)
  }

  // MARK: Redirects

  /// RFC 9110 section 15.4: which method goes on, and whether the body does.
  @Test(arguments: [
    ("POST", 301, "GET", ""), ("POST", 302, "GET", ""), ("POST", 303, "GET", ""),
    ("POST", 307, "POST", "x"), ("POST", 308, "POST", "x"), ("PUT", 301, "PUT", "x"),
    ("PUT", 302, "PUT", "x"), ("PUT", 303, "GET", ""), ("DELETE", 303, "GET", ""),
    ("HEAD", 303, "HEAD", "x"), ("HEAD", 302, "HEAD", "x"), ("GET", 303, "GET", ""),
    ("GET", 308, "GET", "x"),
  ]) func redirects(_ method: String, _ status: Int, _ nextMethod: String, _ body: String) throws {
    let headers: Headers = [
      "Content-Type": "text/plain", "Content-Language": "en", "Accept": "text/html",
      "Digest": "sha-256=x", "Last-Modified": "Sat, 21 Nov 2026 12:00:00 GMT",
    ]
    let request = try ClientRequest(method, "http://a/b/c", headers, "x")
    let next = try #require(try request.redirected(by: status, to: "../d"))
    let kept = body.isEmpty ? ["Accept": "text/html"] : headers
    #expect((next.method, "\(next.url)", next.headers) == (nextMethod, "http://a/d", kept))
    switch next.body.content {
    case .none: #expect(body == "")
    case .bytes(let bytes): #expect(bytes == Array(body.utf8))
    case .chunks: Issue.record("chunks from nowhere")
    }
  }

  @Test(arguments: [200, 201, 300, 304, 305, 306, 399, 404])
  func otherAnswersAreNoRedirects(_ status: Int) throws {
    let request = try ClientRequest("GET", "http://a/", [:], .none)
    #expect(try request.redirected(by: status, to: "/b")?.method == nil)
    #expect(try request.redirected(by: 302, to: nil)?.method == nil)
  }

  /// What identifies someone is for one origin: the same host, and the same port.
  @Test(arguments: [
    ("/b", true), ("http://a/b", true), ("http://A:80/b", true), ("http://a:81/b", false),
    ("//b/", false), ("http://b.a/", false),
  ]) func keepsCredentialsToOneOrigin(_ location: String, _ stay: Bool) throws {
    let headers: Headers = [
      "authorization": "Bearer 1", "Cookie": "id=1", "PROXY-Authorization": "Basic 1",
      "Host": "a", "Accept": "*/*",
    ]
    let request = try ClientRequest("GET", "http://a/", headers, .none)
    let next = try request.redirected(by: 302, to: location)
    #expect(next?.headers == (stay ? headers : ["Accept": "*/*"]))
  }

  @Test func saysWhyARedirectCannotBeFollowed() async throws {
    let body = ClientBody.chunks { nil }
    let request = try ClientRequest("POST", "http://a/", [:], body)
    if case .chunks(let source) = body.content { _ = try await source.next() }
    #expect(
      throws: HTTPClientError(
        "http://a/", .badRedirect("307 wants the body again, but its chunks are gone"))
    ) { try request.redirected(by: 307, to: "/b") }
    #expect(
      throws: HTTPClientError(
        "http://a/",
        .badRedirect(
          "Location \"https://a/\": TLS is not spoken here: use http://, or a proxy that speaks TLS"
        ))
    ) { try request.redirected(by: 302, to: "https://a/") }
    #expect {
      try request.redirected(by: 302, to: "http://rahul:secret@b/")
    } throws: { error in
      "\(error)".contains("Location \"http://…@b/\": a URL that holds a name or password")
    }
  }
}
