import TestSupport
import Testing

@testable import Engine

/// The life of the client's connections: used again, and asked once more.
@MainActor @Suite(.serialized, .fewAtOnce, .timeLimit(.minutes(10))) struct ClientConnectionTests {
  @Test func usesAConnectionAgain() async throws {
    try await withNotes { client, server, notes in
      for method in ["GET", "POST", "DELETE"] { _ = try await client.send(method, server.url) }
      #expect(notes.requests == ["1 GET", "1 POST", "1 DELETE"])
      _ = try await client.send("PUT", server.url, headers: ["Connection": "close"])
      _ = try await client.get(server.url)
      #expect(notes.requests.suffix(2) == ["1 PUT", "2 GET"])
    }
  }

  @Test func anAnswerThatNobodyReadsCostsItsConnection() async throws {
    try await withScript { client, number in
      _ = try await client.readHead()
      try await client.send(
        number == 1 ? "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf" : emptyAnswer)
      try await client.drain()
    } _: { client, server in
      _ = try await client.get(server.url)
      await server.scriptEnded.wait()
      _ = try await client.get(server.url)
      #expect(server.connectionCount == 2)
    }
  }

  @Test func cancelClosesTheConnection() async throws {
    try await withScript { client, _ in
      _ = try await client.readHead()
      try await client.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
      try await client.drain()
    } _: { client, server in
      let answer = try await client.get(server.url)
      answer.body.cancel()
      #expect(
        await failure(server) { _ = try await answer.text() }
          == "URL: the answer was cut short: its reader did not want more")
      await server.scriptEnded.wait()
    }
  }

  /// The server closes while nobody asks: the next request goes elsewhere at once, even one that may not be repeated.
  @Test func noticesThatAnIdleConnectionDied() async throws {
    try await withScript { client, _ in
      _ = try await client.readHead()
      try await client.send(emptyAnswer)
    } _: { client, server in
      for count in 1...3 {
        _ = try await client.send("POST", server.url)
        #expect(server.connectionCount == count)
        for _ in 0..<5 { await turnOfTheLoop() }
      }
    }
  }

  @Test func closesAnIdleConnectionThatTheServerHasClosed() async throws {
    try await withScript { client, _ in
      _ = try await client.readHead()
      try await client.send(emptyAnswer)
      client.socket.end()
      try await client.drain()
    } _: { client, server in
      _ = try await client.get(server.url)
      await server.scriptEnded.wait()
    }
  }

  /// RFC 9112 section 9.2: what comes unasked is nobody's answer.
  @Test func closesAnIdleConnectionOverWhichAnAnswerComesUnasked() async throws {
    try await withScript { client, number in
      _ = try await client.readHead()
      try await client.send(emptyAnswer)
      for _ in 0..<5 { await turnOfTheLoop() }
      if number == 1 { try await client.send("HTTP/1.1 299 Forged\r\nContent-Length: 0\r\n\r\n") }
      try await client.drain()
    } _: { client, server in
      _ = try await client.get(server.url)
      await server.scriptEnded.wait()
      #expect(try await client.get(server.url).statusCode == 200)
      #expect(server.connectionCount == 2)
    }
  }

  @Test func aClientThatNobodyHoldsClosesItsConnections() async throws {
    try await withNotes { _, server, _ in
      var client: HTTPClient? = HTTPClient(limits: .forTests)
      _ = try await client?.get(server.url)
      client = nil
      await server.scriptEnded.wait()
    }
  }

  @Test func keepsAnIdleConnectionOnlyForAWhile() async throws {
    var limits = ClientLimits.forTests
    limits.idle = .milliseconds(1)
    try await withScript(limits: limits) { client, _ in
      _ = try await client.readHead()
      try await client.send(emptyAnswer)
      try await client.drain()
    } _: { client, server in
      _ = try await client.get(server.url)
      await server.scriptEnded.wait()
    }
  }

  @Test func closesBeforeTheServerWould() async throws {
    try await withScript { client, _ in
      _ = try await client.readHead()
      try await client.send(
        "HTTP/1.1 200 OK\r\nKeep-Alive: max=9, Timeout=1\r\nContent-Length: 0\r\n\r\n")
      try await client.drain()
    } _: { client, server in
      _ = try await client.get(server.url)
      await server.scriptEnded.wait()
    }
  }

  // MARK: Once more

  /// The first connection takes two requests and answers one. RFC 9110 section 9.2.2: only what is idempotent is sent again.
  @Test(arguments: [
    ("GET", "", true), ("PUT", "x", true), ("DELETE", "", true), ("POST", "x", false),
    ("PATCH", "", false), ("PUT", "chunks", false), ("PUT", "chunks held back", true),
  ]) func sendsOnceMoreWhatMayBeRepeated(_ method: String, _ body: String, _ isRepeated: Bool)
    async throws
  {
    try await withScript { client, number in
      _ = try await client.readHead()
      try await client.send(emptyAnswer)
      if number > 1 { try await client.drain() } else { _ = try await client.socket.read() }
    } _: { client, server in
      _ = try await client.get(server.url)
      var pieces = [Array("chunks".utf8)]
      let content: ClientBody =
        switch body {
        case "": .none
        case "chunks", "chunks held back": .chunks { pieces.popLast() }
        default: .text(body)
        }
      let error = await failure(server) {
        let headers: Headers = body.contains("held") ? ["Expect": "100-continue"] : [:]
        _ = try await client.send(method, server.url, headers: headers, body: content)
      }
      #expect(
        error
          == (isRepeated
            ? nil
            : "URL: the server closed the connection without an answer; whether it acted on the request is unknown")
      )
      #expect(server.connectionCount == (isRepeated ? 2 : 1))
    }
  }

  @Test func sendsOnceMoreOnlyOnce() async throws {
    try await withScript { client, number in
      _ = try await client.readHead()
      if number == 1 { try await client.send(emptyAnswer) }
      if number == 1 { _ = try await client.socket.read() }
    } _: { client, server in
      _ = try await client.get(server.url)
      await #expect(throws: HTTPClientError(server.url, .connectionLost)) {
        try await client.get(server.url)
      }
      #expect(server.connectionCount == 2)
    }
  }

  /// Where one kept connection has died, others may have: the second attempt opens its own.
  @Test func sendsOnceMoreOverAFreshConnection() async throws {
    let bothAsked = Gate()
    try await withScript { client, number in
      _ = try await client.readHead()
      if number == 2 { bothAsked.open() }
      await bothAsked.wait()
      try await client.send(emptyAnswer)
      if number == 3 { try await client.drain() } else { _ = try await client.socket.read() }
    } _: { client, server in
      let two = (0..<2).map { _ in Task { _ = try await client.get(server.url) } }
      for task in two { try await task.value }
      #expect(try await client.get(server.url).statusCode == 200)
      #expect(server.connectionCount == 3)
    }
  }

  @Test func doesNotAskAgainWhenAnAnswerHasBegun() async throws {
    try await withScript { client, number in
      _ = try await client.readHead()
      try await client.send(emptyAnswer)
      _ = try await client.readHead()
      try await client.send("H")
    } _: { client, server in
      _ = try await client.get(server.url)
      #expect(
        await failure(server) { _ = try await client.get(server.url) }
          == "URL: the answer was cut short: the connection ended before its head was whole")
      #expect(server.connectionCount == 1)
    }
  }
}
