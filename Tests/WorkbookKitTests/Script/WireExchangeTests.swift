// What came over the wire, exactly: how an answer was framed, what became of the connection, and what a server did wrong.

import Engine
import TestSupport
import Testing

@testable import WorkbookKit

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct WireExchangeTests {
  private func bodies(_ reports: [EntryReport]) -> [String?] {
    reports.map { $0.response.map { String(decoding: $0.body, as: UTF8.self) } }
  }

  // MARK: Good answers of a real server

  @Test func aChunkedAnswerIsPutTogether() async throws {
    let reports = try await run("GET {{host}}/\nHTTP 200\n`Hello, Rahul`\n") { _, response in
      try await response.write("Hello, ")
      try await response.write("Rahul")
      response.end()
    }
    #expect(reports.map(\.failures) == [[]])
    #expect(reports[0].response?.framing == .chunked)
    #expect(reports[0].response?.fate == .kept)
  }

  @Test func anAnswerToHeadHasNoBodyAndTheConnectionGoesOn() async throws {
    let script =
      "HEAD {{host}}/\nHTTP 200\nContent-Length: 5\n[Asserts]\nbytes count == 0\n\nGET {{host}}/\nHTTP 200\n`Rahul`"
    let reports = try await run(script) { _, response in response.end("Rahul") }
    #expect(reports.map(\.failures) == [[], []])
    #expect(reports.map { $0.response?.framing } == [WireResponse.Framing.none, .length(5)])
    #expect(reports.map { $0.response?.fate } == [.kept, .kept])
  }

  @Test func anAnswerWithoutABodyHasNone() async throws {
    let script = "DELETE {{host}}/\nHTTP 204\n\nGET {{host}}/\nHTTP 204"
    let reports = try await run(script) { _, response in
      response.writeHead(204)
      response.end()
    }
    #expect(reports.map(\.failures) == [[], []])
    #expect(
      reports.map { $0.response?.framing } == [
        WireResponse.Framing.none, WireResponse.Framing.none,
      ])
  }

  @Test func aConnectionThatIsToBeClosedIsClosedAndTheNextIsNew() async throws {
    let script =
      "GET {{host}}/\nConnection: close\nHTTP 200\nConnection: close\n\nGET {{host}}/\nHTTP 200"
    let reports = try await run(script) { _, response in response.end("Rahul") }
    #expect(reports.map(\.failures) == [[], []])
    #expect(reports.map { $0.response?.fate } == [.closed, .kept])
  }

  /// An answer without an end is not kept until it fills the memory.
  @Test(arguments: [
    "Content-Length: \(AnswerReader.limit + 1)\r\n\r\n",
    "Transfer-Encoding: chunked\r\n\r\n\(String(AnswerReader.limit, radix: 16))\r\n",
    "Connection: close\r\n\r\n",
  ]) func anAnswerHasItsLimit(_ start: String) async throws {
    let body = String(repeating: "x", count: AnswerReader.limit)
    let server = try RawServer([.init("HTTP/1.1 200 OK\r\n\(start)\(body)", .keepsOpen)])
    let reports = try await run(
      "GET {{host}}/\nHTTP 200\n", port: server.port, timeLimit: .seconds(120))
    server.close()
    #expect(reports.first?.wireError == .tooLarge(bytes: AnswerReader.limit))
    #expect(
      reports.first?.failures.first?.actual
        == "the answer has more than 16 MiB, and is not read further")
  }

  /// Whoever refuses an upload half-way has answered all the same.
  @Test func anUploadThatIsRefusedHalfWayHasAnAnswer() async throws {
    let server = HTTPServer { _, response in
      response.writeHead(413)
      response.end("too much")
    }
    try server.bind(port: 0, host: "127.0.0.1")
    var entry = try #require(
      try onlyEntry("POST {{host}}/\nHTTP 413\n[Asserts]\nbody == \"too much\""))
    entry.request.body = .bytes(Array(repeating: 0, count: 8 << 20))
    let runner = ScriptRunner(port: server.port, folder: "/nowhere", seed: 1)
    let report = await runner.run(entry)
    runner.close()
    await server.close(deadline: .zero)
    #expect(report.failures == [])
  }

  // MARK: Good answers, byte by byte

  nonisolated private static let answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nRahul"

  @Test func oneConnectionServesAllRequests() async throws {
    let server = try RawServer([.init(Self.answer, .keepsOpen), .init(Self.answer, .keepsOpen)])
    let reports = try await run("GET {{host}}/\n\nGET {{host}}/\n", port: server.port)
    server.close()
    #expect(bodies(reports) == ["Rahul", "Rahul"])
    #expect(server.connections == 1)
  }

  /// A server may close a connection that waits; the request is then sent once more over a new one.
  @Test func aConnectionThatDiedWaitingIsOpenedAnew() async throws {
    let server = try RawServer([.init(Self.answer, .closes), .init(Self.answer, .closes)])
    let reports = try await run("GET {{host}}/\n\nGET {{host}}/\n", port: server.port)
    server.close()
    #expect(bodies(reports) == ["Rahul", "Rahul"])
    #expect(reports.map { $0.response?.fate } == [.kept, .kept])
    #expect(server.connections == 2)
  }

  @Test func theWholeAnswerIsKept() async throws {
    let server = try RawServer([
      .init(
        "HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
          + "HTTP/1.0 299 Just So\r\nx-name: Rahul\r\nX-Name: Priya \r\n\r\nuntil the end")
    ])
    let reports = try await run("GET {{host}}/\n", port: server.port)
    server.close()
    var expected = WireResponse(
      version: "1.0", status: 299, reason: "Just So",
      fields: [.init(name: "x-name", value: "Rahul"), .init(name: "X-Name", value: "Priya")],
      framing: .untilClose, body: Array("until the end".utf8), fate: .closed, interim: [103, 100],
      duration: .zero)
    expected.duration = try #require(reports.first?.response).duration
    #expect(reports.map(\.response) == [expected])
    #expect(expected.duration > .zero)
  }

  // MARK: Bad answers

  nonisolated static let bad:
    [(answer: String, ending: RawServer.Ending, error: WireError, message: String)] = [
      ("", .closes, .closedBeforeAnswer, "the server closed the connection without an answer"),
      ("", .resets, .closedBeforeAnswer, "the server closed the connection without an answer"),
      (
        "HTTP/1.1 200 O", .closes, .closedWithinAnswer(Array("HTTP/1.1 200 O".utf8)),
        #"the server closed the connection before its answer was whole; it had sent "HTTP/1.1 200 O""#
      ),
      (
        "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nHello", .closes,
        .closedWithinAnswer(Array("Hello".utf8)),
        #"the server closed the connection before its answer was whole; it had sent "Hello""#
      ),
      (
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n", .closes,
        .closedWithinAnswer(Array("Hello".utf8)),
        #"the server closed the connection before its answer was whole; it had sent "Hello""#
      ),
      (
        "\(answer)!", .keepsOpen, .moreThanTheAnswer(Array("!".utf8)),
        #"the server sent more than its answer: "!""#
      ),
      (
        "HTTP/1.1 204 No Content\r\n\r\nHello", .keepsOpen, .moreThanTheAnswer(Array("Hello".utf8)),
        #"the server sent more than its answer: "Hello""#
      ),
      (
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\nHello", .closes,
        .moreThanTheAnswer(Array("Hello".utf8)), #"the server sent more than its answer: "Hello""#
      ),
    ]

  @Test(arguments: bad.indices) func whatTheServerDidWrongIsTold(_ index: Int) async throws {
    let (answer, ending, error, message) = Self.bad[index]
    let server = try RawServer([.init(answer, ending)])
    let reports = try await run("GET {{host}}/\nHTTP 200\n", port: server.port)
    server.close()
    #expect(reports.map(\.wireError) == [error])
    #expect(
      reports.map(\.failures) == [
        [
          Failure(
            position: at(1), question: "GET /", expected: "an answer", actual: message)
        ]
      ])
    #expect(reports.map { $0.response == nil && $0.request != nil } == [true])
  }

  nonisolated static let malformed = [
    "Hello, Rahul\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nRahul",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfive\r\nRahul\r\n0\r\n\r\n",
  ]

  @Test(arguments: malformed) func whatIsNoHTTPIsRefused(_ answer: String) async throws {
    let server = try RawServer([.init(answer, .closes)])
    let reports = try await run("GET {{host}}/\nHTTP 200\n", port: server.port)
    server.close()
    let message = try #require(reports.first?.failures.first).actual
    #expect(message.hasPrefix("the answer is no HTTP: "), "\(message)")
  }

  @Test func anAnswerThatNeverComesIsNotWaitedForForEver() async throws {
    let server = try RawServer([
      .init("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nHello", .keepsOpen)
    ])
    let reports = try await run("GET {{host}}/\n", port: server.port, timeLimit: .milliseconds(50))
    server.close()
    #expect(reports.map(\.wireError) == [.tooLate(.milliseconds(50))])
    #expect(reports[0].failures.map(\.actual) == ["no whole answer within 0.05 s"])
  }

  @Test func aServerThatDoesNotListenIsTold() async throws {
    let listener = try Listener(port: 0)
    let port = listener.address.port
    listener.close()
    let reports = try await run("GET {{host}}/\nHTTP 200\n", port: port)
    let message = try #require(reports.first?.failures.first).actual
    #expect(message.hasPrefix("the server takes no connection: "), "\(message)")
  }

  /// After a failure the next request has a connection of its own.
  @Test func aBrokenAnswerDoesNotSpoilTheNext() async throws {
    let server = try RawServer([
      .init("\(Self.answer)Hello", .keepsOpen), .init(Self.answer, .keepsOpen),
    ])
    let reports = try await run("GET {{host}}/1\n\nGET {{host}}/2\nHTTP 200\n", port: server.port)
    server.close()
    #expect(reports.map(\.isFine) == [false, true])
    #expect(bodies(reports) == [nil, "Rahul"])
  }
}
