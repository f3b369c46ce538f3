import TestSupport
import Testing

@testable import Engine

/// A connection that changes its protocol, with a made-up one: it says everything back in capitals.
@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct UpgradeTests {
  private let handler: Handler = { request, response in
    guard request.url == "/loud" else { return response.end("\(request.upgradeProtocols)") }
    let connection = try response.upgrade(request, to: "loud", ["X-Volume": "11"])
    while let bytes = try await connection.read() {
      try await connection.write(Array(String(decoding: bytes, as: UTF8.self).uppercased().utf8))
    }
    try await connection.write(Array("bye".utf8))
  }

  private let asks = "Host: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: quiet, loud\r\n"
  private let switched =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: loud\r\nConnection: Upgrade\r\nX-Volume: 11\r\n\r\n"
  private let kept = "Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n"

  @Test func bytesBehindTheRequestBelongToTheNewProtocol() async throws {
    try await withServer(handler) { server in
      let answer = try await WireClient.exchange(
        "GET /loud HTTP/1.1\r\n\(asks)\r\nhello\r\nGET / HTTP/1.1\r\n\r\n", with: server)
      #expect(answer == switched + "HELLO\r\nGET / HTTP/1.1\r\n\r\nbye")
    }
  }

  @Test func requestsBeforeItAreAnsweredBeforeIt() async throws {
    try await withServer(handler) { server in
      let answer = try await WireClient.exchange(
        "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /loud HTTP/1.1\r\n\(asks)\r\nhello", with: server)
      let first = "HTTP/1.1 200 OK\r\n\(kept)Content-Length: 2\r\n\r\n[]"
      #expect(answer == first + switched + "HELLObye")
    }
  }

  @Test func understandsTheRequestCutAtEveryByte() async throws {
    try await withServer(handler) { server in
      let bytes = Array("GET /loud HTTP/1.1\r\n\(asks)\r\nhello".utf8)
      for cut in 1..<bytes.count {
        let client = try await WireClient.connect(to: server)
        try await client.socket.write(Array(bytes[..<cut]))
        for _ in 0..<2 { await withCheckedContinuation { turn in setImmediate { turn.resume() } } }
        try await client.socket.write(Array(bytes[cut...]))
        client.socket.end()
        #expect(try await client.readAll().withoutDates == switched + "HELLObye")
        client.socket.close()
      }
    }
  }

  @Test func withoutATakerItIsAPlainRequest() async throws {
    try await withServer(handler) { server in
      let request = "GET / HTTP/1.1\r\n\(asks)\r\n"
      let answer = "HTTP/1.1 200 OK\r\n\(kept)Content-Length: 17\r\n\r\n[\"quiet\", \"loud\"]"
      let answers = try await WireClient.exchange(request + request, with: server)
      #expect(answers == answer + answer)
    }
  }

  /// RFC 9110 section 7.8: only what was offered, only in HTTP/1.1, only with the connection option.
  @Test(arguments: [
    ("1.1", "Host: a\r\n"), ("1.1", "Host: a\r\nUpgrade: loud\r\n"),
    ("1.1", "Host: a\r\nConnection: Upgrade\r\nUpgrade: quiet\r\n"),
    ("1.1", "Host: a\r\nConnection: Upgrade\r\n"),
    ("1.0", "Connection: keep-alive, Upgrade\r\nUpgrade: loud\r\n"),
  ]) func whatWasNotOfferedIsNotTaken(_ version: String, _ fields: String) async throws {
    try await withServer(handler) { server in
      let answer = try await WireClient.exchange(
        "GET /loud HTTP/\(version)\r\n\(fields)\r\n", with: server)
      let text = "Upgrade Required: this address speaks loud only"
      #expect(
        answer == "HTTP/1.1 426 Upgrade Required\r\nUpgrade: loud\r\nConnection: Upgrade\r\n"
          + "Content-Type: text/plain; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\n"
          + "Content-Length: \(text.utf8.count)\r\n\r\n\(text)")
    }
  }

  /// A body belongs to HTTP; the new protocol begins behind it.
  @Test func aBodyIsReadBeforeTheProtocolChanges() async throws {
    let handler: Handler = { request, response in
      let body = try await request.body.collect()
      let connection = try response.upgrade(request, to: "loud")
      try await connection.write(body + [UInt8(ascii: "|")])
      while let bytes = try await connection.read() { try await connection.write(bytes) }
    }
    let switched = switched.replacing("X-Volume: 11\r\n", with: "")
    try await withServer(handler) { server in
      let whole = try await WireClient.exchange(
        "POST / HTTP/1.1\r\n\(asks)Content-Length: 5\r\n\r\nRahulPriya", with: server)
      #expect(whole == switched + "Rahul|Priya")
      let chunked = try await WireClient.exchange(
        "POST / HTTP/1.1\r\n\(asks)Transfer-Encoding: chunked\r\n\r\n5\r\nRahul\r\n0\r\n\r\nPriya",
        with: server)
      #expect(chunked == switched + "Rahul|Priya")
      let client = try await WireClient.connect(to: server)
      try await client.send(
        "POST / HTTP/1.1\r\n\(asks)Expect: 100-continue\r\nContent-Length: 5\r\n\r\n")
      #expect(try await client.read(until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
      try await client.send("RahulPriya")
      client.socket.end()
      #expect(try await client.readAll().withoutDates == switched + "Rahul|Priya")
      client.socket.close()
    }
  }

  @Test(arguments: ["Rahul", "Rah"]) func aBodyThatWasNotReadStopsIt(_ sent: String) async throws {
    try await withServer(handler) { server in
      let client = try await WireClient.connect(to: server)
      try await client.send("POST /loud HTTP/1.1\r\n\(asks)Content-Length: 5\r\n\r\n\(sent)")
      let text = "Bad Request: the request's body must be read before the protocol changes"
      let answer = try await client.read(until: text).withoutDates
      #expect(
        answer == "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\n"
          + "X-Content-Type-Options: nosniff\r\n\(kept)Content-Length: \(text.utf8.count)\r\n\r\n\(text)"
      )
      client.socket.close()
    }
  }

  /// An expecting client is owed its 100 before the 101, also where it announced no body.
  @Test func whoExpectsToContinueIsToldSoFirst() async throws {
    try await withServer(handler) { server in
      let answer = try await WireClient.exchange(
        "GET /loud HTTP/1.1\r\n\(asks)Expect: 100-continue\r\n\r\nhi", with: server)
      #expect(answer == "HTTP/1.1 100 Continue\r\n\r\n" + switched + "HIbye")
    }
  }

  @Test func bytesThatComeWhileTheHandlerThinksAreKept() async throws {
    let (started, gate) = (Gate(), Gate())
    let handler: Handler = { request, response in
      started.open()
      await gate.wait()
      let connection = try response.upgrade(request, to: "loud")
      while let bytes = try await connection.read(upTo: 3) {
        try await connection.write(bytes + [UInt8(ascii: "|")])
      }
    }
    try await withServer(handler) { server in
      let client = try await WireClient.connect(to: server)
      try await client.send("GET / HTTP/1.1\r\n\(asks)\r\nab")
      #expect(await started.opens())
      try await client.send("cdefgh")
      for _ in 0..<3 { await withCheckedContinuation { turn in setImmediate { turn.resume() } } }
      gate.open()
      client.socket.end()
      let answer = try await client.readAll().withoutDates
      // How the bytes were cut on their way is the system's business.
      #expect(answer.filter { $0 != "|" }.hasSuffix("\r\n\r\nabcdefgh"))
      client.socket.close()
    }
  }

  @Test func fieldsSetBeforeAreSentToo() async throws {
    let handler: Handler = { request, response in
      response.headers = ["Set-Cookie": "a=1", "Set-Cookie": "b=2", "Connection": "close"]
      _ = try response.upgrade(request, to: "loud", ["Upgrade": "nonsense"])
    }
    try await withServer(handler) { server in
      let answer = try await WireClient.exchange("GET / HTTP/1.1\r\n\(asks)\r\n", with: server)
      #expect(
        answer == "HTTP/1.1 101 Switching Protocols\r\nUpgrade: loud\r\nConnection: Upgrade\r\n"
          + "Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\n")
    }
  }

  @Test func anIllegalFieldIsAnsweredWith500() async throws {
    let handler: Handler = { request, response in
      _ = try response.upgrade(request, to: "loud", ["X": "a\r\nY: b"])
    }
    try await withServer(handler) { server in
      let answer = try await WireClient.exchange("GET / HTTP/1.1\r\n\(asks)\r\n", with: server)
      #expect(answer.hasPrefix("HTTP/1.1 500 Internal Server Error\r\n"))
    }
  }

  // MARK: The end

  @Test func aServerThatClosesTakesItAlong() async throws {
    let (reading, ended) = (Gate(), Gate())
    let server = HTTPServer { request, response in
      let connection = try response.upgrade(request, to: "loud")
      reading.open()
      while (try? await connection.read()) != nil {}
      ended.open()
    }
    try server.bind(port: 0)
    let client = try await WireClient.connect(to: server)
    try await client.send("GET / HTTP/1.1\r\n\(asks)\r\n")
    #expect(await reading.opens())
    await server.close()
    #expect(await ended.opens())
    let answer = try await client.readAll()
    #expect(answer.hasPrefix("HTTP/1.1 101 "))
    client.socket.close()
  }

  @Test func aProtocolMayHaveALastWord() async throws {
    let reading = Gate()
    let server = HTTPServer { request, response in
      let connection = try response.upgrade(request, to: "loud")
      connection.onServerClosing = {
        Task {
          try await connection.write(Array("the server closes".utf8))
          connection.end()
        }
      }
      reading.open()
      while try await connection.read() != nil {}
    }
    try server.bind(port: 0)
    let client = try await WireClient.connect(to: server)
    try await client.send("GET / HTTP/1.1\r\n\(asks)\r\n")
    #expect(await reading.opens())
    let closing = Task { await server.close() }
    let answer = try await client.readAll()
    #expect(answer.hasSuffix("\r\n\r\nthe server closes"))
    client.socket.close()
    await closing.value
  }

  @Test func aHandlerThatThrowsClosesIt() async throws {
    let handler: Handler = { request, response in
      _ = try response.upgrade(request, to: "loud")
      throw SystemError("open", path: "secret.txt", number: 2)
    }
    try await withServer(handler) { server in
      let client = try await WireClient.connect(to: server)
      try await client.send("GET / HTTP/1.1\r\n\(asks)\r\n")
      let answer = try await client.readAll()
      #expect(answer.hasPrefix("HTTP/1.1 101 "))
      client.socket.close()
    }
  }

  /// The parts of an ended connection are freed, however it ended.
  @Test func nothingIsLeftOfIt() async throws {
    weak var connection: UpgradedConnection?
    weak var socket: Socket?
    let handler: Handler = { request, response in
      let upgraded = try response.upgrade(request, to: "loud")
      (connection, socket) = (upgraded, upgraded.socket)
      while try await upgraded.read() != nil {}
    }
    for isAbrupt in [false, true] {
      try await withServer(handler) { server in
        let client = try await WireClient.connect(to: server)
        try await client.send("GET / HTTP/1.1\r\n\(asks)\r\n")
        let answer = try await client.read(until: "\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 101 "))
        if isAbrupt { client.socket.reset() } else { client.socket.close() }
      }
      // The handler itself may still have to come to its end.
      for _ in 0..<1_000 where connection != nil || socket != nil {
        await withCheckedContinuation { turn in setImmediate { turn.resume() } }
      }
      #expect(connection == nil)
      #expect(socket == nil)
    }
  }
}
