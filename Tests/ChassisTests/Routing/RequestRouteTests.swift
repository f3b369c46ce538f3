// Chassis: application and routing: the pattern of the route that answers, with the routers around it.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct RequestRouteTests {
  private func app(_ seen: @escaping (String) -> Void) -> App {
    let app = App()
    app.log = { _ in }
    app.use { request, response, next in
      response.onFinish { seen("\(request.route ?? "none") \(response.statusCode)") }
      try await next()
    }
    let books = Router()
    books.get("/") { $1.send("books") }
    books.get("/:book") { $1.send("book") }
    let users = Router()
    users.get("/:id") { $1.send("user") }
    users.use("/:id/books", books)
    app.get("/") { $1.send("home") }
    app.use("/users", users)
    app.use(Router())
    let refuse: Middleware = { _, _, _ in throw HTTPError(401) }
    let leave: Middleware = { _, _, next in try await next(.route) }
    app.get("/guarded", refuse) { $1.send("never") }
    app.get("/left", leave) { $1.send("never") }
    app.use("/middleware") { _, response, _ in response.send("by none") }
    app.get("/files/{*path}") { $1.send("file") }
    return app
  }

  @Test(arguments: [
    ("GET /", "/ 200"), ("GET /users/7?x=1", "/users/:id 200"), ("HEAD /users/7", "/users/:id 200"),
    ("GET /users/7/books", "/users/:id/books 200"),
    ("GET /users/7/books/9", "/users/:id/books/:book 200"), ("GET /users", "none 404"),
    ("POST /users/7", "none 404"), ("OPTIONS /users/7", "none 200"), ("GET /nothing", "none 404"),
    ("GET /guarded", "/guarded 401"), ("GET /left", "none 404"), ("GET /middleware", "none 200"),
    ("GET /files/a/b", "/files/{*path} 200"),
  ])
  func `the pattern, never the path`(line: String, expected: String) async throws {
    var seen: [String] = []
    _ = try await app { seen.append($0) }.answer(line)
    #expect(seen == [expected])
  }

  @Test func `nothing is kept when the answer is over`() async throws {
    weak var exchange: Exchange?
    let app = App()
    app.get("/") { request, response in
      exchange = request.exchange
      response.send("home")
    }
    _ = try await app.answer("GET /")
    #expect(exchange == nil)
  }
}
