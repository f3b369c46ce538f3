// The client of Redis against a real server and against servers that misbehave: refusals, silence, nonsense, death.

import Foundation
import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct RedisStoreTests {
  private func client(_ url: String, timeout: Duration = .seconds(30)) throws -> RedisClient {
    RedisClient(
      try RedisAddress(url), timeout: timeout, limits: RESPLimits(bytes: 1_000), waitingLimit: 1_000
    )
  }

  /// A server of another kind: what it does with each connection is the test's.
  private func scripted(
    _ serve: @escaping @MainActor (Socket) async throws -> Void,
    _ body: @MainActor (String) async throws -> Void
  ) async throws {
    let listener = try Listener(port: 0)
    listener.onConnection { socket in
      Task {
        try? await serve(socket)
        socket.close()
      }
    }
    defer { listener.close() }
    try await body("redis://\(listener.address)")
  }

  private func failure(_ client: RedisClient, _ words: String = "PING") async -> String {
    do { return "answered \(try await client.command(words))" } catch { return "\(error)" }
  }

  // MARK: A real server

  @Test(.enabled(if: RedisServer.program != nil, RedisServer.absence))
  func `a thousand commands share one connection, and each gets its own answer`() async throws {
    try await RedisServer.running { server in
      let client = try client(server.url)
      let tasks = (0..<1_000).map { number in
        Task { @MainActor in try await client.command("ECHO", "\(number)") }
      }
      for (number, task) in tasks.enumerated() {
        #expect(try await task.value == .text(Array("\(number)".utf8)))
      }
      guard case .text(let words) = try await client.command("INFO", "clients") else {
        Issue.record("no text")
        return
      }
      #expect(String(decoding: words, as: UTF8.self).contains("connected_clients:1\r\n"))
      client.close()
    }
  }

  @Test(.enabled(if: RedisServer.program != nil, RedisServer.absence))
  func `it says who it is and which database it wants`() async throws {
    try await RedisServer.running(["--requirepass", "p@ss word"]) { server in
      let store = { RedisStore($0, timeout: .seconds(30)) }
      var (address, wrong) = (try RedisAddress(server.url + "?db=3"), try RedisAddress(server.url))
      address.password = "p@ss word"
      wrong.password = "other"
      let kept = RedisClient(address, timeout: .seconds(30), limits: RESPLimits(), waitingLimit: 9)
      _ = try await kept.command("SET", "a", "in 3")
      address.database = 0
      let other = RedisClient(address, timeout: .seconds(30), limits: RESPLimits(), waitingLimit: 9)
      #expect(try await other.command("GET", "a") == .nothing)
      let refused = RedisClient(wrong, timeout: .seconds(30), limits: RESPLimits(), waitingLimit: 9)
      let said = await failure(refused)
      #expect(said.hasPrefix("redis \(server.path): it refused AUTH: WRONGPASS"))
      #expect(!said.contains("other"))
      await #expect(throws: StoreError.self) { try await store(server.url).get("a") }
      address.database = 4
      let beyond = RedisClient(
        address, timeout: .seconds(30), limits: RESPLimits(), waitingLimit: 9)
      #expect(
        await failure(beyond)
          == "redis \(server.path): it refused SELECT: ERR DB index is out of range")
      kept.close()
      other.close()
    }
  }

  @Test(.enabled(if: RedisServer.program != nil, RedisServer.absence))
  func `a server that dies is said, and found again when it is back`() async throws {
    try await inStoreFolder { folder in
      let first = try await RedisServer.start(in: folder)
      let store = RedisStore(first.url, timeout: .seconds(30))
      try await store.set("a", "1", expiresIn: .seconds(60))
      await first.end()
      await #expect(throws: StoreError.self) { try await store.get("a") }
      let second = try await RedisServer.start(in: folder)
      #expect(try await store.get("a") == nil)
      try await store.set("a", "2", expiresIn: .seconds(60))
      #expect(try await store.get("a") == "2")
      await second.end()
      store.close()
    }
  }

  @Test(.enabled(if: RedisServer.program != nil, RedisServer.absence))
  func `an error of the server is the error of its command alone`() async throws {
    try await RedisServer.running { server in
      let client = try client(server.url)
      let bad = Task { @MainActor in await failure(client, "NOSUCH") }
      let good = Task { @MainActor in await failure(client) }
      #expect(await bad.value.hasPrefix("redis \(server.path): ERR unknown command"))
      #expect(await good.value == "answered word(\"PONG\")")
      client.close()
    }
  }

  @Test(.enabled(if: RedisServer.program != nil, RedisServer.absence))
  func `a count that somebody left without an end gets one`() async throws {
    try await RedisServer.running { server in
      let client = try client(server.url)
      let store = RedisStore(client, prefix: "p:")
      _ = try await client.command("SET", "p:a", "41")
      let count = try await store.increment("a", window: .seconds(60))
      #expect(count.count == 42)
      #expect(count.rest > .seconds(1) && count.rest <= .seconds(60))
      client.close()
    }
  }

  // MARK: Servers that misbehave

  @Test func `nobody listens: said at once`() async throws {
    try await inStoreFolder { folder in
      let path = "\(folder)/none.sock"
      let said = await failure(try client("unix://\(path)"))
      #expect(said.hasPrefix("redis \(path): ") && said.contains("ENOENT"))
    }
  }

  @Test(arguments: [
    ("-ERR max number of clients reached\r\n", "ERR max number of clients reached"),
    ("hello\r\n", "an answer begins with byte 104, not with one of + - : $ *"),
    ("$2000\r\n", "an answer has more than 1000 bytes"),
    ("+PONG\r\n+PONG\r\n", "answered word(\"PONG\")"),
    ("$5\r\nhel", "it closed the connection"),
  ])
  func `what comes instead of an answer is said`(answer: String, reason: String) async throws {
    try await scripted { socket in
      _ = try await socket.read()
      try await socket.write(Array(answer.utf8))
      socket.end()
      while try await socket.read() != nil {}
    } _: { url async throws in
      let said = await failure(try client(url))
      #expect(said.hasSuffix(reason), "\(said)")
    }
  }

  @Test func `a server that is silent is waited for only so long, and all are told`() async throws {
    try await scripted { socket in
      while try await socket.read() != nil {}
    } _: { url async throws in
      let client = try client(url, timeout: .milliseconds(50))
      let tasks = (0..<10).map { _ in Task { @MainActor in await failure(client) } }
      for task in tasks {
        #expect(await task.value.hasSuffix(": no answer within 0.05 seconds"))
      }
      #expect(await failure(client).hasSuffix(": no answer within 0.05 seconds"))
    }
  }

  @Test func `nothing is sent before the server has accepted who we are`() async throws {
    var came: [UInt8] = []
    try await scripted { socket in
      while let bytes = try await socket.read() {
        came += bytes
        if came.count > 10 { break }
      }
      try await socket.write(Array("-WRONGPASS no\r\n".utf8))
      while let bytes = try await socket.read() { came += bytes }
    } _: { url async throws in
      let address = url.replacing("redis://", with: "redis://:secret@")
      #expect(try await failure(client(address)).hasSuffix(": it refused AUTH: WRONGPASS no"))
      #expect(came == respCommand(["AUTH", "secret"]))
    }
  }

  @Test func `more than may wait are refused at once`() async throws {
    try await scripted { socket in
      while try await socket.read() != nil {}
    } _: { url async throws in
      let client = RedisClient(
        try RedisAddress(url), timeout: .seconds(60), limits: RESPLimits(), waitingLimit: 2)
      let waiting = (0..<2).map { _ in Task { @MainActor in await failure(client) } }
      while client.waitingCount < 2 { await Task.yield() }
      #expect(await failure(client).hasSuffix(": 2 commands wait for an answer already"))
      client.close()
      for task in waiting { #expect(await task.value.hasSuffix(": it was closed here")) }
    }
  }

  @Test(.inItsOwnProcess) func `a URL that makes no sense ends the program at once`() async {
    let result = await #expect(
      processExitsWith: .exitCode(1), observing: [\.standardErrorContent]
    ) {
      await MainActor.run {
        _ = RedisStore("redis://:secret@db:x", file: "Lesson/main.swift", line: 3)
      }
    }
    let words = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    let expected =
      "main.swift:3: RedisStore: the URL is wrong: the port is a whole number from 1 to 65535; "
      + "write redis://user:password@host:port/database\n"
    #expect(words.contains(expected))
    #expect(!words.contains("secret"))
  }
}
