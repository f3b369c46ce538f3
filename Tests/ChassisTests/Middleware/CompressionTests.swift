// What is compressed, what is left alone, and what the answer says about it.

import Foundation
import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct CompressionTests {
  private nonisolated static let text = String(repeating: "one, two, three; ", count: 100)

  private func app() -> App {
    let app = App()
    app.log = { _ in }
    app.use(compression())
    app.get("/text") { $1.set("ETag", "\"abc\"").send(Self.text) }
    app.get("/weak") { $1.set("ETag", "W/\"abc\"").send(Self.text) }
    app.get("/json") { $1.json([Self.text]) }
    app.get("/problem") { $1.status(404).type("application/problem+json").send(Self.text) }
    app.get("/short") { $1.type("text").send("short") }
    app.get("/picture") { $1.type("png").send(Self.text) }
    app.get("/small") { $1.set("Content-Encoding", "br").send(Self.text) }
    app.get("/part") { $1.status(206).set("Content-Range", "bytes 0-1/2").send(Self.text) }
    app.get("/unchanged") { $1.status(304).type("text").send(Self.text) }
    app.get("/nothing") { $1.status(204).type("text").send() }
    app.get("/as-it-is") { $1.set("Cache-Control", "public, No-Transform").send(Self.text) }
    app.get("/error") { _, _ in throw HTTPError(400, Self.text) }
    app.get("/long") { $1.type("text").send(String(repeating: Self.text, count: 100)) }
    app.get("/random") { $1.type("text").send(randomBytes(5_000)) }
    app.get("/stream") { request, response in
      var left = 3
      try await response.type("text").stream {
        left -= 1
        return left < 0 ? nil : Array(Self.text.utf8)
      }
    }
    app.get("/stream-with-length") { request, response in
      response.type("text").set("Content-Length", "\(Self.text.utf8.count)")
      try await response.write(Self.text)
      response.end()
    }
    app.get("/short-stream") { request, response in
      response.type("text").set("Content-Length", "5")
      try await response.write("short")
      response.end()
    }
    app.get("/empty-stream") { request, response in try await response.type("text").stream { nil } }
    return app
  }

  private func inFolder(_ body: (String) async throws -> Void) async throws {
    let folder = "\(NSTemporaryDirectory())/compression-\(Hexadecimal.encode(randomBytes(8)))"
    try await makeFolder(folder)
    do { try await body(folder) } catch {
      try? await removeFolder(folder, withContents: true)
      throw error
    }
    try await removeFolder(folder, withContents: true)
  }

  /// Status, what it says about compression, and how many bytes were read when undone.
  private func seen(
    _ path: String, _ method: String = "GET", accept: String? = "gzip, deflate"
  ) async throws -> String {
    var headers = Headers()
    headers["Accept-Encoding"] = accept
    let answer = try await app().test.send(method, path, headers: headers)
    let coding = answer.headers["Content-Encoding"]
    let sent = try await answer.body.collect()
    if let length = answer.headers["Content-Length"], method == "GET", answer.statusCode != 304 {
      #expect(length == "\(sent.count)")
    }
    let format: CompressionFormat? = ["gzip": .gzip, "deflate": .deflate][coding ?? ""]
    let bytes = try format.map { try Inflater.inflate(sent, as: $0, limit: 1_000_000) } ?? sent
    if format != nil, method == "GET", bytes.count > 0 { #expect(sent.count < bytes.count / 4) }
    let words = [coding, answer.headers["Vary"], answer.headers["ETag"]].map { $0 ?? "-" }
    return "\(answer.statusCode) \(words.joined(separator: " ")) \(bytes.count)"
  }

  @Test(arguments: [
    ("/text", "200 gzip Accept-Encoding W/\"abc\" 1700"),
    ("/weak", "200 gzip Accept-Encoding W/\"abc\" 1700"),
    ("/json", "200 gzip Accept-Encoding - 1704"),
    ("/problem", "404 gzip Accept-Encoding - 1700"),
    ("/short", "200 - - - 5"), ("/picture", "200 - - - 1700"), ("/small", "200 br - - 1700"),
    ("/part", "206 - - - 1700"), ("/unchanged", "304 - - - 0"), ("/nothing", "204 - - - 0"),
    ("/as-it-is", "200 - - - 1700"), ("/error", "400 - - - 1700"),
    ("/long", "200 gzip Accept-Encoding - 170000"),
    ("/random", "200 - Accept-Encoding - 5000"),
    ("/stream", "200 gzip Accept-Encoding - 5100"),
    ("/stream-with-length", "200 gzip Accept-Encoding - 1700"),
    ("/short-stream", "200 - - - 5"), ("/empty-stream", "200 gzip Accept-Encoding - 0"),
    ("/none", "404 - - - 16"),
  ])
  func `what is compressed`(path: String, expected: String) async throws {
    #expect(try await seen(path) == expected)
  }

  @Test(
    arguments: [
      (nil, "200 - Accept-Encoding \"abc\" 1700"), ("br", "200 - Accept-Encoding \"abc\" 1700"),
      ("gzip;q=0", "200 - Accept-Encoding \"abc\" 1700"),
      ("deflate", "200 deflate Accept-Encoding W/\"abc\" 1700"),
    ] as [(String?, String)])
  func `what the client takes`(accept: String?, expected: String) async throws {
    #expect(try await seen("/text", accept: accept) == expected)
  }

  @Test(arguments: ["/text", "/short", "/stream", "/picture", "/long"])
  func `HEAD says what GET would`(path: String) async throws {
    let client = app().test
    let get = try await client.get(path, headers: ["Accept-Encoding": "gzip"])
    let head = try await client.head(path, headers: ["Accept-Encoding": "gzip"])
    for name in ["Content-Encoding", "Content-Length", "Transfer-Encoding", "Vary", "ETag"] {
      #expect(get.headers[name] == head.headers[name])
    }
    _ = try await get.body.collect()
    #expect(try await head.body.collect() == [])
  }

  @Test func `events arrive before the stream ends`() async throws {
    let app = App()
    let gate = AsyncStream<Int>.makeStream()
    app.use(compression())
    app.get("/") { request, response in
      try await response.sse { events in
        try await events.send("first")
        for await _ in gate.stream { break }
        try await events.send("second")
      }
    }
    let answer = try await app.test.get("/", headers: ["Accept-Encoding": "gzip"])
    #expect(answer.headers["Content-Encoding"] == "gzip")
    let inflater = Inflater(.gzip, limit: 10_000)
    var text = ""
    for try await chunk in answer.body {
      text += String(decoding: try inflater.inflate(chunk), as: UTF8.self)
      if text == "data: first\n\n" { gate.continuation.yield(1) }
    }
    #expect(text == "data: first\n\ndata: second\n\n")
  }

  @Test func `files pass through it, too`() async throws {
    try await inFolder { folder in
      let path = folder + "/text.txt"
      try await writeFile(path, String(repeating: Self.text, count: 100))
      let app = App()
      app.use(compression())
      app.get("/file") { request, response in
        try await response.type("text").end(file: try await openFile(path))
      }
      app.get("/picture") { request, response in
        try await response.type("png").end(file: try await openFile(path))
      }
      for (target, coding) in [("/file", "gzip"), ("/picture", nil)] {
        let answer = try await app.test.get(target, headers: ["Accept-Encoding": "gzip"])
        #expect(answer.headers["Content-Encoding"] == coding)
        #expect((answer.headers["Content-Length"] == nil) == (coding != nil))
        let sent = try await answer.body.collect()
        let bytes =
          coding == nil ? sent : try Inflater.inflate(sent, as: .gzip, limit: 1_000_000)
        #expect(bytes.count == 170_000)
      }
    }
  }

  @Test func `when it is not wanted`() async throws {
    let app = App()
    app.use(compression(threshold: 0, when: { request, _ in request.path != "/secret" }))
    app.get("/secret") { $1.send(Self.text) }
    app.get("/open") { $1.send(String(repeating: "a", count: 100)) }
    for (path, coding) in [("/secret", nil), ("/open", "gzip")] {
      let answer = try await app.test.get(path, headers: ["Accept-Encoding": "gzip"])
      #expect(answer.headers["Content-Encoding"] == coding)
    }
  }

  @Test func `a stream that is cut does not look whole`() async throws {
    let app = App()
    app.log = { _ in }
    app.use(compression())
    app.get("/") { request, response in
      response.type("text")
      try await response.write(Self.text)
      throw HTTPError(500)
    }
    let answer = try await app.test.get("/", headers: ["Accept-Encoding": "gzip"])
    await #expect(throws: HTTPClientError.self) { try await answer.body.collect() }
  }

  @Test(
    arguments: [
      (0, 1, nil), (-1, 6, "threshold: -1 is no number of bytes; it is at least 0"),
      (0, 0, "level: 0 is no level; it is 1 (quick) to 9 (small)"),
      (0, 10, "level: 10 is no level; it is 1 (quick) to 9 (small)"),
    ] as [(Int, Int, String?)])
  func options(threshold: Int, level: Int, problem: String?) {
    #expect(compressionProblem(threshold: threshold, level: level) == problem)
  }
}
