import TestSupport
import Testing

@testable import Chassis

/// An app in another app, and what an app says about itself.
@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct AppTests {
  @Test func `a mounted app has its own settings, and its errors go on to the outer one`()
    async throws
  {
    struct Point: Encodable { var x = 1 }
    let (app, inner) = (App(), App())
    inner.jsonOptions.spaces = 2
    inner.methodNotAllowed = true
    inner.get("/point") { _, response in response.json(Point()) }
    inner.get("/error") { _, _ in throw HTTPError(400, "inner") }
    inner.use("/later") { _, _, next in try await next() }
    app.use("/inner", inner)
    app.get("/inner/later") { _, response in response.json(Point()) }
    app.get("/point") { _, response in response.json(Point()) }
    app.onError { error, _, response in response.status(400).send("outer saw \(error)") }
    #expect(inner.mountPaths == ["/inner"])
    #expect(app.mountPaths == [])
    #expect(try await app.answer("GET /point").body == #"{"x":1}"#)
    #expect(try await app.answer("GET /inner/point").body == "{\n  \"x\": 1\n}")
    #expect(try await app.answer("GET /inner/later").body == #"{"x":1}"#)
    #expect(try await app.answer("GET /inner/error").body == "outer saw 400 inner")
  }

  @Test func `a mounted app without log or views has those of the app around it`() async throws {
    let (app, middle, inner) = (App(), Router(), App())
    var (outerLog, innerLog): ([String], [String]) = ([], [])
    inner.use(logger(LogFormat { entry in "answered \(entry.status)" }))
    inner.get("/page") { _, response in try await response.render("page", ["name": "page"]) }
    middle.use("/inner", inner)
    app.use("/middle", middle)
    app.log = { outerLog.append($0) }
    try await withViews(["page.mustache": "outer {{name}}"]) { folder async throws in
      app.views = Views(folder)
      #expect(try await app.answer("GET /middle/inner/page").body == "outer page")
    }
    inner.log = { innerLog.append($0) }
    try await withViews(["page.mustache": "inner {{name}}"]) { folder async throws in
      inner.views = Views(folder)
      #expect(try await app.answer("GET /middle/inner/page").body == "inner page")
    }
    #expect(outerLog == ["answered 200"])
    #expect(innerLog == ["answered 200"])
  }

  @Test(.inItsOwnProcess) func `a header set too late is told, with the route`() async throws {
    let result = await #expect(
      processExitsWith: .success, observing: [\.standardErrorContent]
    ) {
      try await Self.setTooLate()
    }
    let words = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(
      words == """
        GET /late, in GET /late (AppTests.swift:\(Self.lateLine)): a header was set after the head was sent, and is \
        lost; set it before writeHead and the first bytes

        """)
  }

  private static let lateLine = #line + 4

  private static func setTooLate() async throws {
    let app = App()
    app.get("/late") { _, response in
      response.send("sent")
      response.set("X-Late", "1")
    }
    #expect(
      try await app.answer("GET /late")
        == Answer(status: 200, fields: ["Content-Type: text/html; charset=utf-8"], body: "sent"))
  }
}
