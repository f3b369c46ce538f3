// Chassis on a raw server: its methods of Request and Response work there too, and an App can serve a part of one.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct RawServerTests {
  private func answer(
    _ line: String, _ fields: [String] = [], handler: @escaping Handler
  ) async throws -> String {
    let server = HTTPServer(handler)
    try server.bind(port: 0)
    do {
      let answer = try await Client(port: server.port).request(line, fields)
      await server.close(deadline: .zero)
      return "\(answer)"
    } catch {
      await server.close(deadline: .zero)
      throw error
    }
  }

  @Test func `a part of a raw server is an app`() async throws {
    let app = App()
    let log = LogLines()
    log.collect(from: app)
    app.get("/users/:id") { $1.json([try $0.param("id", as: Int.self)]) }
    let serve: Handler = { request, response in
      if request.url == "/fast" { return response.end("raw") }
      await app.handle(request, response)
    }
    #expect(try await answer("GET /fast", handler: serve) == "200 | raw")
    #expect(
      try await answer("GET /users/7", handler: serve)
        == "200 | Content-Type: application/json; charset=utf-8 | [7]")
    let plain = "Content-Type: text/plain; charset=utf-8 | X-Content-Type-Options: nosniff"
    #expect(try await answer("GET /none", handler: serve) == "404 | \(plain) | Cannot GET /none")
    #expect(log.lines == [])
  }

  @Test func `the answer is whole when handle returns`() async throws {
    let app = App()
    app.use { _, response, next in
      await Task.yield()
      try await next()
    }
    app.get("/") { $1.status(202).send("welcome") }
    var seen = ""
    _ = try await answer("GET /") { request, response in
      await app.handle(request, response)
      seen = "\(response.statusCode) \(response.ended)"
    }
    #expect(seen == "202 true")
  }

  @Test func `what a request tells`() async throws {
    let text = try await answer("GET /a%20b?page=2&tag=x", ["X-Name: Priya"]) { request, response in
      let page = (try? request.query("page", as: Int.self)) ?? nil
      let parts = [
        request.path, request.originalUrl, "[\(request.baseUrl)]", "\(page ?? 0)",
        request.query["tag"] ?? "", request.get("x-name") ?? "", "\(request.params.isEmpty)",
      ]
      response.type("text").send(parts.joined(separator: " "))
    }
    #expect(
      text
        == "200 | Content-Type: text/plain; charset=utf-8 | /a%20b /a%20b?page=2&tag=x [] 2 x Priya true"
    )
  }

  @Test func `what a response can do`() async throws {
    #expect(
      try await answer("GET /") { $1.status(201).set("X-Name", "Priya").json(["id": 3]) }
        == #"201 | X-Name: Priya | Content-Type: application/json; charset=utf-8 | {"id":3}"#)
    #expect(
      try await answer("GET /") { $1.sendStatus(404) }
        == "404 | Content-Type: text/plain; charset=utf-8 | Not Found")
    #expect(
      try await answer("GET /") { $1.redirect("/login") }
        == "302 | Location: /login | Vary: Accept | Content-Type: text/plain; charset=utf-8 | "
        + "Found. Redirecting to /login")
    let twice = try await answer("GET /") { _, response in
      response.send("first")
      response.send("second")
    }
    #expect(twice == "200 | Content-Type: text/html; charset=utf-8 | first")
  }
}
