import Testing

@testable import Engine

/// What a request looks like on the wire, what is never sent, and what a redirect makes of it.
@MainActor struct ClientRequestTests {
  private func head(
    _ method: String, _ url: String, _ headers: Headers = [:], _ body: ClientBody = .none
  ) throws -> String {
    String(decoding: try ClientRequest(method, url, headers, body).head, as: UTF8.self)
  }

  private let agent = "User-Agent: Engine\r\n"
  private var chunks: ClientBody { .chunks { nil } }

  /// RFC 9112 section 3.2: a client sends Host in every request, as the URL's authority has it.
  @Test func namesTheHostFirst() throws {
    #expect(try head("GET", "http://a/x?y") == "GET /x?y HTTP/1.1\r\nHost: a\r\n\(agent)\r\n")
    #expect(
      try head("OPTIONS", "http://[::1]:3000", ["X-Note": "1", "x-note": "2"])
        == "OPTIONS / HTTP/1.1\r\nHost: [::1]:3000\r\nX-Note: 1\r\nx-note: 2\r\n\(agent)\r\n")
    #expect(
      try head("GET", "http://a/", ["User-Agent": "me", "Host": "b.example"])
        == "GET / HTTP/1.1\r\nHost: b.example\r\nUser-Agent: me\r\n\r\n")
  }

  /// RFC 9112 section 6 and RFC 9110 section 8.6: the framing says what follows, and where a body would be expected, that
  /// there is none.
  @Test func framesTheBody() throws {
    let start = " / HTTP/1.1\r\nHost: a\r\n\(agent)"
    #expect(try head("GET", "http://a") == "GET\(start)\r\n")
    #expect(try head("DELETE", "http://a") == "DELETE\(start)\r\n")
    for method in ["POST", "PUT", "PATCH"] {
      #expect(try head(method, "http://a") == "\(method)\(start)Content-Length: 0\r\n\r\n")
    }
    #expect(try head("POST", "http://a", [:], "ö") == "POST\(start)Content-Length: 2\r\n\r\n")
    #expect(try head("GET", "http://a", [:], .bytes([])) == "GET\(start)Content-Length: 0\r\n\r\n")
    #expect(
      try head("PUT", "http://a", ["content-length": "1"], "x")
        == "PUT\(start)Content-Length: 1\r\n\r\n")
    #expect(
      try head("POST", "http://a", [:], chunks) == "POST\(start)Transfer-Encoding: chunked\r\n\r\n")
    #expect(
      try head("POST", "http://a", ["Content-Length": "7"], chunks)
        == "POST\(start)Content-Length: 7\r\n\r\n")
  }

  @Test(
    arguments: [
      ("GE T", [:], "", "\"GE T\" is no method"),
      ("", [:], "", "\"\" is no method"),
      (
        "GET / HTTP/1.1\r\nX: 1\r\n\r\n", [:], "", "\"GET / HTTP/1.1\r\nX: 1\r\n\r\n\" is no method"
      ),
      (
        "GET", ["X-Note": "a\r\nX-Admin: 1"], "",
        "header \"X-Note\" cannot be sent: its value has a line break or control character at byte 1"
      ),
      ("GET", ["X Note": "a"], "", "header \"X Note\" cannot be sent: that is no field name"),
      ("GET", ["": "a"], "", "header \"\" cannot be sent: that is no field name"),
      ("GET", ["Host": "a", "host": "b"], "", "Host can be set once"),
      ("GET", ["Expect": "100-continue"], "", "Expect is for requests with a body"),
      ("TRACE", [:], "x", "TRACE has no body"),
      (
        "CONNECT", [:], "", "CONNECT asks a proxy for a tunnel, which this client does not speak"
      ),
      (
        "POST", ["Transfer-Encoding": "gzip"], "x",
        "Transfer-Encoding is set by the client: a body in chunks is sent chunked"
      ),
      ("POST", ["Content-Length": "5x"], "x", "Content-Length is one whole number"),
      (
        "POST", ["Content-Length": "1", "content-length": "1"], "x",
        "Content-Length is one whole number"
      ),
      ("POST", ["Content-Length": "2"], "x", "Content-Length says 2, but the body has 1 bytes"),
      ("POST", ["Content-Length": "2"], "", "Content-Length says 2, but there is no body"),
    ] as [(String, Headers, String, String)]) func refuses(
      _ method: String, _ headers: Headers, _ body: String, _ problem: String
    )
  {
    #expect(throws: HTTPClientError("http://a/x", .badRequest(problem))) {
      try ClientRequest(method, "http://a/x", headers, body.isEmpty ? .none : .text(body))
    }
  }

  @Test func leavesPasswordsOutOfItsErrors() {
    #expect {
      try ClientRequest("GET", "http://rahul:secret@a/x@y", [:], .none)
    } throws: { error in
      "\(error)"
        == "http://…@a/x@y: not a URL that can be asked: a URL that holds a name or password is "
        + "refused: send them in an Authorization header"
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
    #expect(try !ClientRequest("PUT", "http://a", [:], chunks).mayBeRepeated)
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

  @Test func saysWhyARedirectCannotBeFollowed() throws {
    let request = try ClientRequest("POST", "http://a/", [:], chunks)
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
  }
}
