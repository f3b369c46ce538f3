// A proxy between a client and a real server: what arrives on either side, and what happens when one of them fails.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ProxyTests {
  /// Runs with an app that passes everything below `/api` on to a server with this handler.
  private func proxied(
    _ log: LogLines = LogLines(), timeout: Duration = .seconds(30), limit: Int = 1_000,
    handler: @escaping Handler, _ body: (App) async throws -> Void
  ) async throws {
    let server = HTTPServer(handler)
    try server.bind(port: 0)
    let app = App()
    log.collect(from: app)
    app.use(
      "/api",
      proxy(to: "http://127.0.0.1:\(server.port)/v1", timeout: timeout, limit: limit))
    do { try await body(app) } catch {
      await server.close(deadline: .zero)
      throw error
    }
    await server.close(deadline: .zero)
  }

  private let echo: Handler = { request, response in
    let body = try await request.body.collect()
    response.headers = ["X-Seen": "\(request.method) \(request.url)", "Connection": "X-Hop"]
    response.headers.append("Set-Cookie", "a=1")
    response.headers.append("Set-Cookie", "b=2")
    response.headers["X-Hop"] = "for the proxy alone"
    response.statusCode = request.method == "PUT" ? 201 : 200
    response.end(body)
  }

  @Test(
    arguments: [
      (
        "GET /api/users?full=yes", "", [],
        "200 | X-Seen: GET /v1/users?full=yes | Set-Cookie: a=1 | Set-Cookie: b=2 | "
      ),
      ("GET /api", "", [], "200 | X-Seen: GET /v1/ | Set-Cookie: a=1 | Set-Cookie: b=2 | "),
      ("HEAD /api/x", "", [], "200 | X-Seen: HEAD /v1/x | Set-Cookie: a=1 | Set-Cookie: b=2 | "),
      (
        "PUT /api/x", "milk", [],
        "201 | X-Seen: PUT /v1/x | Set-Cookie: a=1 | Set-Cookie: b=2 | milk"
      ),
      (
        "POST /api/x", "4\r\nmilk\r\n0\r\n\r\n", ["Transfer-Encoding: chunked"],
        "200 | X-Seen: POST /v1/x | Set-Cookie: a=1 | Set-Cookie: b=2 | milk"
      ),
      (
        "DELETE http://evil.example/api/x", "", [],
        "200 | X-Seen: DELETE /v1/x | Set-Cookie: a=1 | Set-Cookie: b=2 | "
      ),
      (
        "GET /api/%2e%2e/admin", "", [],
        "400 | Content-Type: text/plain; charset=utf-8 | X-Content-Type-Options: nosniff | malformed path"
      ),
      (
        "TRACE /api/", "", [],
        "501 | Content-Type: text/plain; charset=utf-8 | X-Content-Type-Options: nosniff | Not Implemented"
      ),
      (
        "POST /api/x", String(repeating: "a", count: 1_001), [],
        "413 | Content-Type: text/plain; charset=utf-8 | X-Content-Type-Options: nosniff | the body is larger than 1000 bytes"
      ),
      (
        "POST /api/x", "3e9\r\n\(String(repeating: "a", count: 1_001))\r\n0\r\n\r\n",
        ["Transfer-Encoding: chunked"],
        "413 | Content-Type: text/plain; charset=utf-8 | X-Content-Type-Options: nosniff | the body is larger than 1000 bytes"
      ),
    ] as [(String, String, [String], String)])
  func `there and back`(
    line: String, body: String, fields: [String], expected: String
  ) async throws {
    try await proxied(handler: echo) { app in
      let answer = try await app.answer(line, fields, body: body)
      #expect(answer.description == expected)
    }
  }

  @Test func `what the other server learns`() async throws {
    let tell: Handler = { request, response in
      let names = ["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Via", "Connection"]
      response.end(names.map { request.headers[$0] ?? "-" }.joined(separator: " | "))
    }
    try await proxied(handler: tell) { app in
      let answer = try await app.answer("GET /api", ["X-Forwarded-For: 6.6.6.6"])
      #expect(answer.body == "127.0.0.1 | http | test | 1.1 chassis | -")
    }
  }

  @Test func `lengths stay, also where there is no body`() async throws {
    let say: Handler = { request, response in
      response.statusCode = request.url == "/v1/304" ? 304 : 200
      response.headers["Content-Length"] = "7"
      if request.method == "HEAD" { return response.end() }
      response.end("seven b")
    }
    try await proxied(handler: say) { app in
      let client = app.test
      let get = try await client.get("/api/x")
      let head = try await client.head("/api/x")
      let unchanged = try await client.get("/api/304")
      #expect([get.headers["Content-Length"], head.headers["Content-Length"]] == ["7", "7"])
      #expect(unchanged.statusCode == 304)
    }
  }

  @Test func `nobody is there`() async throws {
    let app = App()
    let log = LogLines()
    log.collect(from: app)
    app.use(proxy(to: "http://127.0.0.1:1"))
    let answer = try await app.test.get("/users")
    #expect(answer.statusCode == 502)
    #expect(try await answer.text() == "Bad Gateway")
    let line = try #require(log.lines.first)
    #expect(
      line.hasPrefix(
        #"GET /users: 502 proxy(to: "http://127.0.0.1:1"): http://127.0.0.1:1/users: cannot connect: ECONNREFUSED: "#
      ), "\(line)")
    #expect(line.contains(", in the middleware at ProxyTests.swift:"))
  }

  @Test func `the other server is silent`() async throws {
    let log = LogLines()
    let sleep: Handler = { _, _ in try await Task.sleep(for: .seconds(60)) }
    try await proxied(log, timeout: .milliseconds(50), handler: sleep) { app in
      let answer = try await app.test.get("/api")
      #expect(answer.statusCode == 504)
      #expect(try await answer.text() == "Gateway Timeout")
    }
    #expect(log.lines.count == 1)
    #expect(log.lines[0].contains("within 0.05 s, in the middleware at "))
  }

  @Test func `the other server cuts its answer`() async throws {
    let log = LogLines()
    let cut: Handler = { _, response in
      response.headers["Content-Length"] = "100"
      try await response.write("half")
      response.destroy()
    }
    try await proxied(log, handler: cut) { app in
      let answer = try await app.test.get("/api")
      await #expect(throws: HTTPClientError.self) { try await answer.text() }
    }
    #expect(log.lines.count == 1)
    #expect(log.lines[0].contains("the answer was cut short: 4 of its 100 bytes had come"))
  }

  @Test func `events pass as they come, and who leaves ends them`() async throws {
    let gone = AsyncStream<Int>.makeStream()
    let ended = AsyncStream<String>.makeStream()
    let events: Handler = { _, response in
      do {
        try await response.write("data: first\n\n")
        for await _ in gone.stream { break }
        // Over TCP, that nobody is there is noticed by who writes.
        while true {
          try await response.write(":\n\n")
          try await Task.sleep(for: .milliseconds(1))
        }
      } catch {
        ended.continuation.yield("\(type(of: error))")
        throw error
      }
    }
    let log = LogLines()
    try await proxied(log, handler: events) { app in
      let answer = try await app.test.get("/api")
      for try await chunk in answer.body {
        #expect(String(decoding: chunk, as: UTF8.self) == "data: first\n\n")
        break
      }
      answer.body.cancel()
      gone.continuation.yield(1)
      var errors = ended.stream.makeAsyncIterator()
      let error = try #require(await errors.next())
      #expect(["CancellationError", "SystemError"].contains(error))
    }
    #expect(log.lines == [])
  }

  @Test func `a long body and its answer are never whole in memory`() async throws {
    let count: Handler = { request, response in
      for try await chunk in request.body { try await response.write(chunk) }
      response.end()
    }
    try await proxied(limit: 100_000_000, handler: count) { app in
      var left = 300
      let body = ClientBody.chunks {
        left -= 1
        return left < 0 ? nil : [UInt8](repeating: 65, count: 65_536)
      }
      let answer = try await app.test.post("/api", body: body)
      var bytes = 0
      for try await chunk in answer.body {
        bytes += chunk.count
        #expect(chunk.count <= 65_536 * 4)
      }
      #expect(bytes == 300 * 65_536)
    }
  }
}
