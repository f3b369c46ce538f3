// What a client was to get, it gets, whatever becomes of the requests behind; and who is gone is noticed.

import TestSupport
import Testing

@testable import Engine

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct AnswersThatAreDueTests {
  private nonisolated static let kept = "Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n"
  private nonisolated static let first =
    "HTTP/1.1 200 OK\r\n\(kept)Content-Length: 5\r\n\r\nfirst"
  /// As `faults-program` keeps its connections.
  private nonisolated static let patient = kept.replacing("=5", with: "=120")

  /// An answer that fails in its middle is cut. The one before it, asked for in the same packet, is whole.
  @Test(arguments: drivers)
  func failuresTakeNoAnswerWithThem(_ driver: String) async throws {
    let first = "HTTP/1.1 200 OK\r\n\(Self.patient)Content-Length: 5\r\n\r\nHello"
    let chunked = "Transfer-Encoding: chunked\r\n\r\n"
    let cases = [
      ("GET /throws", "", "\(Self.patient)\(chunked)4\r\npart\r\n"),
      ("GET /short", "", "\(Self.patient)Content-Length: 10\r\n\r\npart"),
      ("POST /in-two-parts", "\(chunked)zz\r\n", "Connection: close\r\n\(chunked)6\r\nbegun \r\n"),
    ]
    try await FaultsProgram.run(["ENGINE_LOOP": driver]) { program in
      for (request, rest, cut) in cases {
        let client = try await program.begin("GET /")
        let end = rest.isEmpty ? "\r\n" : rest
        try await client.send("\r\n\(request) HTTP/1.1\r\nHost: a\r\n\(end)")
        let answers = try await client.readAll().withoutDates
        #expect(answers == first + "HTTP/1.1 200 OK\r\n" + cut, "\(request)")
        client.socket.close()
      }
    }
  }

  @Test(arguments: drivers)
  func theLastAnswerArrivesBeforeTheServerCloses(_ driver: String) async throws {
    try await FaultsProgram.run(["ENGINE_LOOP": driver]) { program in
      let client = try await program.begin("GET /closes-the-server")
      try await client.send("\r\n")
      #expect(
        try await client.readAll().withoutDates
          == "HTTP/1.1 200 OK\r\n\(Self.patient)Content-Length: 7\r\n\r\nGoodbye")
      client.socket.close()
      try await program.said(/^closed$/)
    }
  }

  /// A client that closes its connection in good order, as all do in the end, looks like one that has only said that it
  /// sends no more.
  @Test(arguments: [false, true])
  func aHandlerThatSendsNothingToOneWhoClosedIsCancelled(_ begins: Bool) async throws {
    let (started, cancelled) = (Gate(), Gate())
    var limits = Limits()
    limits.halfClosedTimeout = .milliseconds(50)
    try await withServer(limits: limits) { _, response in
      if begins { try await response.write("part") }
      await withTaskCancellationHandler {
        started.open()
        while !Task.isCancelled {
          await withCheckedContinuation { turn in setImmediate { turn.resume() } }
        }
      } onCancel: {
        Task { @MainActor in cancelled.open() }
      }
    } _: { server in
      let client = try await WireClient.connect(to: server)
      try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
      await started.wait()
      client.socket.end()
      #expect(await cancelled.opens())
      client.socket.close()
    }
  }

  /// Nothing is sent for longer than the limit, but what was sent before is still being taken.
  @Test func aSlowReaderThatSendsNoMoreGetsAll() async throws {
    var limits = Limits()
    limits.halfClosedTimeout = .milliseconds(20)
    try await withServer(limits: limits) { _, response in
      for _ in 0..<40 { try await response.write([UInt8](repeating: 120, count: 100_000)) }
      response.end()
    } _: { server in
      let client = try await WireClient.connect(to: server)
      try await client.send("GET / HTTP/1.0\r\n\r\n")
      client.socket.end()
      var count = 0
      while let bytes = try await client.socket.read(upTo: 50_000) { count += bytes.count }
      #expect(count > 4_000_000)
      client.socket.close()
    }
  }

  @Test func anAnswerToCONNECTHasNoLengthAndIsTheLast() async throws {
    try await withServer { _, response in
      response.end("text")
    } _: { server in
      let client = try await WireClient.connect(to: server)
      try await client.send("CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(
        try await client.readAll().withoutDates == "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
      client.socket.close()
    }
  }

  @Test func aWholeURLNamesTheHost() async throws {
    try await withServer { request, response in
      response.end("\(request.headers.values(of: "Host"))")
    } _: { server in
      let answer = try await WireClient.exchange(
        "GET http://shop.example:81/a?b HTTP/1.1\r\nHost: other.example\r\n\r\n", with: server)
      #expect(answer.hasSuffix("\r\n\r\n[\"shop.example:81\"]"))
    }
  }

  /// The answer was whole before: it counts, and so does the connection.
  @Test func whatIsThrownBehindAWholeAnswerTakesNothingAway() async throws {
    try await withServer { request, response in
      response.end("first")
      if request.url == "/throws" { throw SystemError("read", number: 5) }
    } _: { server in
      let answers = try await WireClient.exchange(
        "GET /throws HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", with: server)
      #expect(answers == Self.first + Self.first)
    }
  }

  /// A handler that is still at work when the server's patience ends is cancelled, and its client is told nothing more.
  @Test func closingHasAnEnd() async throws {
    let (begun, cancelled) = (Gate(), Gate())
    try await withServer { _, response in
      begun.open()
      await withTaskCancellationHandler {
        await cancelled.wait()
      } onCancel: {
        Task { @MainActor in cancelled.open() }
      }
    } _: { server in
      let client = try await WireClient.connect(to: server)
      try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
      await begun.wait()
      await server.close(deadline: .milliseconds(20))
      #expect(await cancelled.opens())
      #expect(server.openConnections == 0)
      #expect(try await client.readAll() == "")
      client.socket.close()
    }
  }
}
