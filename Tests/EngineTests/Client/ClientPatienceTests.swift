import Dispatch
import TestSupport
import Testing

@testable import Engine

/// Exchanges that are cancelled, or take too long.
@MainActor @Suite(.serialized, .fewAtOnce, .timeLimit(.minutes(10))) struct ClientPatienceTests {
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
        _ = try await client.get(
          String(server.url.dropLast()), timeout: .milliseconds(50)
        ).text()
      }
      #expect(error == "URL: the answer was not whole within 0.05 s")
      await server.scriptEnded.wait()
    }
  }

  @Test func theFirstByteHasADeadline() async throws {
    var limits = ClientLimits.forTests
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
    var limits = ClientLimits.forTests
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
    var limits = ClientLimits.forTests
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
}
