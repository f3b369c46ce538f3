// Sessions over the wire: who gets which cookie, what is kept, and what must never happen.

import TestSupport
import Testing

@testable import Chassis

/// A store that notes what it is asked, and fails when told to.
@MainActor final class WatchedStore: Store {
  let inner = MemoryStore()
  var calls: [String] = []
  var isDown = false
  /// Runs before each replacement, as another request in between would.
  var beforeReplace: (@MainActor () async throws -> Void)?

  private func note(_ call: String) throws {
    calls.append(call)
    if isDown { throw StoreError("watched: it is down") }
  }

  func get(_ key: String) async throws -> String? {
    try note("get")
    return inner.get(key)
  }
  func set(_ key: String, _ value: String, expiresIn: Duration) async throws {
    try note("set")
    inner.set(key, value, expiresIn: expiresIn)
  }
  func replace(
    _ key: String, _ old: String?, with value: String, expiresIn: Duration
  ) async throws -> Bool {
    try note("replace")
    if let between = beforeReplace {
      beforeReplace = nil
      try await between()
    }
    return inner.replace(key, old, with: value, expiresIn: expiresIn)
  }
  func delete(_ key: String) async throws {
    try note("delete")
    inner.delete(key)
  }
  func increment(_ key: String, window: Duration) async throws -> WindowCount {
    try note("increment")
    return try inner.increment(key, window: window)
  }
}

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct SessionTests {
  /// A browser: it brings the cookie that it was given last.
  @MainActor private final class Browser {
    let client: Client
    var cookie: String?
    init(_ client: Client, cookie: String? = nil) { (self.client, self.cookie) = (client, cookie) }

    func ask(_ line: String) async throws -> Answer {
      let answer = try await client.request(line, cookie.map { ["Cookie: \($0)"] } ?? [])
      if let field = answer["Set-Cookie"] {
        cookie = field.contains("1970") ? nil : String(field.prefix { $0 != ";" })
      }
      return answer
    }
  }

  private struct Profile: Codable, Equatable {
    var name: String
    var age: Int
  }

  private func app(_ middleware: @escaping Middleware) -> App {
    let app = App()
    app.log = { _ in }
    app.use(middleware)
    app.get("/set/:name/:value") { request, response in
      request.session[try request.param("name")] = try request.param("value")
      response.send("set")
    }
    app.get("/all") { request, response in
      let session = request.session
      let found = ["a", "b", "user"].compactMap { name in
        session[name, as: String.self].map { "\(name)=\($0)" }
      }
      response.send(found.joined(separator: " ") + (session.isNew ? " new" : ""))
    }
    app.get("/count") { request, response in
      request.session["visits", default: 0] += 1
      response.send("\(request.session["visits", default: 0])")
    }
    app.get("/login") { request, response in
      try await request.session.regenerate()
      request.session["user"] = "rahul"
      response.redirect("/all")
    }
    app.get("/elevate") { request, response in
      try await request.session.regenerate(keepingValues: true)
      response.send("more rights")
    }
    app.get("/logout") { request, response in
      try await request.session.destroy()
      response.send("bye")
    }
    app.get("/remove/:name") { request, response in
      request.session.remove(try request.param("name"))
      response.send("removed")
    }
    app.get("/fail") { request, _ in
      request.session["a"] = "kept"
      throw HTTPError(418)
    }
    app.get("/stream") { request, response in
      request.session["a"] = "early"
      try await response.write("one ")
      request.session["b"] = "late"
      response.end("two")
    }
    app.get("/late") { request, response in
      try await response.write("one")
      request.session["a"] = "too late"
      response.end()
    }
    return app
  }

  private func app(_ store: any Store = MemoryStore(), rolling: Bool = false, limit: Int = 1_000)
    -> App
  { app(session(store: store, secret: "new", "old", rolling: rolling, limit: limit)) }

  // MARK: Cookies

  @Test func `who changes nothing gets no cookie, and the store no work`() async throws {
    let store = WatchedStore()
    let answer = try await app(store).answer("GET /all")
    #expect(answer.description == "200 | Content-Type: text/html; charset=utf-8 |  new")
    #expect(store.calls.isEmpty)
  }

  @Test func `the first change gives a cookie that scripts cannot read`() async throws {
    let store = WatchedStore()
    let answer = try await app(store).answer("GET /set/a/1")
    let cookie = try #require(answer["Set-Cookie"])
    #expect(
      cookie.wholeMatch(
        of:
          /session=s%3A[A-Za-z0-9_-]{22}\.[A-Za-z0-9%]+; Max-Age=86400; Path=\/; Expires=[A-Z][^;]+ GMT; HttpOnly; SameSite=Lax/
      ) != nil, "\(cookie)")
    #expect(store.calls == ["replace"])
  }

  @Test func `what was set is there for this visitor alone, and only changes are stored`()
    async throws
  {
    let store = WatchedStore()
    try await app(store).served { client async throws in
      let (rahul, priya) = (Browser(client), Browser(client))
      _ = try await rahul.ask("GET /set/a/1")
      _ = try await priya.ask("GET /set/a/2")
      #expect(try await rahul.ask("GET /all").body == "a=1")
      #expect(try await priya.ask("GET /all").body == "a=2")
      #expect(store.calls == ["replace", "replace", "get", "get"])
      #expect(try await rahul.ask("GET /set/a/1")["Set-Cookie"] == nil)
      #expect(store.calls.last == "get")
      #expect(try await rahul.ask("GET /count").body == "1")
      #expect(try await rahul.ask("GET /count").body == "2")
      _ = try await rahul.ask("GET /remove/a")
      #expect(try await rahul.ask("GET /all").body.isEmpty)
    }
  }

  @Test func `a rolling session is prolonged by every request`() async throws {
    let store = WatchedStore()
    try await app(store, rolling: true).served { client async throws in
      let browser = Browser(client)
      #expect(try await browser.ask("GET /all")["Set-Cookie"] == nil)
      _ = try await browser.ask("GET /set/a/1")
      #expect(try await browser.ask("GET /all")["Set-Cookie"]?.contains("Max-Age=86400") == true)
      #expect(store.calls == ["replace", "get", "replace"])
    }
  }

  @Test func `the cookie is as the options say`() async throws {
    let app = app(
      session(
        secret: "x", name: "__Host-sid", maxAge: .seconds(60), secure: true, sameSite: .strict))
    let cookie = try #require(try await app.answer("GET /set/a/1")["Set-Cookie"])
    #expect(cookie.hasPrefix("__Host-sid=s%3A") && cookie.contains("; Max-Age=60; Path=/; "))
    #expect(cookie.hasSuffix("; HttpOnly; Secure; SameSite=Strict"))
  }

  // MARK: Ids

  @Test func `a login changes the id, and the old one is worth nothing`() async throws {
    try await app().served { client async throws in
      let browser = Browser(client)
      _ = try await browser.ask("GET /set/a/1")
      let thief = Browser(client, cookie: browser.cookie)
      _ = try await browser.ask("GET /login")
      #expect(browser.cookie != thief.cookie)
      #expect(try await browser.ask("GET /all").body == "user=rahul")
      #expect(try await thief.ask("GET /all").body == " new")
      let before = browser.cookie
      _ = try await browser.ask("GET /elevate")
      #expect(browser.cookie != before)
      #expect(try await browser.ask("GET /all").body == "user=rahul")
    }
  }

  @Test func `a logout ends the session and takes the cookie back`() async throws {
    try await app().served { client async throws in
      let browser = Browser(client)
      _ = try await browser.ask("GET /login")
      let thief = Browser(client, cookie: browser.cookie)
      #expect(
        try await browser.ask("GET /logout").description
          == "200 | Content-Type: text/html; charset=utf-8 | "
          + "Set-Cookie: session=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax | bye"
      )
      #expect(browser.cookie == nil)
      #expect(try await thief.ask("GET /all").body == " new")
      // Nothing was there to end: nothing is sent.
      #expect(try await Browser(client).ask("GET /logout")["Set-Cookie"] == nil)
    }
  }

  @Test func `an id that the store does not know is never adopted`() async throws {
    let id = Base64.encode(randomBytes(16), as: .url)
    let forged = [
      "session=\(encodeURIComponent(CookieSignature.sign(id, Array("new".utf8))))",
      "session=\(encodeURIComponent(CookieSignature.sign(id, Array("wrong".utf8))))",
      "session=\(id)", "session=s:\(id)", "session=", "session=s:.", "session=%00",
      "session=\(String(repeating: "x", count: 8_000))",
    ]
    try await app().served { client async throws in
      for cookie in forged {
        let browser = Browser(client, cookie: cookie)
        #expect(try await browser.ask("GET /all").body == " new")
        _ = try await browser.ask("GET /set/a/1")
        #expect(browser.cookie?.contains(id) == false)
        #expect(try await Browser(client, cookie: cookie).ask("GET /all").body == " new")
      }
    }
  }

  @Test func `a cookie that an older secret signed is accepted, and the next is signed anew`()
    async throws
  {
    let store = MemoryStore()
    let browser = try await {
      var cookie: String?
      try await self.app(session(store: store, secret: "old")).served { client async throws in
        let browser = Browser(client)
        _ = try await browser.ask("GET /set/a/1")
        cookie = browser.cookie
      }
      return cookie
    }()
    try await app(store).served { client async throws in
      let later = Browser(client, cookie: browser)
      #expect(try await later.ask("GET /all").body == "a=1")
      _ = try await later.ask("GET /set/b/2")
      #expect(later.cookie != browser)
      #expect(try await later.ask("GET /all").body == "a=1 b=2")
    }
    try await app(session(store: store, secret: "another")).served { client async throws in
      #expect(try await Browser(client, cookie: browser).ask("GET /all").body == " new")
    }
  }

  @Test func `whoever reads the store finds no ids`() async throws {
    let store = MemoryStore()
    let answer = try await app(store).answer("GET /set/a/1")
    let id = try #require(answer["Set-Cookie"]).dropFirst("session=s%3A".count).prefix(22)
    #expect(store.keys.count == 1)
    #expect(store.keys.allSatisfy { !$0.contains(id) && $0.hasPrefix("session:") })
  }

  // MARK: Two at once

  @Test func `two requests at once lose neither's values`() async throws {
    let store = WatchedStore()
    try await app(store).served { client async throws in
      let browser = Browser(client)
      _ = try await browser.ask("GET /set/b/first")
      let cookie = browser.cookie
      store.beforeReplace = {
        _ = try await Browser(client, cookie: cookie).ask("GET /set/a/between")
      }
      _ = try await browser.ask("GET /set/user/last")
      #expect(try await browser.ask("GET /all").body == "a=between b=first user=last")
      // For one name the last write counts; a removed one stays removed.
      store.beforeReplace = {
        _ = try await Browser(client, cookie: cookie).ask("GET /set/a/other")
      }
      _ = try await browser.ask("GET /remove/a")
      #expect(try await browser.ask("GET /all").body == "b=first user=last")
    }
  }

  @Test func `a session that was ended meanwhile stays ended, and the log says so`() async throws {
    let store = WatchedStore()
    let app = app(store)
    let log = LogLines()
    log.collect(from: app)
    try await app.served { client async throws in
      let browser = Browser(client)
      _ = try await browser.ask("GET /login")
      let cookie = browser.cookie
      store.beforeReplace = { _ = try await Browser(client, cookie: cookie).ask("GET /logout") }
      let answer = try await browser.ask("GET /set/a/1")
      // The cookie stays as the other answer left it: that may have been a login.
      #expect(answer["Set-Cookie"] == nil)
      #expect(try await Browser(client, cookie: cookie).ask("GET /all").body == " new")
    }
    #expect(
      log.lines == [
        "GET /set/a/1: 1 change of the session dropped: it was ended or expired meanwhile"
      ])
  }

  // MARK: Answers

  @Test func `what a handler changed before it threw is kept`() async throws {
    try await app().served { client async throws in
      let browser = Browser(client)
      #expect(try await browser.ask("GET /fail").status == 418)
      #expect(try await browser.ask("GET /all").body == "a=kept")
    }
  }

  @Test func `a streamed answer has its cookie, and later changes are stored too`() async throws {
    try await app().served { client async throws in
      let browser = Browser(client)
      #expect(try await browser.ask("GET /stream").status == 200)
      #expect(try await browser.ask("GET /all").body == "a=early b=late")
    }
  }

  @Test func `a store that is down is a 503 instead of the answer`() async throws {
    let store = WatchedStore()
    let app = app(store)
    let log = LogLines()
    log.collect(from: app)
    try await app.served { client async throws in
      let browser = Browser(client)
      _ = try await browser.ask("GET /set/a/1")
      store.isDown = true
      for path in ["/all", "/set/a/2", "/logout"] {
        let answer = try await browser.ask("GET \(path)")
        #expect(
          answer.description
            == "503 | Content-Type: text/plain; charset=utf-8 | X-Content-Type-Options: nosniff | Service Unavailable"
        )
      }
      // A visitor without a cookie needs the store only to write.
      let stranger = Browser(client)
      #expect(try await stranger.ask("GET /all").status == 200)
      #expect(try await stranger.ask("GET /set/a/1").body == "Service Unavailable")
    }
    #expect(log.lines.allSatisfy { $0.contains(": 503 session: watched: it is down") })
    #expect(log.lines.count == 4)
  }

  // MARK: Mistakes

  @Test(arguments: [
    (
      "/late",
      "a session was begun after the head of the answer was sent, so its cookie was not: change request.session before the first write"
    ),
    (
      "/big",
      "the session has 1012 bytes, more than its limit of 1000: keep an id in it and the rest in a database, or raise session(limit:)"
    ),
    ("/nan", "session[\"a\"] cannot keep this value: "),
  ])
  func `mistakes are said`(path: String, expected: String) async throws {
    let app = app()
    let log = LogLines()
    log.collect(from: app)
    app.get("/big") { request, response in
      request.session["a"] = String(repeating: "x", count: 1_000)
      response.send("never")
    }
    app.get("/nan") { request, response in
      request.session["a"] = Double.nan
      response.send("never")
    }
    try await app.served { client async throws in
      let answer = try await client.exchange(
        "GET \(path) HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n")
      if path != "/late" { #expect(answer.hasPrefix("HTTP/1.1 500 ")) }
    }
    #expect(log.lines.count == 1)
    #expect(log.lines.first?.hasPrefix("GET \(path): \(expected)") == true, "\(log.lines)")
  }

  @Test func `a missing middleware is named`() async throws {
    let app = App()
    let log = LogLines()
    log.collect(from: app)
    app.get("/") { $1.send("\($0.session.isEmpty)") }
    #expect(try await app.answer("GET /").status == 500)
    #expect(log.lines.count == 1)
    #expect(
      log.lines.first?.hasSuffix(
        "asks for request.session, but there is none: add app.use(session(secret: …)) before this route"
      ) == true)
  }

  @Test func `values of any type are kept; another type finds nothing`() throws {
    let session = Session(
      MemoryStore(),
      SessionOptions(secrets: Secrets(["x"]), maxAge: .seconds(1), rolling: false, limit: 1_000))
    session["profile"] = Profile(name: "Priya", age: 30)
    session["list"] = [1, 2, 3]
    session["flag"] = true
    session["text"] = "ü\n"
    session["number"] = 7
    #expect(session["profile"] == Profile(name: "Priya", age: 30))
    #expect(session["list", as: [Int].self] == [1, 2, 3])
    #expect(session["flag", as: Bool.self] == true)
    #expect(session["text", as: String.self] == "ü\n")
    #expect(session["number", as: String.self] == nil)
    #expect(session["number", default: "none"] == "none")
    #expect(session["absent", as: Int.self] == nil)
    session["list", default: [Int]()].append(4)
    #expect(session["list"] == [1, 2, 3, 4])
    session["text"] = "e\u{301}"
    session["text"] = "\u{E9}"
    #expect(session["text", as: String.self].map { Array($0.utf8) } == [0xC3, 0xA9])
    session["flag", as: Bool.self] = nil
    #expect(session["flag", as: Bool.self] == nil)
  }
}
