import Dispatch
import Testing

@testable import Engine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The life of the client's connections: used again, waited for, given up; and what slow peers do to memory.
@MainActor @Suite(.serialized, .timeLimit(.minutes(2))) struct ClientConnectionTests {
  private nonisolated static let empty = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

  /// Answers every request on every connection, and notes what it was asked on which.
  private func withNotes(
    limits: ClientLimits = ClientLimits(),
    _ body: @MainActor (HTTPClient, ScriptedServer, _ notes: Notes) async throws -> Void
  ) async throws {
    let notes = Notes()
    try await withScript(limits: limits) { client, number in
      while true {
        let request = try await client.readHead()
        if request.hasSuffix("<closed>") { return notes.closedBy.append(number) }
        notes.requests.append("\(number) \(request.prefix { $0 != " " })")
        await notes.gate?.wait()
        try await client.send(Self.empty)
      }
    } _: { client, server in
      try await body(client, server, notes)
    }
  }

  private final class Notes {
    var requests: [String] = []
    var closedBy: [Int] = []
    var gate: Gate?
  }

  // MARK: Used again

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
        number == 1 ? "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf" : Self.empty)
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
    }
  }

  /// The server closes while nobody asks: the next request goes elsewhere at once, even one that may not be repeated.
  @Test func noticesThatAnIdleConnectionDied() async throws {
    try await withScript { client, _ in
      _ = try await client.readHead()
      try await client.send(Self.empty)
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
      try await client.send(Self.empty)
      client.socket.end()
      try await client.drain()
    } _: { client, server in
      _ = try await client.get(server.url)
      await server.scriptEnded.wait()
    }
  }

  @Test func keepsAnIdleConnectionOnlyForAWhile() async throws {
    var limits = ClientLimits()
    limits.idle = .milliseconds(1)
    try await withScript(limits: limits) { client, _ in
      _ = try await client.readHead()
      try await client.send(Self.empty)
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
        "HTTP/1.1 200 OK\r\nKeep-Alive: max=9, timeout=1\r\nContent-Length: 0\r\n\r\n")
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
    ("PATCH", "", false), ("PUT", "chunks", false),
  ]) func sendsOnceMoreWhatMayBeRepeated(_ method: String, _ body: String, _ isRepeated: Bool)
    async throws
  {
    try await withScript { client, number in
      _ = try await client.readHead()
      try await client.send(Self.empty)
      if number > 1 { try await client.drain() } else { _ = try await client.socket.read() }
    } _: { client, server in
      _ = try await client.get(server.url)
      var pieces = [Array("chunks".utf8)]
      let content: ClientBody =
        switch body {
        case "": .none
        case "chunks": .chunks { pieces.popLast() }
        default: .text(body)
        }
      let error = await failure(server) {
        _ = try await client.send(method, server.url, body: content)
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
      if number == 1 { try await client.send(Self.empty) }
      if number == 1 { _ = try await client.socket.read() }
    } _: { client, server in
      _ = try await client.get(server.url)
      await #expect(throws: HTTPClientError(server.url, .connectionLost)) {
        try await client.get(server.url)
      }
      #expect(server.connectionCount == 2)
    }
  }

  @Test func doesNotAskAgainWhenAnAnswerHasBegun() async throws {
    try await withScript { client, number in
      _ = try await client.readHead()
      try await client.send(Self.empty)
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

  // MARK: Limits

  @Test func requestsWaitInOrderForAConnection() async throws {
    var limits = ClientLimits()
    limits.connectionsPerOrigin = 1
    try await withNotes(limits: limits) { client, server, notes in
      let gate = Gate()
      notes.gate = gate
      var tasks: [Task<Void, any Error>] = []
      for method in ["A", "B", "C", "D"] {
        tasks.append(Task { _ = try await client.send(method, server.url) })
        await turnOfTheLoop()
      }
      tasks[2].cancel()
      await #expect(throws: CancellationError.self) { try await tasks[2].value }
      gate.open()
      for task in [tasks[0], tasks[1], tasks[3]] { try await task.value }
      #expect(notes.requests == ["1 A", "1 B", "1 D"])
    }
  }

  @Test func anIdleConnectionMakesRoomForAnotherOrigin() async throws {
    var limits = ClientLimits()
    limits.connections = 1
    try await withNotes(limits: limits) { client, server, _ in
      try await withNotes { _, other, _ in
        for _ in 0..<3 {
          _ = try await client.get(server.url)
          _ = try await client.get(other.url)
        }
        #expect((server.connectionCount, other.connectionCount) == (3, 3))
      }
    }
  }

  @Test func manyAtOnceShareFewConnections() async throws {
    var limits = ClientLimits()
    limits.connectionsPerOrigin = 5
    limits.connections = 6
    try await withNotes(limits: limits) { client, server, notes in
      try await withNotes { _, other, otherNotes in
        let tasks = (0..<200).map { number in
          let url = number % 4 == 0 ? other.url : server.url
          return Task { _ = try await client.get(url) }
        }
        for task in tasks { try await task.value }
        #expect((notes.requests.count, otherNotes.requests.count) == (150, 50))
        #expect(server.connectionCount <= 150 && server.connectionCount >= 1)
      }
    }
  }

  @Test func aClosedClientRefusesWhatWaits() async throws {
    var limits = ClientLimits()
    limits.connectionsPerOrigin = 1
    try await withNotes(limits: limits) { client, server, notes in
      let gate = Gate()
      notes.gate = gate
      let first = Task { _ = try await client.get(server.url) }
      let second = Task { _ = try await client.get(server.url) }
      while notes.requests.isEmpty { await turnOfTheLoop() }
      client.close()
      await #expect(throws: HTTPClientError(server.url, .clientClosed)) { try await second.value }
      gate.open()
      try await first.value
    }
  }

  // MARK: Cancelled, or too slow

  @Test func cancellingClosesTheConnection() async throws {
    for answer in ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"] {
      let asked = Gate()
      try await withScript { client, _ in
        _ = try await client.readHead()
        try await client.send(answer)
        asked.open()
        try await client.drain()
      } _: { client, server in
        let task = Task { try await client.get(server.url).text() }
        await asked.wait()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        await server.scriptEnded.wait()
      }
    }
  }

  @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"])
  func theWholeHasADeadline(_ answer: String) async throws {
    try await withScript { client, _ in
      _ = try await client.readHead()
      try await client.send(answer)
      try await client.drain()
    } _: { client, server in
      let error = await failure(server) {
        _ = try await client.get(server.url, timeout: .milliseconds(50)).text()
      }
      #expect(error == "URL: the answer was not whole within 0.05 s")
      await server.scriptEnded.wait()
    }
  }

  @Test func theFirstByteHasADeadline() async throws {
    var limits = ClientLimits()
    limits.firstByte = .milliseconds(50)
    try await withScript(limits: limits) { client, _ in
      try await client.drain()
    } _: {
      client, server in
      for body: ClientBody in [.none, "x", .bytes([UInt8](repeating: 65, count: 100_000))] {
        #expect(
          await failure(server) { _ = try await client.send("POST", server.url, body: body) }
            == "URL: no answer within 0.05 s")
      }
    }
  }

  /// A server that takes nothing is silent too; a body whose next chunk is not there yet is not the server's fault.
  @Test func aServerThatTakesNothingIsSilent() async throws {
    var limits = ClientLimits()
    limits.firstByte = .milliseconds(20)
    let end = Gate()
    try await withScript(limits: limits) { _, _ in
      await end.wait()
    } _: { client, server in
      #expect(
        await failure(server) {
          _ = try await client.send(
            "POST", server.url, body: .chunks { [UInt8](repeating: 65, count: 65_536) })
        } == "URL: no answer within 0.02 s")
    }
    end.open()
    try await withNotes(limits: limits) { client, server, _ in
      var count = 0
      _ = try await client.send(
        "POST", server.url,
        body: .chunks {
          count += 1
          await withCheckedContinuation { continuation in
            setTimeout(.milliseconds(60)) { continuation.resume() }
          }
          return count == 2 ? nil : [65]
        })
    }
  }

  /// The lookup of the name counts too: it cannot begin as long as all threads for such work are taken.
  @Test func theConnectionHasADeadline() async throws {
    var limits = ClientLimits()
    limits.connect = .milliseconds(10)
    let end = DispatchSemaphore(value: 0)
    let blocked = (0..<4).map { _ in Task { try await offLoop { end.wait() } } }
    try await withNotes(limits: limits) { client, server, _ in
      #expect(
        await failure(server) { _ = try await client.get(server.url) }
          == "URL: no connection within 0.01 s")
    }
    for _ in blocked { end.signal() }
    for task in blocked { try await task.value }
  }

  // MARK: Slow peers

  /// What a slow reader has not asked for stays with the server: no more than a piece waits here.
  @Test func aDownloadIsNotReadAhead() async throws {
    let piece = [UInt8](repeating: 65, count: 65_536)
    let count = 400
    var sent = 0
    try await withServer { _, response in
      for _ in 0..<count {
        try await response.write(piece)
        sent += piece.count
      }
      response.end()
    } _: { server in
      let client = HTTPClient()
      let answer = try await client.get("http://127.0.0.1:\(server.port)/")
      var before = -1
      while sent != before {  // Until the server stands still.
        before = sent
        for _ in 0..<50 { await turnOfTheLoop() }
      }
      #expect(sent < count * piece.count / 2)
      var total = 0
      for try await chunk in answer.body {
        #expect(chunk.count <= 65_536 * 2)
        total += chunk.count
      }
      #expect(total == count * piece.count)
      client.close()
    }
  }

  @Test func anUploadWaitsForASlowServer() async throws {
    let piece = [UInt8](repeating: 65, count: 65_536)
    let (count, gate) = (400, Gate())
    var given = 0
    try await withServer { request, response in
      await gate.wait()
      var total = 0
      for try await chunk in request.body { total += chunk.count }
      response.end("\(total)")
    } _: { server in
      let client = HTTPClient()
      let task = Task {
        try await client.send(
          "POST", "http://127.0.0.1:\(server.port)/",
          body: .chunks {
            guard given < count else { return nil }
            given += 1
            return piece
          }
        ).text()
      }
      var before = -1
      while given == 0 || given != before {
        before = given
        for _ in 0..<50 { await turnOfTheLoop() }
      }
      #expect(given < count / 2)
      gate.open()
      let answer = try await task.value
      #expect(answer == "\(count * piece.count)")
      client.close()
    }
  }

  // MARK: Answers that come early

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
      try await client.send(Self.empty)
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

  // MARK: Nothing stays behind

  /// However an exchange ends, its descriptor is given back. Tried in a process of its own, where no other test opens any.
  @Test func leavesNoDescriptorsBehind() async {
    await #expect(processExitsWith: .success) { try await ClientConnectionTests.askInManyWays() }
  }

  private static func askInManyWays() async throws {
    try await ask(times: 4)  // The loop's own descriptors are open from now on.
    let before = nextDescriptor()
    try await ask(times: 40)
    while nextDescriptor() != before { await turnOfTheLoop() }
  }

  private static func ask(times count: Int) async throws {
    try await withScript { client, number in
      _ = try await client.readHead()
      let answers = [empty, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", "nonsense\r\n", ""]
      try await client.send(answers[number % 4])
      if number % 3 > 0 { try await client.drain() }
    } _: { client, server in
      for number in 0..<count {
        let task = Task {
          let answer = try await client.get(server.url, timeout: .milliseconds(20))
          if number % 2 == 0 { _ = try await answer.text() }
        }
        if number % 5 == 0 { task.cancel() }
        _ = await task.result
      }
    }
  }

  /// Low numbers are given out first: a leak shows in the next one.
  private static func nextDescriptor() -> Int32 {
    let next = dup(0)
    close(next)
    return next
  }
}
