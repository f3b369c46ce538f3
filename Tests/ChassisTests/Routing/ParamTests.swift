import TestSupport
import Testing

@testable import Chassis

/// `param`: what looks at a parameter before the routes do.
@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ParamTests {
  @Test func `runs before the route, once for each value, in order`() async throws {
    var calls: [String] = []
    let app = App()
    app.param("id") { _, _, value in calls.append("first \(value)") }
    app.param("id") { request, _, value in calls.append("second \(value) in \(request.url)") }
    app.param("other") { _, _, value in calls.append("other \(value)") }
    app.use("/users/:id") { _, _, next in
      calls.append("middleware")
      try await next()
    }
    app.get("/users/:id", skip) { _, _ in }
    app.get("/users/:id") { _, response in response.send("done") }
    #expect(try await app.answer("GET /users/4%32").body == "done")
    #expect(calls == ["first 42", "second 42 in /users/4%32", "middleware"])
  }

  @Test func `runs again for another value under the same name`() async throws {
    var calls: [String] = []
    let app = App()
    app.param("part") { _, _, value in calls.append(value) }
    app.get("/:part/two", skip) { _, _ in }
    app.get("/one/:part") { _, response in response.send("done") }
    #expect(try await app.answer("GET /one/two").body == "done")
    #expect(calls == ["one", "two"])
  }

  @Test func `what it throws is the answer, and what it answers ends the request`() async throws {
    let app = App()
    app.param("id") { _, response, value in
      if value == "0" { throw HTTPError(404, "User not found") }
      if value == "1" { response.send("from param") }
    }
    app.param("id") { _, _, value in #expect(value == "2", "the first has answered") }
    app.get("/:id") { _, response in response.send("from the route") }
    #expect(
      try await app.answer("GET /0")
        == Answer(status: 404, fields: plainFields, body: "User not found"))
    #expect(try await app.answer("GET /1").body == "from param")
    #expect(try await app.answer("GET /2").body == "from the route")
  }

  @Test func `mounted routers do not inherit it, and see only their own`() async throws {
    var calls: [String] = []
    let (app, inner) = (App(), Router(mergeParams: true))
    app.param("id") { _, _, value in calls.append("outer \(value)") }
    inner.param("id") { _, _, value in calls.append("inner \(value)") }
    inner.get("/x/:id") { _, response in response.send("done") }
    inner.get("/plain") { _, response in response.send("done") }
    app.use("/:id", inner)
    #expect(try await app.answer("GET /1/x/2").body == "done")
    #expect(try await app.answer("GET /3/plain").body == "done")
    #expect(calls == ["outer 1", "inner 2", "outer 3"])
  }

  private let skip: Middleware = { _, _, next in try await next(.route) }

  private let plainFields = [
    "Content-Type: text/plain; charset=utf-8", "X-Content-Type-Options: nosniff",
  ]
}
