// Answers in pieces.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ResponseStreamTests {
  private struct Broken: Error {}

  private func app() -> App {
    let app = App()
    app.log = { _ in }
    app.get("/texts") { request, response in
      let texts = AsyncStream { texts in
        for text in ["one", "", "two"] { texts.yield(text) }
        texts.finish()
      }
      try await response.stream(texts)
    }
    app.get("/closure") { request, response in
      var left = 2
      try await response.type("text").stream {
        left -= 1
        return left < 0 ? nil : Array("\(left) ".utf8)
      }
    }
    app.get("/none") { request, response in try await response.stream { nil } }
    app.get("/length") { request, response in
      var pieces: [[UInt8]] = [[65, 66], [67]]
      response.set("Content-Length", "3")
      try await response.stream { pieces.isEmpty ? nil : pieces.removeFirst() }
    }
    app.get("/fails") { request, response in
      try await response.stream { throw HTTPError(404, "no such film") }
    }
    app.get("/breaks") { request, response in
      var isFirst = true
      try await response.stream {
        defer { isFirst = false }
        if isFirst { return [65] }
        throw Broken()
      }
    }
    return app
  }

  @Test(arguments: [
    (
      "GET /texts",
      "200 | Content-Type: text/html; charset=utf-8 | 3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n"
    ),
    (
      "GET /closure",
      "200 | Content-Type: text/plain; charset=utf-8 | 2\r\n1 \r\n2\r\n0 \r\n0\r\n\r\n"
    ),
    ("GET /none", "200 | Content-Type: application/octet-stream | 0\r\n\r\n"),
    ("GET /length", "200 | Content-Type: application/octet-stream | ABC"),
    ("HEAD /texts", "200 | Content-Type: text/html; charset=utf-8 | "),
    (
      "GET /fails",
      "404 | Content-Type: text/plain; charset=utf-8 | X-Content-Type-Options: nosniff | no such film"
    ),
    // Cut: the chunk that ends a body is missing.
    ("GET /breaks", "200 | Content-Type: application/octet-stream | 1\r\nA\r\n"),
  ])
  func `the bytes of streams`(line: String, expected: String) async throws {
    #expect(try await app().answer(line).description == expected)
  }

  @Test func `a slow reader stops the source`() async throws {
    let app = App()
    var asked = 0
    app.get("/") { request, response in
      try await response.stream {
        asked += 1
        return asked > 10_000 ? nil : [UInt8](repeating: 65, count: 100_000)
      }
    }
    let answer = try await app.test.get("/")
    var count = 0
    for try await chunk in answer.body {
      count += chunk.count
      if count > 300_000 { break }
    }
    for _ in 0..<1_000 { await Task.yield() }
    // What lies between source and reader: the socket's buffers here and there, some hundreds of kilobytes.
    #expect(asked < 100)
    answer.body.cancel()
  }
}
