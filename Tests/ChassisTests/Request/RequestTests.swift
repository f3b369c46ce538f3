// What a handler asks a request for: its target and the parts of it, parameters, query, fields, and what middleware left.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct RequestTests {
  private let plain = [
    "Content-Type: text/plain; charset=utf-8", "X-Content-Type-Options: nosniff",
  ]

  private func refused(_ text: String) -> Answer { Answer(status: 400, fields: plain, body: text) }

  // MARK: Parameters

  private enum Role: String, LosslessStringConvertible {
    case admin, member
    init?(_ description: String) { self.init(rawValue: description) }
    var description: String { rawValue }
  }

  private var typed: App {
    let app = App()
    app.get("/int/:id") { $1.send("\(try $0.param("id", as: Int.self) + 1)") }
    app.get("/byte/:id") { $1.send("\(try $0.param("id", as: UInt8.self))") }
    app.get("/double/:ratio") { $1.send("\(try $0.param("ratio", as: Double.self) * 2)") }
    app.get("/bool/:on") { $1.send("\(try !$0.param("on", as: Bool.self))") }
    app.get("/role/:role") { $1.send("\(try $0.param("role", as: Role.self))") }
    app.get("/text/:name") { $1.send(try $0.param("name")) }
    app.get("/files/*path") { $1.send("\(try $0.param("path")) \($0.params.all("path"))") }
    app.get("/{:language/}about") { $1.send($0.params["language"] ?? "none") }
    app.get("/all/:id") { request, response in
      response.send("\(request.params.all("id")) \(request.params.all("none"))")
    }
    app.get("/empty") { $1.send("\($0.params.isEmpty)") }
    return app
  }

  @Test(arguments: [
    ("/int/41", "42"), ("/int/-5", "-4"), ("/int/+5", "6"), ("/int/007", "8"),
    ("/byte/255", "255"), ("/double/1.5", "3.0"), ("/double/1e2", "200.0"),
    ("/bool/true", "false"), ("/role/admin", "admin"), ("/text/Rahul%20Roy", "Rahul Roy"),
    ("/text/a+b", "a+b"), ("/text/%E0%A4%B0", "र"), ("/text/%25", "%"), ("/text/a%2Fb", "a/b"),
    ("/files/a/b%2Fc/d", #"a/b/c/d ["a", "b/c", "d"]"#), ("/files/a//b", #"a//b ["a", "", "b"]"#),
    ("/hi/about", "hi"), ("/about", "none"), ("/all/7", #"["7"] []"#), ("/empty", "true"),
  ])
  func `parameters`(path: String, body: String) async throws {
    #expect(try await typed.answer("GET \(path)").body == body)
  }

  @Test(arguments: [
    ("/int/abc", #"id: expected a whole number, found "abc""#),
    ("/int/1.5", #"id: expected a whole number, found "1.5""#),
    ("/int/4%202", #"id: expected a whole number, found "4 2""#),
    (
      "/int/9223372036854775808",
      #"id: expected a whole number, found "9223372036854775808""#
    ),
    ("/byte/256", #"id: expected a whole number, found "256""#),
    ("/double/one", #"ratio: expected a number, found "one""#),
    ("/bool/yes", #"on: expected true or false, found "yes""#),
    ("/role/owner", #"role: expected a value of type Role, found "owner""#),
    ("/text/%ZZ", #"name: malformed percent-encoding in "%ZZ""#),
    ("/text/%E0%A4", #"name: malformed percent-encoding in "%E0%A4""#),
    ("/files/a/%4", #"path: malformed percent-encoding in "%4""#),
  ])
  func `a parameter of another type is 400`(path: String, body: String) async throws {
    #expect(try await typed.answer("GET \(path)") == refused(body))
  }

  @Test func `a parameter that the route does not have is the program's mistake`() async throws {
    let app = App()
    let log = LogLines()
    log.collect(from: app)
    let line = #line + 1
    app.get("/users/:id/posts/:post") { $1.send(try $0.param("userId")) }
    app.get("/plain") { $1.send(try $0.param("id")) }
    app.get("/users{/:id}") { $1.send("\(try $0.param("id", as: Int.self))") }
    for path in ["/users/7/posts/9", "/plain", "/users"] {
      let expected = Answer(status: 500, fields: plain, body: "Internal Server Error")
      #expect(try await app.answer("GET \(path)") == expected)
    }
    let file = "RequestTests.swift"
    #expect(
      log.lines == [
        "GET /users/7/posts/9: GET /users/:id/posts/:post (\(file):\(line)) has no parameter "
          + "\"userId\" for this request; it has: id, post",
        "GET /plain: GET /plain (\(file):\(line + 1)) has no parameter \"id\" for this request; "
          + "it has: none",
        "GET /users: GET /users{/:id} (\(file):\(line + 2)) has no parameter \"id\" for this "
          + "request; it has: none",
      ])
  }

  // MARK: Target

  private func places(_ request: Request) -> String {
    "\(request.originalUrl) = \(request.baseUrl) + \(request.url), path \(request.path)"
  }

  @Test(arguments: [
    ("/", "/ =  + /, path /"), ("/a?b=c", "/a?b=c =  + /a?b=c, path /a"),
    ("/a%20b?", "/a%20b? =  + /a%20b?, path /a%20b"),
    ("/a?b?c", "/a?b?c =  + /a?b?c, path /a"),
    ("/mounted", "/mounted = /mounted + /, path /"),
    ("/mounted/", "/mounted/ = /mounted + /, path /"),
    ("/mounted?b=c", "/mounted?b=c = /mounted + /?b=c, path /"),
    ("/Mounted/x/y?b=/", "/Mounted/x/y?b=/ = /Mounted + /x/y?b=/, path /x/y"),
    ("/mounted/7/deep/x?b", "/mounted/7/deep/x?b = /mounted/7/deep + /x?b, path /x"),
    ("http://test/a?b=c", "http://test/a?b=c =  + http://test/a?b=c, path /a"),
    ("http://test", "http://test =  + http://test, path /"),
    ("http://test/mounted/x?b", "http://test/mounted/x?b = /mounted + /x?b, path /x"),
    ("http://test/mounted", "http://test/mounted = /mounted + /, path /"),
    (
      "http://test/mounted/7/deep/x", "http://test/mounted/7/deep/x = /mounted/7/deep + /x, path /x"
    ),
  ])
  func `the target and its parts`(target: String, expected: String) async throws {
    let app = App()
    let router = Router()
    let deep = Router()
    deep.use { request, response, _ in response.send(self.places(request)) }
    router.use("/:id/deep", deep)
    router.use { request, response, _ in response.send(self.places(request)) }
    app.use("/mounted", router)
    app.use { request, response, _ in response.send(self.places(request)) }
    #expect(try await app.answer("GET \(target)").body == expected)
  }

  @Test func `a mounted router that passes on leaves the target as it was`() async throws {
    let app = App()
    let router = Router()
    router.use { _, _, next in try await next() }
    app.use("/mounted", router)
    app.use("/mounted") { _, _, next in try await next() }
    app.use { request, response, _ in response.send(self.places(request)) }
    for target in ["/mounted/x?b", "http://test/mounted/x?b", "/mounted"] {
      let path = target == "/mounted" ? "/mounted" : "/mounted/x"
      let body = try await app.answer("GET \(target)").body
      #expect(body == "\(target) =  + \(target), path \(path)")
    }
  }

  // MARK: Fields and locals

  @Test func `fields, whatever the case of their names`() async throws {
    let app = App()
    app.get("/") { request, response in
      let values = ["x-name", "X-NAME", "X-List", "None"].map { request.get($0) ?? "nil" }
      response.send(values.joined(separator: " | "))
    }
    let fields = ["X-Name: Priya", "X-List: a", "x-list: b"]
    #expect(try await app.answer("GET /", fields).body == "Priya | Priya | a, b | nil")
  }

  private struct Account { var name: String }
  private struct Visits { var count: Int }

  @Test func `locals hold one value of each type, for one request`() async throws {
    let app = App()
    app.use { request, _, next in
      if let name = request.query["name"] { request.locals[Account.self] = Account(name: name) }
      request.locals[Visits.self] = Visits(count: 1)
      request.locals[Visits.self]?.count += 1
      try await next()
    }
    app.get("/") { request, response in
      let account = request.locals[Account.self]?.name ?? "nobody"
      let visits = try request.local(Visits.self).count
      request.locals[Visits.self] = nil
      response.send("\(account) \(visits) \(request.locals[Visits.self] == nil)")
    }
    #expect(try await app.answer("GET /?name=Priya").body == "Priya 2 true")
    #expect(try await app.answer("GET /").body == "nobody 2 true")
  }

  @Test func `a local that no middleware set is the program's mistake`() async throws {
    let app = App()
    let log = LogLines()
    log.collect(from: app)
    let line = #line + 1
    app.get("/dashboard") { $1.send(try $0.local(Account.self).name) }
    let expected = Answer(status: 500, fields: plain, body: "Internal Server Error")
    #expect(try await app.answer("GET /dashboard") == expected)
    #expect(
      log.lines == [
        "GET /dashboard: GET /dashboard (RequestTests.swift:\(line)) asks for "
          + "request.locals[Account.self], but no middleware has set it: register that middleware "
          + "before this route"
      ])
  }
}
