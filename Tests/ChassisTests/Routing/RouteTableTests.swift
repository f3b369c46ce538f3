import TestSupport
import Testing

@testable import Chassis

/// The table of routes: as data, in columns, and as an OpenAPI document.
@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct RouteTableTests {
  private func nothing(_ request: Request, _ response: Response, _ next: Next) async throws {}
  private func ends(_ request: Request, _ response: Response) async throws { response.end() }

  /// An app, and the line on which its first registration stands; each following one has a line of its own.
  private func users() -> (app: App, line: UInt) {
    let (app, inner, item) = (App(), Router(), Router(mergeParams: true))
    let line: UInt = #line + 1
    app.use(nothing)
    app.use("/admin", nothing)
    app.get("/", handler: ends)
    app.get("/admin/users", nothing, handler: ends)
    inner.use("/:id", nothing)
    inner.get("/", handler: ends)
    inner.all("/:id", handler: ends)
    app.use("/users", inner)
    item.method("PURGE", "/", handler: ends)
    inner.use("/:id/cache", item)
    app.get("/files/{:kind/}*path", handler: ends)
    return (app, line)
  }

  @Test func `one line a route, with what runs before it`() {
    let (app, first) = users()
    func place(_ offset: UInt) -> String { "RouteTableTests.swift:\(first + offset)" }
    let table = app.routes().map { route in
      "\(route.method) \(route.pattern) \(route.file):\(route.line) <- "
        + route.middleware.joined(separator: " ")
    }
    #expect(
      table == [
        "GET / \(place(2)) <- \(place(0))",
        "GET /admin/users \(place(3)) <- \(place(0)) \(place(1)) \(place(3))",
        "GET /users \(place(5)) <- \(place(0))",
        "* /users/:id \(place(6)) <- \(place(0)) \(place(4))",
        "PURGE /users/:id/cache \(place(8)) <- \(place(0)) \(place(4))",
        "GET /files/{:kind/}*path \(place(10)) <- \(place(0))",
      ])
    #expect("\(app.routes()[0])" == "GET / (\(place(2)))")
  }

  @Test func `a slash at the end of a mount's path is no second one`() async throws {
    let (app, inner) = (App(), Router())
    app.use("/api/", inner)
    inner.get("/", handler: ends)
    inner.get("/users") { request, response in response.send(request.route ?? "") }
    #expect(app.routes().map(\.pattern) == ["/api", "/api/users"])
    #expect(try await app.answer("GET /api/users").body == "/api/users")
  }

  @Test func `in columns`() {
    let app = App()
    let line = #line + 1
    app.get("/users/:id", handler: ends)
    app.use(nothing)
    app.method("PURGE", "/", handler: ends)
    #expect(
      app.routesTable() == """
        GET     /users/:id   RouteTableTests.swift:\(line)
        PURGE   /            RouteTableTests.swift:\(line + 2)   after RouteTableTests.swift:\(line + 1)

        """)
    #expect(App().routesTable() == "")
  }

  @Test func `as an OpenAPI document`() throws {
    let (app, first) = users()
    // The same path as /users/:id, which answers it already.
    app.get("/users/:name", handler: ends)
    let document = app.openAPI(title: "Users", version: "1.2")
    let text = try JSON.stringify(document, JSON.Options(spaces: 2))
    #expect(document.openapi == "3.1.1")
    #expect(document.info == OpenAPI.Info(title: "Users", version: "1.2"))
    #expect(
      document.paths.mapValues { $0.keys.sorted().joined(separator: " ") } == [
        "/": "get", "/admin/users": "get", "/users": "get",
        "/users/{id}": "delete get patch post put", "/files/{kind}/{path}": "get",
        "/files/{path}": "get",
      ])
    #expect(
      document.paths["/files/{kind}/{path}"]?["get"]
        == OpenAPI.Operation(
          description: "RouteTableTests.swift:\(first + 10)",
          parameters: [
            OpenAPI.Parameter(
              name: "kind", in: "path", required: true, schema: OpenAPI.Schema(type: "string")),
            OpenAPI.Parameter(
              name: "path", in: "path", required: true, description: "one or more segments",
              schema: OpenAPI.Schema(type: "string")),
          ],
          responses: ["default": OpenAPI.Answer(description: "The answer")]))
    #expect(text.hasPrefix("{\n  \"openapi\": \"3.1.1\",\n  \"info\": {\n    \"title\": \"Users\""))
    #expect(try JSON.parse(text, as: OpenAPI.self) == document)
  }

  /// A mount and a route may use a name each: in OpenAPI a path has every name once.
  @Test func `in OpenAPI, a name that comes again has a number`() {
    let (app, notes) = (App(), Router())
    notes.get("/:id_2/:id-:id", handler: ends)
    app.use("/users/:id/notes", notes)
    let paths = app.openAPI(title: "Users", version: "1.2").paths
    #expect(Array(paths.keys) == ["/users/{id}/notes/{id_2}/{id_3}-{id_4}"])
    #expect(
      paths.values.first?["get"]?.parameters?.map(\.name) == ["id", "id_2", "id_3", "id_4"])
  }
}
