// Middleware, next and errors: what runs when, and who answers.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct PipelineTests {
  private let plain = [
    "Content-Type: text/plain; charset=utf-8", "X-Content-Type-Options: nosniff",
  ]
  private struct Broken: Error {}

  /// Middleware that leaves its name on the way in and on the way out.
  @MainActor private final class Trace {
    var text = ""
    func mark(_ name: String) -> Middleware {
      { _, _, next in
        self.text += "\(name)>"
        try await next()
        self.text += "<\(name)"
      }
    }
  }

  @Test func `middleware wraps what comes after it, like the skins of an onion`() async throws {
    let trace = Trace()
    let app = App()
    let router = Router()
    router.use(trace.mark("c"))
    router.get("/x", trace.mark("d"), trace.mark("e")) { _, response in
      trace.text += "!"
      response.send("done")
    }
    app.use(trace.mark("a"), trace.mark("b"))
    app.use("/r", router)
    app.use(trace.mark("f"))
    app.get("/late") { _, response in response.send("late") }
    #expect(try await app.answer("GET /r/x").body == "done")
    #expect(trace.text == "a>b>c>d>e>!<e<d<c<b<a")
    trace.text = ""
    #expect(try await app.answer("GET /r/y").status == 404)
    #expect(trace.text == "a>b>c>f><f<c<b<a")
  }

  @Test func `middleware that answers ends the way`() async throws {
    let app = App()
    app.use("/admin") { request, response, next in
      guard request.get("Authorization") == "Bearer secret" else {
        return response.status(401).send("No token provided")
      }
      try await next()
    }
    app.get("/admin/home") { _, response in response.send("welcome") }
    app.get("/administrator") { _, response in response.send("free") }
    #expect(try await app.answer("GET /admin/home").status == 401)
    #expect(
      try await app.answer("GET /admin/home", ["authorization: Bearer secret"]).body == "welcome")
    #expect(try await app.answer("GET /administrator").body == "free")
  }

  @Test func `next(route) and next(router)`() async throws {
    let app = App()
    let router = Router()
    let skipRoute: Middleware = { _, _, next in try await next(.route) }
    let skipRouter: Middleware = { _, _, next in try await next(.router) }
    router.route("/a")
      .get(skipRoute) { _, response in response.send("skipped") }
      .all { _, response in response.send("of the same route") }
    router.get("/a") { _, response in response.send("the next route") }
    router.get("/b", skipRouter) { _, response in response.send("skipped") }
    router.use { _, response, _ in response.send("skipped too") }
    app.use("/r", router)
    app.use { request, response, _ in response.send("behind the router at \(request.url)") }
    #expect(try await app.answer("GET /r/a").body == "the next route")
    #expect(try await app.answer("GET /r/b").body == "behind the router at /r/b")
  }

  @Test func `next called twice names the line`() async throws {
    let app = App()
    let log = LogLines()
    log.collect(from: app)
    var line = 0
    app.use { _, _, next in
      try await next()
      line = #line + 1
      try await next()
    }
    app.get("/") { _, response in response.send("once") }
    #expect(try await app.answer("GET /").body == "once")
    #expect(log.lines.count == 1)
    #expect(
      log.lines[0]
        == "GET /: next() was called a second time at PipelineTests.swift:\(line), "
        + "in the middleware at PipelineTests.swift:\(line - 3): call it once on every path, and return after it"
    )
  }

  @Test func `silence is answered 500, and the log names who was silent`() async throws {
    let app = App()
    let log = LogLines()
    log.collect(from: app)
    let silent: Middleware = { _, _, _ in }
    let line = #line + 1
    app.get("/handler") { _, _ in }
    app.use("/middleware") { _, _, _ in }
    app.get("/route", silent) { _, response in response.send("never") }
    let answer = Answer(status: 500, fields: plain, body: "Internal Server Error")
    for path in ["/handler", "/middleware", "/route"] {
      #expect(try await app.answer("GET \(path)") == answer)
    }
    let end = "every path through it must end in a response method, or throw"
    let file = "PipelineTests.swift"
    #expect(
      log.lines == [
        "GET /handler: GET /handler (\(file):\(line)) did not answer: \(end)",
        "GET /middleware: the middleware at \(file):\(line + 1) neither answered nor called next(): \(end)",
        "GET /route: GET /route (\(file):\(line + 2)) did not answer: \(end)",
      ])
  }

  // MARK: Errors

  private var failing: App {
    let app = App()
    app.log = { _ in }
    app.get("/plain") { _, _ in throw Broken() }
    app.get("/404") { _, _ in throw HTTPError(404, "User not found") }
    app.get("/401") { _, _ in throw HTTPError(401, "who?", headers: ["WWW-Authenticate": "Basic"]) }
    app.get("/503") { _, _ in throw HTTPError(503, "the database at 10.0.0.7 is down") }
    app.get("/999") { _, _ in throw HTTPError(999, "strange") }
    app.get("/later") { request, response in
      response.status(201).set("Content-Language", "hi").set("Kept", "yes")
      await Task.yield()
      throw HTTPError(422)
    }
    app.get("/status") { _, response in response.status(9999).send("x") }
    app.get("/nan") { _, response in response.json(["price": Double.nan]) }
    app.get("/large") { _, _ in throw BodyError.tooLarge(limit: 5) }
    return app
  }

  @Test(arguments: [
    ("/plain", 500, "Internal Server Error", [] as [String]), ("/404", 404, "User not found", []),
    ("/401", 401, "who?", ["WWW-Authenticate: Basic"]), ("/503", 503, "Service Unavailable", []),
    ("/999", 500, "Internal Server Error", []),
    ("/later", 422, reasonPhrase(for: 422), ["Kept: yes"]),
    ("/status", 500, "Internal Server Error", []), ("/nan", 500, "Internal Server Error", []),
    ("/large", 413, "the body is larger than 5 bytes", []),
  ])
  func `errors that nobody answers`(path: String, status: Int, body: String, fields: [String])
    async throws
  {
    let expected = Answer(status: status, fields: fields + plain, body: body)
    #expect(try await failing.answer("GET \(path)") == expected)
  }

  @Test func `what is inside an error goes to the log, with the route`() async throws {
    let app = failing
    let log = LogLines()
    log.collect(from: app)
    _ = try await app.answer("GET /503")
    _ = try await app.answer("GET /404")
    #expect(log.lines.count == 1)
    #expect(
      log.lines[0].hasPrefix(
        "GET /503: 503 the database at 10.0.0.7 is down, in GET /503 ("))
  }

  @Test func `onError: innermost first, then on outwards`() async throws {
    let app = App()
    let router = Router()
    var seen: [String] = []
    router.get("/own") { _, _ in throw HTTPError(400, "own") }
    router.get("/quiet") { _, _ in throw HTTPError(400, "quiet") }
    router.get("/worse") { _, _ in throw HTTPError(400, "worse") }
    router.onError { error, request, response in
      seen.append("first \(error)")
      if request.url == "/worse" { throw HTTPError(418, "worse still") }
      if request.url == "/own" { response.status(400).send("router: \(error)") }
    }
    router.onError { error, _, _ in seen.append("second \(error)") }
    app.use("/r", router)
    app.get("/outside") { _, _ in throw HTTPError(400, "outside") }
    app.onError { error, request, response in
      response.status(HTTPError(error).status).send("app: \(error) \(request.url)")
    }
    #expect(try await app.answer("GET /r/own").body == "router: 400 own")
    #expect(seen == ["first 400 own"])
    #expect(try await app.answer("GET /r/quiet").body == "app: 400 quiet /r/quiet")
    #expect(seen.suffix(2) == ["first 400 quiet", "second 400 quiet"])
    #expect(try await app.answer("GET /r/worse").body == "app: 418 worse still /r/worse")
    #expect(seen.suffix(2) == ["first 400 worse", "second 418 worse still"])
    seen = []
    #expect(try await app.answer("GET /outside").body == "app: 400 outside /outside")
    #expect(seen == [])
  }

  @Test func `the log names the handler that threw, whatever stands before it`() async throws {
    let app = App()
    let log = LogLines()
    log.collect(from: app)
    app.use { _, _, next in try await next() }
    let pass: Middleware = { _, _, next in try await next() }
    let line = #line + 1
    app.get("/x", pass) { _, _ in throw Broken() }
    #expect(try await app.answer("GET /x").status == 500)
    #expect(log.lines == ["GET /x: Broken(), in GET /x (PipelineTests.swift:\(line))"])
  }

  @Test func `an error behind a router is none of that router's`() async throws {
    let app = App()
    let router = Router()
    router.use { _, _, next in try await next() }
    router.onError { _, _, response in response.send("wrong one") }
    app.use(router)
    app.get("/") { _, _ in throw HTTPError(409, "behind") }
    #expect(try await app.answer("GET /").body == "behind")
  }

  @Test func `middleware can catch what comes out of next`() async throws {
    let app = App()
    app.use { _, response, next in
      do { try await next() } catch let error as HTTPError where error.status == 409 {
        response.status(200).send("mended")
      }
    }
    app.get("/409") { _, _ in throw HTTPError(409) }
    app.get("/410") { _, _ in throw HTTPError(410) }
    #expect(try await app.answer("GET /409").body == "mended")
    #expect(try await app.answer("GET /410").status == 410)
  }

  @Test func `an error in the error handler still gets an answer`() async throws {
    let app = App()
    app.log = { _ in }
    app.get("/") { _, _ in throw Broken() }
    app.onError { _, _, _ in throw Broken() }
    #expect(try await app.answer("GET /").status == 500)
  }

  @Test func `after headers were sent the connection is cut`() async throws {
    let app = App()
    let log = LogLines()
    log.collect(from: app)
    app.get("/") { _, response in
      try await response.write("half")
      throw Broken()
    }
    app.onError { _, _, response in response.send("cannot") }
    try await app.served { client in
      let text = try? await client.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(text.map { !$0.contains("0\r\n\r\n") && !$0.contains("cannot") } ?? true)
    }
    #expect(log.lines.count == 1)
  }

  @Test func `a second answer is dropped, and the log says so`() async throws {
    let app = App()
    let log = LogLines()
    log.collect(from: app)
    app.get("/") { _, response in
      response.send("first")
      response.send("second")
    }
    #expect(try await app.answer("GET /").body == "first")
    #expect(log.lines.count == 1)
    #expect(log.lines.first?.hasSuffix("answered twice: return after the first answer") == true)
  }

  @Test func `a changed url finds other routes`() async throws {
    let app = App()
    app.use { request, _, next in
      request.url = "/new"
      try await next()
    }
    app.get("/new") { request, response in
      response.send("\(request.url) was \(request.originalUrl)")
    }
    #expect(try await app.answer("GET /old").body == "/new was /old")
  }

  @Test func `many requests at once keep their own state`() async throws {
    let app = App()
    app.use { request, _, next in
      request.locals[String.self] = request.path
      await Task.yield()
      try await next()
    }
    app.get("/:name") { request, response in
      await Task.yield()
      response.send("\(try request.local(String.self)) \(try request.param("name"))")
    }
    try await app.served { client in
      let requests = (0..<20).map { number in
        Task { try await client.request("GET /\(number)").body }
      }
      for (number, request) in requests.enumerated() {
        let body = try await request.value
        #expect(body == "/\(number) \(number)")
      }
    }
  }
}
