// What happens at the edges of a connection: slow readers, half-closed clients, broken bodies, answers that are no answers.

import TestSupport
import Testing

@testable import Engine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ConnectionTests {
  /// Much more than the system keeps between two sockets.
  private static let much = [UInt8](repeating: 120, count: 12_000_000)

  private func count(_ client: WireClient) async throws -> Int {
    var count = 0
    while let chunk = try await client.socket.read() { count += chunk.count }
    return count
  }

  @Test func aWholeAnswerReachesAClientThatHasClosedItsSide() async throws {
    let handler: Handler = { _, response in response.end(Self.much) }
    try await withServer(handler) { server in
      let client = try await WireClient.connect(to: server)
      try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
      client.socket.end()
      #expect(try await count(client) > Self.much.count)
      client.socket.close()
    }
  }

  @Test func aWholeAnswerReachesItsClientWhileTheServerCloses() async throws {
    let answered = Gate()
    let handler: Handler = { _, response in
      response.end(Self.much)
      answered.open()
    }
    try await withServer(handler) { server in
      let client = try await WireClient.connect(to: server)
      try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
      await answered.wait()
      let closing = Task { await server.close() }
      #expect(try await count(client) > Self.much.count)
      client.socket.close()
      await closing.value
    }
  }

  /// The client takes a little now and then, less in a second than the system must be rid of before it takes more: as long
  /// as it takes something, it is not idle. In a process of its own, whose loop no other test keeps busy.
  @Test(.inItsOwnProcess) func aSlowReaderIsNotCutOff() async {
    await #expect(processExitsWith: .success) { try await ConnectionTests().readSlowly() }
  }

  private func readSlowly() async throws {
    var limits = Limits()
    limits.keepAliveTimeout = .seconds(1)
    let much = [UInt8](repeating: 120, count: 40_000_000)
    let handler: Handler = { _, response in response.end(much) }
    try await withServer(limits: limits, handler) { server in
      let client = try await WireClient.connect(to: server)
      client.socket.holdLittle()
      try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
      var taken = 0
      for step in 1...12 {
        await withCheckedContinuation { done in
          setTimeout(.milliseconds(300)) { done.resume() }
        }
        while taken < step * 100_000, let chunk = try await client.socket.read() {
          taken += chunk.count
        }
      }
      let rest = try await count(client)
      #expect(taken + rest > much.count)
      client.socket.close()
    }
  }

  @Test func whoAsksAndDoesNotReadIsNotAskedForMore() async throws {
    var served = 0
    let handler: Handler = { _, response in
      served += 1
      response.end([UInt8](repeating: 120, count: 100_000))
    }
    try await withServer(handler) { server in
      let client = try await WireClient.connect(to: server)
      let requests = String(repeating: "GET / HTTP/1.1\r\nHost: a\r\n\r\n", count: 1_000)
      let upload = Task { try await client.send(requests) }
      var turns = 0
      while served == 0 || turns < 50 {
        try Task.checkCancellation()
        await withCheckedContinuation { turn in setImmediate { turn.resume() } }
        turns += 1
      }
      #expect(served < 200)
      client.socket.end()
      #expect(try await count(client) > 100_000 * 1_000)
      try await upload.value
      client.socket.close()
      #expect(served == 1_000)
    }
  }

  @Test(arguments: ["5", "5\r\nRah", "5\r\nRahul", "5\r\nRahul\r\n", "0\r\n"])
  func aBodyThatIsCutIsAnError(_ body: String) async throws {
    let handler: Handler = { request, response in
      response.end(try await request.body.collect())
    }
    try await withServer(handler) { server in
      let answer = try await WireClient.exchange(
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(body)", with: server)
      #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
      #expect(answer.hasSuffix("the client left before the body was whole"))
    }
  }

  @Test func aWriteToAClientThatIsGoneThrows() async throws {
    let (started, ended) = (Gate(), Gate())
    var error: (any Error)?
    let handler: Handler = { _, response in
      started.open()
      do {
        while true { try await response.write([UInt8](repeating: 120, count: 65_536)) }
      } catch let reason { error = reason }
      ended.open()
    }
    try await withServer(handler) { server in
      let client = try await WireClient.connect(to: server)
      try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
      await started.wait()
      client.socket.reset()
      await ended.wait()
      #expect(error != nil)
    }
  }

  @Test func aCancelledTaskStopsWaitingForABody() async throws {
    let ended = Gate()
    let handler: Handler = { request, response in
      let reading = Task { try await request.body.collect() }
      await Task.yield()
      reading.cancel()
      await #expect(throws: CancellationError.self) { try await reading.value }
      response.end()
      ended.open()
    }
    try await withServer(handler) { server in
      let client = try await WireClient.connect(to: server)
      try await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n")
      await ended.wait()
      client.socket.close()
    }
  }

  // MARK: Answers

  private func answer(_ method: String = "GET", _ handler: @escaping Handler) async throws -> String
  {
    var answer = ""
    try await withServer(handler) { server in
      answer = try await WireClient.exchange(
        "\(method) / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", with: server)
    }
    return answer
  }

  private let kept = "Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n"

  @Test func a205HasNoBody() async throws {
    let empty = "HTTP/1.1 205 Reset Content\r\n\(kept)Content-Length: 0\r\n\r\n"
    let whole: Handler = { _, response in
      response.writeHead(205)
      response.end("hello")
    }
    let streamed: Handler = { _, response in
      response.writeHead(205)
      try await response.write("hello")
      response.end()
    }
    #expect(try await answer("GET", whole) == empty + empty)
    #expect(try await answer("GET", streamed) == empty + empty)
  }

  @Test(arguments: [-1, 0, 99, 103, 1_000, Int.max])
  func aStatusThatIsNoneBecomes500(_ status: Int) async throws {
    let answer = try await answer { _, response in
      response.statusCode = status
      response.end("x")
    }
    let expected = "HTTP/1.1 500 Internal Server Error\r\n\(kept)Content-Length: 1\r\n\r\nx"
    #expect(answer == expected + expected)
  }

  @Test func aLengthThatIsNoneIsNotSent() async throws {
    let answer = try await answer("HEAD") { _, response in
      response.headers["Content-Length"] = "-5"
      response.end()
    }
    let expected = "HTTP/1.1 200 OK\r\n\(kept)Content-Length: 0\r\n\r\n"
    #expect(answer == expected + expected)
  }

  @Test func theDateIsSentOnce() async throws {
    var answer = ""
    let handler: Handler = { _, response in
      response.headers["Date"] = "Sun, 06 Nov 1994 08:49:37 GMT"
      response.end()
    }
    try await withServer(handler) { server in
      let client = try await WireClient.connect(to: server)
      try await client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
      answer = try await client.readAll()
      client.socket.close()
    }
    #expect(
      answer == "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nConnection: close\r\n"
        + "Content-Length: 0\r\n\r\n")
  }

  @Test func repeatedFieldsOfWriteHeadAreAllSent() async throws {
    let answer = try await answer { _, response in
      response.headers["X-Name"] = "Rahul"
      response.headers["Set-Cookie"] = "old=1"
      response.writeHead(200, ["Set-Cookie": "a=1", "Set-Cookie": "b=2"])
      response.end()
    }
    let expected =
      "HTTP/1.1 200 OK\r\nX-Name: Rahul\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n\(kept)"
      + "Content-Length: 0\r\n\r\n"
    #expect(answer == expected + expected)
  }

  @Test(arguments: [
    (
      String(repeating: "1;\(String(repeating: "x", count: 200))\r\na\r\n", count: 200),
      "413 Payload Too Large"
    ),
    (
      "0\r\nA: \(String(repeating: "x", count: 20_000))\r\n\r\n",
      "431 Request Header Fields Too Large"
    ),
    ("5 x\r\nRahul\r\n0\r\n\r\n", "400 Bad Request"),
  ]) func aBrokenBodyHasTheStatusOfItsFault(_ body: String, _ status: String) async throws {
    let handler: Handler = { request, response in
      response.end(try await request.body.collect())
    }
    try await withServer(handler) { server in
      let answer = try await WireClient.exchange(
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(body)", with: server)
      #expect(answer.hasPrefix("HTTP/1.1 \(status)\r\n"), "\(answer.prefix(80))")
    }
  }

  @Test func anAnsweredRequestIsNotAnsweredAgain() async throws {
    var limits = Limits()
    limits.keepAliveTimeout = .milliseconds(100)
    let handler: Handler = { _, response in response.end("early") }
    try await withServer(limits: limits, handler) { server in
      let client = try await WireClient.connect(to: server)
      try await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n")
      let answer = try await client.readAll().withoutDates
      #expect(
        answer == "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=0\r\n"
          + "Content-Length: 5\r\n\r\nearly")
      client.socket.close()
    }
  }

  @Test func aServerThatNobodyKeepsGoesOn() async throws {
    func start() throws -> Int {
      let server = HTTPServer { _, response in response.end("still here") }
      try server.bind(port: 0)
      return server.port
    }
    let socket = try await Socket.connect(host: "127.0.0.1", port: try start())
    try await socket.write(Array("GET / HTTP/1.0\r\n\r\n".utf8))
    var answer: [UInt8] = []
    while let chunk = try await socket.read() { answer += chunk }
    #expect(String(decoding: answer, as: UTF8.self).hasSuffix("\r\n\r\nstill here"))
    socket.close()
  }
}
