// Requests without a port: what an app's own tests see.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct TestClientTests {
  private struct User: Codable, Equatable { var id: Int, name: String }

  private func app() -> App {
    let app = App()
    var users = [User(id: 1, name: "Aisha")]
    app.log = { _ in }
    app.use(json())
    app.get("/users/:id") { request, response in
      let id = try request.param("id", as: Int.self)
      guard let user = users.first(where: { $0.id == id }) else {
        throw HTTPError(404, "no such user")
      }
      response.json(user)
    }
    app.post("/users") { request, response in
      users.append(try request.body(as: User.self))
      response.status(201).location("/users/\(users.count)").json(users.last)
    }
    app.all("/echo") { request, response in
      let body = try await request.body.collect()
      response.send("\(request.method) \(request.get("Host") ?? "") \(body.count)")
    }
    app.get("/old") { _, response in response.redirect("/new") }
    app.get("/cut") { _, response in response.destroy() }
    return app
  }

  // The example of the documentation.
  @Test func `a user is made and found`() async throws {
    let client = app().test
    let created = try await client.post("/users", json: User(id: 3, name: "Priya"))
    #expect(created.statusCode == 201)
    #expect(created.headers["Location"] == "/users/2")
    #expect(try await created.text() == #"{"id":3,"name":"Priya"}"#)
    let user = try await client.get("/users/3").json(as: User.self)
    #expect(user == User(id: 3, name: "Priya"))
  }

  @Test(arguments: [
    ("GET", "/users/1", "", #"200 {"id":1,"name":"Aisha"}"#),
    ("GET", "users/9", "", "404 no such user"),
    ("GET", "/users/x", "", #"400 id: expected a whole number, found "x""#),
    ("PUT", "/echo", "four", "200 PUT localhost 4"),
    ("DELETE", "/echo", "", "200 DELETE localhost 0"),
    ("PURGE", "/echo", "", "200 PURGE localhost 0"),
    ("HEAD", "/echo", "", "200 "),
    ("GET", "/old", "", "302 Found. Redirecting to /new"),
    ("GET", "//evil.example/", "", "404 Cannot GET //evil.example/"),
  ])
  func answers(method: String, path: String, body: String, expected: String) async throws {
    let answer = try await app().test.send(method, path, body: body.isEmpty ? .none : .text(body))
    #expect("\(answer.statusCode) \(try await answer.text())" == expected)
  }

  @Test func `a cut connection is an error`() async throws {
    await #expect(throws: HTTPClientError.self) { try await app().test.get("/cut") }
  }

  @Test func `a hundred at once`() async throws {
    let client = app().test
    let asking = (0..<100).map { _ in
      Task { @MainActor in try await client.get("/users/1").statusCode }
    }
    var statuses: [Int] = []
    for task in asking { statuses.append(try await task.value) }
    #expect(statuses == Array(repeating: 200, count: 100))
  }
}
