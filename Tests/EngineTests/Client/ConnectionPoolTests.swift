import TestSupport
import Testing

@testable import Engine

/// Who gets a connection, who waits for one, and that none is left behind.
@MainActor @Suite(.serialized, .fewAtOnce, .timeLimit(.minutes(10))) struct ConnectionPoolTests {
  @Test func requestsWaitInOrderForAConnection() async throws {
    var limits = ClientLimits.forTests
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
    var limits = ClientLimits.forTests
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
    var limits = ClientLimits.forTests
    limits.connectionsPerOrigin = 5
    limits.connections = 6
    try await withNotes(limits: limits) { client, server, notes in
      try await withNotes { _, other, otherNotes in
        let gate = Gate()
        notes.gate = gate
        otherNotes.gate = gate
        let tasks = (0..<200).map { number in
          let url = number < 150 ? server.url : other.url
          return Task { _ = try await client.get(url) }
        }
        try await until { notes.requests.count + otherNotes.requests.count >= 6 }
        for _ in 0..<20 { await turnOfTheLoop() }
        #expect(notes.requests.count + otherNotes.requests.count == 6)
        #expect(notes.requests.count == 5)
        gate.open()
        for task in tasks { try await task.value }
        #expect((notes.requests.count, otherNotes.requests.count) == (150, 50))
      }
    }
  }

  @Test func aClosedClientRefusesWhatWaits() async throws {
    var limits = ClientLimits.forTests
    limits.connectionsPerOrigin = 1
    try await withNotes(limits: limits) { client, server, notes in
      let gate = Gate()
      notes.gate = gate
      let first = Task { _ = try await client.get(server.url) }
      let second = Task { _ = try await client.get(server.url) }
      try await until { !notes.requests.isEmpty }
      client.close()
      await #expect(throws: HTTPClientError(server.url, .clientClosed)) { try await second.value }
      gate.open()
      try await first.value
    }
  }

  // MARK: Nothing stays behind

  /// However an exchange ends, its descriptor is given back. Tried in a process of its own, where no other test opens any.
  @Test(.inItsOwnProcess) func leavesNoDescriptorsBehind() async {
    await #expect(processExitsWith: .success) {
      try await bounded { try await ConnectionPoolTests.askInManyWays() }
    }
  }

  private static func askInManyWays() async throws {
    try await ask(times: 4)  // The loop's own descriptors are open from now on.
    let before = nextDescriptor()
    try await ask(times: 40)
    try await until { nextDescriptor() == before }
  }

  private static func ask(times count: Int) async throws {
    try await withScript { client, number in
      _ = try await client.readHead()
      let answers = [
        emptyAnswer, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", "nonsense\r\n", "",
      ]
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

  /// A connection that does not come about: who stops waiting for it, however, keeps neither descriptor nor place.
  @Test(.inItsOwnProcess) func givesUpAConnectionAtOnce() async {
    await #expect(processExitsWith: .success) {
      try await bounded { try await ConnectionPoolTests.giveUpInManyWays() }
    }
  }

  private static func giveUpInManyWays() async throws {
    let server = try DeafServer()
    let url = "http://127.0.0.1:\(server.port)/"
    var limits = ClientLimits.forTests
    limits.connectionsPerOrigin = 1
    limits.connect = .seconds(900)
    let client = HTTPClient(limits: limits)
    let before = nextDescriptor()
    for _ in 0..<3 {
      let cancelled = Task { try await client.get(url) }
      try await until { nextDescriptor() != before }
      cancelled.cancel()
      await #expect(throws: CancellationError.self) { try await cancelled.value }
      try await until { nextDescriptor() == before }
      let limit = Duration.milliseconds(20)
      await #expect(throws: HTTPClientError(url, .timedOut(.whole, after: limit))) {
        try await client.get(url, timeout: limit)
      }
      try await until { nextDescriptor() == before }
    }
    limits.connect = .milliseconds(20)
    let hasty = HTTPClient(limits: limits)
    await #expect(throws: HTTPClientError(url, .timedOut(.connection, after: limits.connect))) {
      try await hasty.get(url)
    }
    try await until { nextDescriptor() == before }
  }
}
