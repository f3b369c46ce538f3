// What stands behind the "?": names and values, decoded, whatever a client writes there.

import Testing

@testable import Chassis

@Suite struct QueryTests {
  @Test(arguments: [
    ("", []), ("role=admin", ["role=admin"]), ("a=1&b=2", ["a=1", "b=2"]),
    ("tag=new&tag=vip", ["tag=new", "tag=vip"]), ("flag", ["flag="]), ("flag=", ["flag="]),
    ("=value", ["=value"]), ("=", ["="]), ("&&a=1&&", ["a=1"]), ("a=b=c", ["a=b=c"]),
    ("a=b?c", ["a=b?c"]), ("a+b=c+d", ["a b=c d"]), ("a%20b=c%2Bd", ["a b=c+d"]),
    ("a=%26%3D", ["a=&="]), ("a=%ZZ", ["a=%ZZ"]), ("a=%", ["a=%"]), ("a=%4", ["a=%4"]),
    ("a=%2", ["a=%2"]), ("a=100%&b=1", ["a=100%", "b=1"]), ("a=%e0%a4%b0", ["a=र"]),
    ("a=%E0%A4", ["a=\u{FFFD}"]), ("a=%00", ["a=\0"]), ("a[b]=c", ["a[b]=c"]),
    ("a%5B%5D=c", ["a[]=c"]), ("__proto__=c", ["__proto__=c"]), ("A=1&a=2", ["A=1", "a=2"]),
    ("a;b=1", ["a;b=1"]),
  ])
  func `names and values`(text: String, pairs: [String]) {
    let query = FormFields(text)
    #expect(query.map { "\($0.name)=\($0.value)" } == pairs)
    #expect(query.isEmpty == pairs.isEmpty)
  }

  @Test func `the first value, all values, and none`() {
    let query = FormFields("tag=new&role=admin&tag=vip&tag=")
    #expect(query["tag"] == "new")
    #expect(query.all("tag") == ["new", "vip", ""])
    #expect(query["role"] == "admin")
    #expect(query["none"] == nil)
    #expect(query.all("none") == [])
  }

  @Test func `a thousand pairs are read, and no more`() {
    let query = FormFields((0..<1_200).map { "n=\($0)" }.joined(separator: "&"))
    #expect(query.all("n").count == 1_000)
    #expect(query.all("n").last == "999")
  }

  // MARK: In a request

  @MainActor private var app: App {
    let app = App()
    let router = Router()
    router.get("/") { request, response in
      response.send("\(request.query.all("tag")) \(request.query["tag"] ?? "nil")")
    }
    app.use("/mounted", router)
    app.get("/tags") { $1.send("\($0.query.all("tag")) \($0.query.isEmpty)") }
    app.get("/page") { request, response in
      let page = try request.query("page", as: Int.self) ?? 1
      let ratio = try request.query("ratio", as: Double.self)
      let open = try request.query("open", as: Bool.self)
      let name = try request.query("name")
      let parts = ["\(page)", ratio.map { "\($0)" }, open.map { "\($0)" }, name]
      response.send(parts.map { $0 ?? "nil" }.joined(separator: " "))
    }
    app.get("/rewritten") { request, response in
      let before = request.query["a"] ?? "nil"
      request.url = "/rewritten?a=2"
      response.send("\(before) \(request.query["a"] ?? "nil")")
    }
    return app
  }

  @Test(arguments: [
    ("/tags", "[] true"), ("/tags?", "[] true"),
    ("/tags?tag=new&tag=v+i%70", #"["new", "v ip"] false"#),
    ("/mounted?tag=new", #"["new"] new"#), ("/mounted", "[] nil"),
    ("http://test/tags?tag=a", #"["a"] false"#),
    ("/page", "1 nil nil nil"), ("/page?page=3&ratio=0.5&open=true&name=Priya", "3 0.5 true Priya"),
    ("/page?page=2&page=x", "2 nil nil nil"), ("/page?name=", "1 nil nil "),
    ("/rewritten?a=1", "1 2"),
  ])
  @MainActor func `queries of requests`(target: String, body: String) async throws {
    #expect(try await app.answer("GET \(target)").body == body)
  }

  @Test @MainActor func `as a value, brackets as the app has it`() async throws {
    struct Filter: Codable {
      struct User: Codable { var name: String? }
      var page: Int?
      var tags: [String]?
      var user: User?
    }
    let app = App()
    app.get("/users") { $1.json(try $0.query(as: Filter.self)) }
    let target = "/users?page=2&tags=new&user[name]=Priya"
    #expect(try await app.answer("GET \(target)").body == #"{"page":2,"tags":["new"]}"#)
    #expect(
      try await app.answer("GET /users?page=two&x=1").body
        == #"page: expected a whole number, found "two""#)
    app.queryParser = .extended
    #expect(
      try await app.answer("GET \(target)").body
        == #"{"page":2,"tags":["new"],"user":{"name":"Priya"}}"#)
    #expect(try await app.answer("GET /users?page=").body == "{}")
  }

  @Test(arguments: [
    ("/page?page=two", #"page: expected a whole number, found "two""#),
    ("/page?page=", #"page: expected a whole number, found """#),
    ("/page?page", #"page: expected a whole number, found """#),
    ("/page?page=1.5", #"page: expected a whole number, found "1.5""#),
    ("/page?page=%3Cb%3E", #"page: expected a whole number, found "<b>""#),
    ("/page?ratio=half", #"ratio: expected a number, found "half""#),
    ("/page?open=1", #"open: expected true or false, found "1""#),
  ])
  @MainActor func `a value of another type is 400`(target: String, body: String) async throws {
    let fields = ["Content-Type: text/plain; charset=utf-8", "X-Content-Type-Options: nosniff"]
    let expected = Answer(status: 400, fields: fields, body: body)
    #expect(try await app.answer("GET \(target)") == expected)
  }
}
