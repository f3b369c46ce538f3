// Which layers run, in which order, and what they see.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct RouterTests {
  /// A handler that says what it was asked.
  private func says(_ text: String) -> Handler {
    { request, response in
      let params = request.params.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
      response.send(
        "\(text) \(request.method) [\(params)] \(request.baseUrl)|\(request.url)|\(request.originalUrl)"
      )
    }
  }

  private let plain = [
    "Content-Type: text/plain; charset=utf-8", "X-Content-Type-Options: nosniff",
  ]

  private var verbs: App {
    let app = App()
    app.get("/users", handler: says("list"))
    app.post("/users", handler: says("create"))
    app.route("/users/:id").get(handler: says("show")).put(handler: says("replace")).delete(
      handler: says("remove"))
    app.patch("/users/:id", handler: says("change"))
    app.method("PURGE", "/cache", handler: says("purge"))
    app.all("/any", handler: says("any"))
    app.head("/own", handler: says("own head"))
    app.get("/own", handler: says("own get"))
    app.options("/asked", handler: says("own options"))
    app.get("/x/:first/:second", handler: says("two"))
    app.get("/files/*path", handler: says("files"))
    return app
  }

  @Test(arguments: [
    ("GET /users", "200 | list GET [] |/users|/users"),
    ("GET /users?role=admin", "200 | list GET [] |/users?role=admin|/users?role=admin"),
    ("GET /USERS/", "200 | list GET [] |/USERS/|/USERS/"),
    ("POST /users", "200 | create POST [] |/users|/users"),
    ("GET /users/42", "200 | show GET [id=42] |/users/42|/users/42"),
    ("PUT /users/42", "200 | replace PUT [id=42] |/users/42|/users/42"),
    ("PATCH /users/42", "200 | change PATCH [id=42] |/users/42|/users/42"),
    (
      "DELETE /users/a%20b%2Fc", "200 | remove DELETE [id=a b/c] |/users/a%20b%2Fc|/users/a%20b%2Fc"
    ),
    ("PURGE /cache", "200 | purge PURGE [] |/cache|/cache"),
    ("BREW /any", "200 | any BREW [] |/any|/any"),
    ("HEAD /users", "200 | "), ("HEAD /own", "200 | "),
    ("OPTIONS /asked", "200 | own options OPTIONS [] |/asked|/asked"),
    ("GET /x/1/2", "200 | two GET [first=1,second=2] |/x/1/2|/x/1/2"),
    ("GET /files/a/b%2Fc", "200 | files GET [path=a/b/c] |/files/a/b%2Fc|/files/a/b%2Fc"),
    ("GET http://test/users", "200 | list GET [] |http://test/users|http://test/users"),
  ])
  func `methods and paths`(line: String, expected: String) async throws {
    var answer = try await verbs.answer(line)
    answer.fields = []
    #expect("\(answer)" == expected)
  }

  @Test(arguments: [
    ("GET /nothing", "Cannot GET /nothing"), ("DELETE /users", "Cannot DELETE /users"),
    ("GET /nothing?q=1", "Cannot GET /nothing"), ("GET /", "Cannot GET /"),
    ("GET /users/1/2", "Cannot GET /users/1/2"),
    ("OPTIONS /nothing", "Cannot OPTIONS /nothing"), ("GET /%3Cb%3E", "Cannot GET /%3Cb%3E"),
  ])
  func `what is not there`(line: String, text: String) async throws {
    #expect(try await verbs.answer(line) == Answer(status: 404, fields: plain, body: text))
  }

  @Test(arguments: [
    ("/users", "GET, HEAD, POST"), ("/users/1", "DELETE, GET, HEAD, PATCH, PUT"),
    ("/own", "GET, HEAD"),
  ])
  func `OPTIONS lists the methods`(path: String, allow: String) async throws {
    let fields = ["Allow: \(allow)", "Content-Type: text/plain", "X-Content-Type-Options: nosniff"]
    #expect(
      try await verbs.answer("OPTIONS \(path)") == Answer(status: 200, fields: fields, body: allow))
  }

  @Test func `405 where the app wants it, through onError`() async throws {
    let app = verbs
    app.methodNotAllowed = true
    let fields = ["Allow: GET, HEAD, POST"] + plain
    #expect(
      try await app.answer("DELETE /users")
        == Answer(status: 405, fields: fields, body: "Method Not Allowed"))
    #expect(try await app.answer("DELETE /nothing").status == 404)
    app.onError { error, _, response in response.status(405).send("seen: \(error)") }
    #expect(try await app.answer("DELETE /users").body == "seen: 405 Method Not Allowed")
  }

  @Test(arguments: ["/users/%ZZ", "/users/%", "/users/%FF", "/files/a/%zz"])
  func `bad percent-encoding in a parameter is 400`(path: String) async throws {
    let answer = try await verbs.answer("GET \(path)")
    #expect(answer.status == 400)
    #expect(
      answer.body.hasSuffix(
        "malformed percent-encoding in \"\(path.split(separator: "/").last ?? "")\""))
  }

  @Test func `declaration order decides`() async throws {
    let app = App()
    app.get("/users/new", handler: says("new"))
    app.get("/users/:id", handler: says("id"))
    app.get("/users/late", handler: says("late"))
    #expect(try await app.answer("GET /users/new").body.hasPrefix("new "))
    #expect(try await app.answer("GET /users/late").body.hasPrefix("id "))
  }

  // MARK: Mounting

  private var mounted: App {
    let app = App()
    let posts = Router(mergeParams: true)
    posts.get("/:post", handler: says("post"))
    posts.get("/same/:id", handler: says("same"))
    let users = Router()
    users.get("/", handler: says("users"))
    users.get("/:id", handler: says("user"))
    users.use("/:id/posts", posts)
    app.use("/users", users)
    app.use("/v1/people", users)
    app.use("/api") { request, response, next in
      response.append("Seen", "\(request.baseUrl)|\(request.url)")
      try await next()
    }
    app.get("/api/:any", handler: says("any"))
    app.get("/users/7", handler: says("never"))
    app.get("/users/7/later", handler: says("later"))
    return app
  }

  @Test(arguments: [
    ("/users", "users GET [] /users|/|/users"), ("/users/", "users GET [] /users|/|/users/"),
    ("/users?a=1", "users GET [] /users|/?a=1|/users?a=1"),
    ("/users/7", "user GET [id=7] /users|/7|/users/7"),
    ("/v1/people/7", "user GET [id=7] /v1/people|/7|/v1/people/7"),
    ("/users/7/posts/9", "post GET [post=9,id=7] /users/7/posts|/9|/users/7/posts/9"),
    ("/users/7/posts/same/8", "same GET [id=8] /users/7/posts|/same/8|/users/7/posts/same/8"),
    ("/users/7/later", "later GET [] |/users/7/later|/users/7/later"),
    ("/usersx", "Cannot GET /usersx"),
    ("/users/7/posts/9/x", "Cannot GET /users/7/posts/9/x"),
  ])
  func `routers under a path`(path: String, expected: String) async throws {
    let body = try await mounted.answer("GET \(path)").body
    #expect(body == expected)
  }

  @Test func `middleware under a path sees the rest of it`() async throws {
    let answer = try await mounted.answer("GET /api/x?y=1")
    #expect(answer["Seen"] == "/api|/x?y=1")
    #expect(answer.body == "any GET [any=x] |/api/x?y=1|/api/x?y=1")
  }

  @Test func `strict and case-sensitive routers`() async throws {
    let app = App()
    let strict = Router(caseSensitive: true, strict: true)
    strict.get("/Users", handler: says("strict"))
    app.use("/Api", strict)
    #expect(try await app.answer("GET /api/Users").status == 200)
    #expect(try await app.answer("GET /Api/Users/").status == 404)
    #expect(try await app.answer("GET /Api/users").status == 404)
  }
}
