import TestSupport
import Testing

@testable import Engine

/// A request goes out while its answer comes in: bodies that wait for the server's word, and answers that come early.
@MainActor @Suite(.serialized, .fewAtOnce, .timeLimit(.minutes(10))) struct ClientExchangeTests {
  private let expecting: Headers = ["Expect": "100-continue"]

  private func body(_ text: String, inChunks: Bool) -> ClientBody {
    var pieces = [Array(text.utf8)]
    return inChunks ? .chunks { pieces.popLast() } : .text(text)
  }

  /// Limits under which no body is sent because of the time that has passed.
  private var patient: ClientLimits {
    var limits = ClientLimits.forTests
    limits.goAhead = .seconds(900)
    return limits
  }

  // MARK: Expect: 100-continue (RFC 9110 section 10.1.1)

  @Test(arguments: [false, true]) func aBodyWaitsForTheServersWord(_ inChunks: Bool) async throws {
    var early = ""
    let sent = inChunks ? "2\r\nhi\r\n0\r\n\r\n" : "hi"
    try await withScript(limits: patient) { client, _ in
      while true {
        let head = try await client.readHead()
        if !head.hasSuffix("\r\n\r\n") {
          early += head
          return
        }
        try await client.send("HTTP/1.1 103 Early Hints\r\n\r\n")
        for _ in 0..<10 { await turnOfTheLoop() }
        if case .bytes(let bytes) = client.socket.receiveNow(upTo: 100) { early += "\(bytes)" }
        try await client.send("HTTP/1.1 100 Continue\r\n\r\n")
        #expect(try await client.read(until: sent) == sent)
        try await client.send(emptyAnswer)
      }
    } _: { client, server in
      for _ in 0..<2 {
        let answer = try await client.send(
          "POST", server.url, headers: expecting, body: body("hi", inChunks: inChunks))
        #expect((answer.statusCode, early) == (200, ""))
      }
      #expect(server.connectionCount == 1)
    }
  }

  /// Servers that do not know the field say nothing.
  @Test(arguments: [false, true]) func aBodyDoesNotWaitForEver(_ inChunks: Bool) async throws {
    var limits = ClientLimits.forTests
    limits.goAhead = .milliseconds(20)
    try await withScript(limits: limits) { client, _ in
      while true {
        let request = try await client.read(until: inChunks ? "\r\n0\r\n\r\n" : "hi")
        if request.hasSuffix("<closed>") { return }
        try await client.send(emptyAnswer)
      }
    } _: { client, server in
      for _ in 0..<2 {
        let answer = try await client.send(
          "PUT", server.url, headers: expecting, body: body("hi", inChunks: inChunks))
        #expect(answer.statusCode == 200)
      }
      #expect(server.connectionCount == 1)
    }
  }

  @Test func aBodyThatIsNotWantedIsNotSent() async throws {
    var isAsked = false
    var bytes = ""
    try await withScript(limits: patient) { client, _ in
      bytes += try await client.readHead()
      try await client.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nno!")
      bytes += try await client.readAll()
    } _: { client, server in
      let body = ClientBody.chunks {
        isAsked = true
        return [65]
      }
      let answer = try await client.send("POST", server.url, headers: expecting, body: body)
      #expect(answer.statusCode == 413)
      #expect(try await answer.text() == "no!")
      await server.scriptEnded.wait()  // The server waits for a body: it is told that none comes.
      #expect(!isAsked)
      #expect(bytes.hasSuffix("Transfer-Encoding: chunked\r\n\r\n"))
    }
  }

  /// RFC 9110 section 15.5.18: a server that keeps no expectations is asked without. A redirect finds the body untouched.
  @Test(arguments: [
    ("417 Expectation Failed", "no"), ("307 Temporary Redirect\r\nLocation: /b", "100-continue"),
  ]) func aBodyThatWasHeldBackGoesElsewhere(_ status: String, _ expectation: String) async throws {
    var heads: [String] = []
    try await withScript(limits: patient) { client, number in
      let head = try await client.readHead()
      heads.append(head)
      if number == 1 {
        try await client.send("HTTP/1.1 \(status)\r\nContent-Length: 0\r\n\r\n")
      } else {
        if expectation == "100-continue" { try await client.send("HTTP/1.1 100 Continue\r\n\r\n") }
        if !head.hasSuffix("\r\n0\r\n\r\n") { _ = try await client.read(until: "0\r\n\r\n") }
        try await client.send(emptyAnswer)
      }
      try await client.drain()
    } _: { client, server in
      let answer = try await client.send(
        "POST", server.url, headers: expecting, body: body("hi", inChunks: true), redirects: 1)
      #expect(answer.statusCode == 200)
      #expect(heads.map { $0.contains("100-continue") } == [true, expectation == "100-continue"])
    }
  }

  // MARK: Interim answers

  /// An interim answer is a sign of life, but the final one must begin too.
  @Test func anInterimAnswerBeginsTheWaitingAnew() async throws {
    var limits = ClientLimits.forTests
    limits.firstByte = .milliseconds(50)
    try await withScript(limits: limits) { client, _ in
      _ = try await client.readHead()
      try await client.send("HTTP/1.1 102 Processing\r\n\r\n")
      try await client.drain()
    } _: { client, server in
      #expect(
        await failure(server) { _ = try await client.get(server.url) }
          == "URL: no answer within 0.05 s")
    }
  }

  // MARK: Answers that come early

  /// RFC 9112 section 9.5: a server that refuses a body and closes is sent no more of it, however long its answer takes.
  @Test func stopsSendingToAServerThatRefusesAndCloses() async throws {
    var count = 0
    try await withScript { client, _ in
      _ = try await client.readHead()
      try await client.send(
        "HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 9\r\n\r\nno")
      try await client.drain()
    } _: { client, server in
      let answer = try await client.send(
        "POST", server.url,
        body: .chunks {
          count += 1
          await turnOfTheLoop()
          return [65]
        })
      let before = count
      for _ in 0..<50 { await turnOfTheLoop() }
      #expect(count <= before + 1)
      answer.body.cancel()
      await server.scriptEnded.wait()
    }
  }

  /// A server may refuse a body before it has all of it; the answer is what counts, and the connection is spent.
  @Test func readsAnAnswerThatComesBeforeTheBodyIsSent() async throws {
    try await withScript { client, _ in
      _ = try await client.readHead()
      try await client.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nno!")
      try await client.drain()
    } _: { client, server in
      let answer = try await client.send(
        "POST", server.url, body: .chunks { [UInt8](repeating: 65, count: 65_536) })
      #expect(answer.statusCode == 413)
      #expect(try await answer.text() == "no!")
      _ = try await client.get(server.url)
      #expect(server.connectionCount == 2)
    }
  }

  @Test func aConnectionWhoseRequestIsNotWholeIsNotUsedAgain() async throws {
    try await withScript { client, _ in
      _ = try await client.readHead()
      try await client.send(emptyAnswer)
      try await client.drain()
    } _: { client, server in
      let end = Gate()
      let body = ClientBody.chunks {
        await end.wait()
        return nil
      }
      _ = try await client.send("POST", server.url, body: body)
      _ = try await client.get(server.url)
      #expect(server.connectionCount == 2)
      end.open()
    }
  }

  /// A rude server closes behind such an answer without reading on.
  @Test func readsAnAnswerAlsoFromAServerThatClosesAtOnce() async throws {
    try await withScript { client, _ in
      _ = try await client.readHead()
      try await client.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nno!")
    } _: { client, server in
      let answer = try await client.send(
        "POST", server.url, body: .chunks { [UInt8](repeating: 65, count: 65_536) })
      #expect(answer.statusCode == 413)
      #expect(try await answer.text() == "no!")
    }
  }
}
