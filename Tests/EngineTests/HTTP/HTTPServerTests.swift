import TestSupport
import Testing

@testable import Engine

/// The server over real sockets, whole answers compared.
@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct HTTPServerTests {
  private let kept = "Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n"

  /// Answers with what it saw; some paths do something else.
  private let handler: Handler = { request, response in
    switch request.url {
    case "/throws": throw SystemError("open", path: "secret.txt", number: 2)
    case "/silent": break
    case "/illegal":
      response.headers["Location"] = "/a\r\nSet-Cookie: stolen=1"
      response.end("never seen")
    case "/streamed":
      for piece in ["Rahul", "", " and ", "Priya"] { try await response.write(piece) }
      response.end("!")
    case "/half":
      try await response.write("half")
      throw SystemError("read", number: 5)
    case "/short":
      response.headers["Content-Length"] = "10"
      try await response.write("short")
      response.end()
    case "/nobody": response.end("nobody read the body")
    default:
      let body = try await request.body.collect()
      response.end("\(request.method) \(request.url) \(String(decoding: body, as: UTF8.self))")
    }
  }

  private func ok(_ body: String) -> String {
    "HTTP/1.1 200 OK\r\n\(kept)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  private func error(_ status: String, _ body: String, connection: String) -> String {
    "HTTP/1.1 \(status)\r\nContent-Type: text/plain; charset=utf-8\r\n"
      + "X-Content-Type-Options: nosniff\r\n\(connection)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  @Test func answersPipelinedRequestsInOrder() async throws {
    try await withServer(handler) { server in
      let requests = (1...20).map {
        "POST /\($0) HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nRahul"
      }
      let answer = try await WireClient.exchange(requests.joined(), with: server)
      #expect(answer == (1...20).map { ok("POST /\($0) Rahul") }.joined())
    }
  }

  @Test func understandsRequestsCutAtEveryByte() async throws {
    try await withServer(handler) { server in
      let request =
        "POST /cut HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nPriya\r\n0\r\n\r\n"
      let client = try await WireClient.connect(to: server)
      for cut in 1..<request.utf8.count {
        let bytes = Array(request.utf8)
        try await client.socket.write(Array(bytes[..<cut]))
        try await Self.letTheServerRead()
        try await client.socket.write(Array(bytes[cut...]))
        #expect(try await client.read(until: "Priya").withoutDates == ok("POST /cut Priya"))
      }
      client.socket.close()
    }
  }

  /// Two turns of the loop: what was sent has been read then.
  private static func letTheServerRead() async throws {
    for _ in 0..<2 {
      await withCheckedContinuation { continuation in setImmediate { continuation.resume() } }
    }
  }

  @Test func closesWhenAsked() async throws {
    try await withServer(handler) { server in
      let answer = try await WireClient.exchange(
        "GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n",
        with: server)
      #expect(answer == "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 7\r\n\r\nGET /a ")
    }
  }

  @Test func closesAfterHTTP10UnlessAskedToStay() async throws {
    try await withServer(handler) { server in
      let closed = try await WireClient.exchange("GET /a HTTP/1.0\r\n\r\n", with: server)
      #expect(closed == "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 7\r\n\r\nGET /a ")
      let stays = try await WireClient.exchange(
        "GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /b HTTP/1.0\r\n\r\n", with: server)
      #expect(
        stays == ok("GET /a ")
          + "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 7\r\n\r\nGET /b ")
      let streamed = try await WireClient.exchange("GET /streamed HTTP/1.0\r\n\r\n", with: server)
      #expect(streamed == "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nRahul and Priya!")
    }
  }

  @Test func streamsInChunks() async throws {
    try await withServer(handler) { server in
      let answer = try await WireClient.exchange(
        "GET /streamed HTTP/1.1\r\nHost: a\r\n\r\n", with: server)
      #expect(
        answer == "HTTP/1.1 200 OK\r\n\(kept)Transfer-Encoding: chunked\r\n\r\n"
          + "5\r\nRahul\r\n5\r\n and \r\n5\r\nPriya\r\n1\r\n!\r\n0\r\n\r\n")
      let head = try await WireClient.exchange(
        "HEAD /streamed HTTP/1.1\r\nHost: a\r\n\r\n", with: server)
      #expect(head == "HTTP/1.1 200 OK\r\n\(kept)Transfer-Encoding: chunked\r\n\r\n")
    }
  }

  @Test func headHasTheLengthButNoBody() async throws {
    try await withServer(handler) { server in
      let answer = try await WireClient.exchange(
        "HEAD /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n", with: server)
      #expect(answer == "HTTP/1.1 200 OK\r\n\(kept)Content-Length: 8\r\n\r\n" + ok("GET /b "))
    }
  }

  @Test func refusesMalformedRequestsAfterTheAnswersThatAreDue() async throws {
    try await withServer(handler) { server in
      let answer = try await WireClient.exchange(
        "GET /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\n\r\nGET /c HTTP/1.1\r\n", with: server
      )
      #expect(
        answer == ok("GET /a ")
          + error(
            "400 Bad Request", "Bad Request: no Host field", connection: "Connection: close\r\n"))
    }
  }

  @Test func answersForHandlersThatDoNot() async throws {
    try await withServer(handler) { server in
      for path in ["/throws", "/silent", "/illegal"] {
        let answer = try await WireClient.exchange(
          "GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n", with: server)
        #expect(
          answer == error("500 Internal Server Error", "Internal Server Error", connection: kept))
      }
    }
  }

  @Test(arguments: ["/half", "/short"]) func cutsAnswersThatCannotBeFinished(_ path: String)
    async throws
  {
    try await withServer(handler) { server in
      let client = try await WireClient.connect(to: server)
      try await client.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
      let answer = (try? await client.readAll()) ?? ""
      #expect(!answer.hasSuffix("0\r\n\r\n") && !answer.contains("500"))
      client.socket.close()
    }
  }

  @Test func answersBadChunksWith400() async throws {
    try await withServer(handler) { server in
      let answer = try await WireClient.exchange(
        "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", with: server)
      #expect(
        answer
          == error(
            "400 Bad Request",
            "Bad Request: the body is malformed: a chunk begins with its length",
            connection: "Connection: close\r\n"))
    }
  }

  @Test func throwsAwayBodiesThatNobodyReads() async throws {
    try await withServer(handler) { server in
      let body = String(repeating: "x", count: 200_000)
      let answer = try await WireClient.exchange(
        "POST /nobody HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n\(body)"
          + "GET /b HTTP/1.1\r\nHost: a\r\n\r\n", with: server)
      #expect(answer == ok("nobody read the body") + ok("GET /b "))
    }
  }

  @Test func continuesWhenTheBodyIsAskedFor() async throws {
    try await withServer(handler) { server in
      let client = try await WireClient.connect(to: server)
      try await client.send(
        "POST /a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
      #expect(try await client.read(until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
      try await client.send("Rahul")
      #expect(try await client.read(until: "Rahul").withoutDates == ok("POST /a Rahul"))
      client.socket.close()
      let unread = try await WireClient.exchange(
        "POST /nobody HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n",
        with: server)
      #expect(
        unread
          == "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 20\r\n\r\nnobody read the body"
      )
      let other = try await WireClient.exchange(
        "GET /a HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n", with: server)
      #expect(
        other
          == error(
            "417 Expectation Failed", "Expectation Failed: only 100-continue can be expected",
            connection: "Connection: close\r\n"))
    }
  }

  /// In a process of its own, whose loop no other test keeps busy.
  @Test(.inItsOwnProcess) func losesPatience() async {
    await #expect(processExitsWith: .success) { try await HTTPServerTests().losePatience() }
  }

  private func losePatience() async throws {
    var limits = Limits()
    limits.headTimeout = .milliseconds(80)
    limits.requestTimeout = .milliseconds(160)
    limits.keepAliveTimeout = .milliseconds(120)
    try await withServer(limits: limits, handler) { server in
      let timeout = "Request Timeout: the request took too long"
      let refusal = error("408 Request Timeout", timeout, connection: "Connection: close\r\n")
      let slowHead = try await WireClient.connect(to: server)
      try await slowHead.send("GET /a HTT")
      #expect(try await slowHead.readAll().withoutDates == refusal)
      let slowBody = try await WireClient.connect(to: server)
      try await slowBody.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nR")
      #expect(try await slowBody.readAll().withoutDates == refusal)
      let idle = try await WireClient.connect(to: server)
      try await idle.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
      let answer = try await idle.readAll().withoutDates
      #expect(answer == ok("GET /a ").replacing("timeout=5", with: "timeout=0"))
    }
  }

  @Test func stopsUploadsThatNobodyReadsAndBoundsWhatWaits() async throws {
    let gate = Gate()
    let handler: Handler = { request, response in
      await gate.wait()
      response.end("\(try await request.body.collect(upTo: 1 << 25).count)")
    }
    try await withServer(handler) { server in
      let client = try await WireClient.connect(to: server)
      let size = 1 << 24
      try await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(size)\r\n\r\n")
      let upload = Task {
        try await client.socket.write([UInt8](repeating: 120, count: size))
      }
      try await Self.letTheServerRead()
      #expect(client.socket.waitingBytes > size / 2)
      gate.open()
      try await upload.value
      #expect(try await client.read(until: "\(size)").withoutDates == ok("\(size)"))
      client.socket.close()
    }
  }

  @Test func cancelsTheHandlerWhenItsClientIsGone() async throws {
    let (started, cancelled) = (Gate(), Gate())
    let handler: Handler = { _, response in
      started.open()
      do { try await Task.sleep(for: .seconds(60)) } catch { cancelled.open() }
      response.end()
    }
    try await withServer(handler) { server in
      let client = try await WireClient.connect(to: server)
      try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
      await started.wait()
      client.socket.reset()
      await cancelled.wait()
    }
  }

  @Test func finishesWhatRunsBeforeItCloses() async throws {
    let (started, gate) = (Gate(), Gate())
    let server = HTTPServer { _, response in
      started.open()
      await gate.wait()
      response.end("done")
    }
    try server.bind(port: 0)
    let client = try await WireClient.connect(to: server)
    try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    await started.wait()
    let closing = Task { await server.close() }
    setImmediate { gate.open() }
    let answer = try await client.readAll().withoutDates
    #expect(answer == "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\ndone")
    client.socket.close()
    await closing.value
    await #expect(throws: SystemError.self) { _ = try await WireClient.connect(to: server) }
  }

  @Test func saysWhyItCannotListen() async throws {
    try await withServer(handler) { server in
      let port = server.port
      let second = HTTPServer { _, _ in }
      #expect {
        try second.bind(port: port)
      } throws: { error in
        "\(error)"
          == "port \(port) is in use: stop the program that listens there, or choose another port (PORT=\(port + 1))"
      }
      #expect {
        try second.bind(port: 70_000)
      } throws: { error in
        "\(error)"
          == "port 70000 does not exist: a port is a whole number from 0 to 65535 (0: any free one)"
      }
    }
  }
}
