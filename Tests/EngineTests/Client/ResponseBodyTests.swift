import TestSupport
import Testing

@testable import Engine

/// Slow peers: what they cost in memory.
@MainActor @Suite(.serialized, .fewAtOnce, .timeLimit(.minutes(10))) struct ResponseBodyTests {
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
      let client = HTTPClient(limits: .forTests)
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
      let client = HTTPClient(limits: .forTests)
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
}
