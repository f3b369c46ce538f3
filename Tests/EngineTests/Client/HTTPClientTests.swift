import TestSupport
import Testing

@testable import Engine

/// The client and our own server, over real sockets.
@MainActor @Suite(.serialized, .fewAtOnce, .timeLimit(.minutes(10))) struct HTTPClientTests {
  /// Says what it saw.
  private let echo: Handler = { request, response in
    let body = try await request.body.collect(upTo: 10_000_000)
    let headers = request.headers.map { "\($0.name): \($0.value)" }.joined(separator: ", ")
    response.end(
      "\(request.method) \(request.url) [\(headers)] \(body.count) \(String(decoding: body.prefix(20), as: UTF8.self))"
    )
  }

  private func withEcho(
    limits: ClientLimits = .forTests,
    _ body: @MainActor (HTTPClient, _ url: String, _ host: String) async throws -> Void
  ) async throws {
    try await withServer(echo) { server in
      let client = HTTPClient(limits: limits)
      defer { client.close() }
      let host = "127.0.0.1:\(server.port)"
      try await body(client, "http://\(host)", host)
    }
  }

  @Test func asksAndReads() async throws {
    try await withEcho { client, url, host in
      let answer = try await client.get("\(url)/users/1?full")
      #expect((answer.statusCode, answer.statusMessage, answer.httpVersion) == (200, "OK", "1.1"))
      #expect(answer.url == "\(url)/users/1?full")
      #expect(answer.body.announcedLength == answer.headers["Content-Length"].flatMap { Int($0) })
      #expect(
        try await answer.text() == "GET /users/1?full [Host: \(host), User-Agent: Engine] 0 ")
    }
  }

  @Test func sendsBytesAndText() async throws {
    try await withEcho { client, url, host in
      for body: ClientBody in ["Priya", .text("Priya"), .bytes(Array("Priya".utf8))] {
        let answer = try await client.send("POST", url, headers: ["X-Note": "1"], body: body)
        #expect(
          try await answer.text()
            == "POST / [Host: \(host), X-Note: 1, User-Agent: Engine, Content-Length: 5] 5 Priya")
      }
      let large = try await client.send(
        "PUT", url, body: .bytes([UInt8](repeating: 65, count: 3_000_000)))
      #expect(try await large.text().hasSuffix("3000000 AAAAAAAAAAAAAAAAAAAA"))
    }
  }

  @Test func sendsChunks() async throws {
    try await withEcho { client, url, host in
      var pieces = ["!", "", "ya", "Pri"]
      let pulled = try await client.send(
        "POST", url, body: .chunks { pieces.popLast().map { Array($0.utf8) } })
      let chunked = "[Host: \(host), User-Agent: Engine, Transfer-Encoding: chunked]"
      #expect(try await pulled.text() == "POST / \(chunked) 6 Priya!")
      let (stream, source) = AsyncStream.makeStream(of: [UInt8].self)
      for piece in ["Ra", "hul"] { source.yield(Array(piece.utf8)) }
      source.finish()
      let streamed = try await client.send("POST", url, body: .chunks(from: stream))
      #expect(try await streamed.text() == "POST / \(chunked) 5 Rahul")
      var whole: [[UInt8]] = [Array("hul".utf8), Array("Ra".utf8)]
      let measured = try await client.send(
        "POST", url, headers: ["content-length": "5"], body: .chunks { whole.popLast() })
      #expect(
        try await measured.text()
          == "POST / [Host: \(host), User-Agent: Engine, Content-Length: 5] 5 Rahul")
    }
  }

  @Test func asksTheServerWhetherItWantsTheBody() async throws {
    var limits = ClientLimits.forTests
    limits.goAhead = .seconds(900)
    try await withEcho(limits: limits) { client, url, _ in
      var pieces = ["ya", "Pri"]
      for body: ClientBody in ["Priya", .chunks { pieces.popLast().map { Array($0.utf8) } }] {
        let answer = try await client.send(
          "POST", url, headers: ["Expect": "100-continue"], body: body)
        #expect(try await answer.text().hasSuffix(" 5 Priya"))
      }
    }
  }

  @Test(arguments: [["Ra"], ["Rahul!"], ["Rah", "ul", "!"]])
  func aBodyOfAnotherLengthThanAnnouncedIsCut(_ pieces: [String]) async throws {
    try await withEcho { client, url, _ in
      var rest = Array(pieces.reversed())
      let sent = pieces.joined().utf8.count
      await #expect(
        throws: HTTPClientError("\(url)/", .wrongLength(announced: 5, sent: sent))
      ) {
        try await client.send(
          "POST", url, headers: ["Content-Length": "5"],
          body: .chunks { rest.popLast().map { Array($0.utf8) } })
      }
    }
  }

  @Test func whatTheBodysSourceThrowsReachesTheSender() async throws {
    try await withEcho { client, url, _ in
      var isFirst = true
      await #expect(throws: SystemError("read", path: "video", number: 5)) {
        try await client.send(
          "POST", url,
          body: .chunks {
            guard isFirst else { throw SystemError("read", path: "video", number: 5) }
            isFirst = false
            return Array("first".utf8)
          })
      }
      let next = try await client.get(url)
      #expect(next.statusCode == 200)
    }
  }

  @Test func readsJSON() async throws {
    struct Note: Codable, Equatable { var text: String }
    try await withServer { request, response in
      response.end(try await request.body.collect())
    } _: { server in
      let client = HTTPClient(limits: .forTests)
      let url = "http://127.0.0.1:\(server.port)/"
      let answer = try await client.send(
        "POST", url, body: .bytes(try JSON.encode(Note(text: "milk"))))
      #expect(try await answer.json(as: Note.self) == Note(text: "milk"))
      let noText = try await client.send("POST", url, body: .bytes([0xFF]))
      await #expect(throws: HTTPClientError(url, .notText)) { try await noText.text() }
      client.close()
    }
  }

  @Test func relaysABodyFromOneServerToAnother() async throws {
    try await withEcho { client, url, host in
      try await withServer { request, response in
        let answer = try await client.send("POST", url, body: .chunks(from: request.body))
        response.statusCode = answer.statusCode
        for try await chunk in answer.body { try await response.write(chunk) }
        response.end()
      } _: { relay in
        let answer = try await client.send(
          "POST", "http://127.0.0.1:\(relay.port)/", body: "Priya")
        #expect(
          try await answer.text()
            == "POST / [Host: \(host), User-Agent: Engine, Transfer-Encoding: chunked] 5 Priya")
      }
    }
  }

  @Test func refusesABodyThatIsTooLarge() async throws {
    try await withServer { request, response in
      if request.url == "/chunks" { try await response.write("12345") }
      response.end("67890")
    } _: { server in
      let client = HTTPClient(limits: .forTests)
      let url = "http://127.0.0.1:\(server.port)/"
      await #expect(throws: HTTPClientError(url, .bodyTooLarge(limit: 4))) {
        try await client.get(url).text(upTo: 4)
      }
      await #expect(throws: HTTPClientError("\(url)chunks", .bodyTooLarge(limit: 9))) {
        try await client.get("\(url)chunks").body.collect(upTo: 9)
      }
      let text = try await client.get("\(url)chunks").text(upTo: 10)
      #expect(text == "1234567890")
      client.close()
    }
  }

  @Test func saysWhoCannotBeReached() async throws {
    let closed = try Listener(port: 0)
    let url = "http://\(closed.address)/"
    closed.close()
    var limits = ClientLimits.forTests
    limits.connectionsPerOrigin = 1
    let client = HTTPClient(limits: limits)
    for _ in 0..<2 {  // What could not be opened takes nobody's place.
      await #expect {
        try await client.get(url)
      } throws: { error in
        "\(error)" == "\(url): cannot connect: ECONNREFUSED: connection refused, connect"
      }
    }
    await #expect {
      try await client.get("https://a.example/")
    } throws: { error in
      "\(error)"
        == "https://a.example/: not a URL that can be asked: TLS is not spoken here: use http://, or "
        + "a proxy that speaks TLS"
    }
  }

  @Test func askedWhenClosedItRefuses() async throws {
    try await withEcho { client, url, _ in
      client.close()
      await #expect(throws: HTTPClientError("\(url)/", .clientClosed)) { try await client.get(url) }
    }
  }

  // MARK: Redirects

  /// A redirect that is cancelled while its body is read: nothing is sent over the other connections that are free.
  @Test func isNotFollowedByACancelledTask() async throws {
    var requests: [String] = []
    let (reading, bothAsked) = (Gate(), Gate())
    try await withScript { client, _ in
      while true {
        let request = try await client.readHead()
        guard request.hasSuffix("\r\n\r\n") else { return }
        requests.append(String(request.prefix { $0 != "\r\n" }))
        if requests.count == 2 { bothAsked.open() }
        if requests.count <= 2 { await bothAsked.wait() }
        guard request.contains("/moving") else {
          try await client.send(emptyAnswer)
          continue
        }
        try await client.send("HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 9\r\n\r\nhalf")
        reading.open()
      }
    } _: { client, server in
      let two = (0..<2).map { _ in Task { _ = try await client.get(server.url) } }
      for task in two { try await task.value }
      let task = Task { _ = try await client.get("\(server.url)moving", redirects: 1) }
      await reading.wait()
      for _ in 0..<5 { await turnOfTheLoop() }
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
      for _ in 0..<5 { await turnOfTheLoop() }
      #expect(requests == ["GET / HTTP/1.1", "GET / HTTP/1.1", "GET /moving HTTP/1.1"])
    }
  }

  private let moving: Handler = { request, response in
    let body = try await request.body.collect()
    switch request.url {
    case "/loop": response.writeHead(302, ["Location": "/loop"])
    case "/relative/a": response.writeHead(301, ["Location": "../b?x=1"])
    case "/kept": response.writeHead(308, ["Location": "/b"])
    case "/other": response.writeHead(302, ["Location": request.headers["X-To"] ?? ""])
    default:
      let credentials = request.headers["Authorization"] ?? "nobody"
      return response.end(
        "\(request.method) \(request.url) \(credentials) \(String(decoding: body, as: UTF8.self))")
    }
    response.end("moved")
  }

  @Test func followsRedirectsWhenAsked() async throws {
    try await withServer(moving) { server in
      let client = HTTPClient(limits: .forTests)
      let url = "http://127.0.0.1:\(server.port)"
      let unasked = try await client.get("\(url)/relative/a")
      #expect(unasked.statusCode == 301)
      #expect(try await unasked.text() == "moved")
      let followed = try await client.send("POST", "\(url)/relative/a", body: "x", redirects: 1)
      #expect(followed.url == "\(url)/b?x=1")
      #expect(try await followed.text() == "GET /b?x=1 nobody ")
      let kept = try await client.send("POST", "\(url)/kept", body: "x", redirects: 5)
      #expect(try await kept.text() == "POST /b nobody x")
      await #expect(throws: HTTPClientError("\(url)/loop", .tooManyRedirects(limit: 5))) {
        try await client.get("\(url)/loop", redirects: 5)
      }
      client.close()
    }
  }

  @Test func tellsAnotherServerNoCredentials() async throws {
    try await withServer(moving) { server in
      try await withServer(moving) { other in
        let client = HTTPClient(limits: .forTests)
        let url = "http://127.0.0.1:\(server.port)"
        for (target, whom) in [("/b", "Bearer 1"), ("http://127.0.0.1:\(other.port)/b", "nobody")] {
          let answer = try await client.get(
            "\(url)/other", headers: ["Authorization": "Bearer 1", "X-To": target], redirects: 1)
          #expect(try await answer.text() == "GET /b \(whom) ")
        }
        client.close()
      }
    }
  }
}
