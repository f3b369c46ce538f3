// Views over HTTP: whole answers, and what the log says of mistakes, word for word.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ResponseRenderTests {
  private struct Profile: Encodable {
    var name: String
    var isAdmin = false
  }

  private let html = "Content-Type: text/html; charset=utf-8"

  /// The app with one route, and its answer.
  private func answer(
    _ files: [String: String], _ line: String = "GET /", _ handler: @escaping Handler
  ) async throws -> Answer {
    var answer: Answer?
    try await withViews(files) { folder in
      let app = App()
      app.views = Views(folder)
      app.locals["site"] = "Notes"
      app.locals["name"] = "of the app"
      app.use { _, response, next in
        response.locals["user"] = Profile(name: "of the answer")
        response.locals["title"] = "of the answer"
        try await next()
      }
      app.get("/", handler: handler)
      answer = try await app.answer(line)
    }
    return try #require(answer)
  }

  @Test func `a view is HTML`() async throws {
    let profile = try await answer(["profile.mustache": "<p>{{name}}{{#isAdmin}}!{{/isAdmin}}</p>"])
    {
      try await $1.render("profile", Profile(name: "<Rahul>", isAdmin: true))
    }
    #expect(profile == Answer(status: 200, fields: [html], body: "<p>&lt;Rahul&gt;!</p>"))
    let about = try await answer(["about.mustache": "About {{site}}"]) {
      try await $1.render("about")
    }
    #expect(about == Answer(status: 200, fields: [html], body: "About Notes"))
  }

  @Test func `status and type stay as they were set`() async throws {
    let feed = try await answer(["feed.mustache": "<feed>{{n}}</feed>"]) {
      try await $1.status(404).type("application/atom+xml").render("feed", ["n": 1])
    }
    #expect("\(feed)" == "404 | Content-Type: application/atom+xml | <feed>1</feed>")
  }

  @Test func `HEAD has the head only`() async throws {
    let head = try await answer(["a.mustache": "text"], "HEAD /") { try await $1.render("a") }
    #expect(head == Answer(status: 200, fields: [html], body: ""))
  }

  @Test func `values, then those of the answer, then those of the app`() async throws {
    let files = ["a.mustache": "{{name}}, {{title}}, {{site}}, {{user.name}}"]
    let own = try await answer(files) { try await $1.render("a", ["name": "own"]) }
    #expect(own.body == "own, of the answer, Notes, of the answer")
    let none = try await answer(files) { try await $1.render("a") }
    #expect(none.body == "of the app, of the answer, Notes, of the answer")
    let hidden = try await answer(files) { try await $1.render("a", ["name": String?.none]) }
    #expect(hidden.body == ", of the answer, Notes, of the answer")
  }

  /// The answer to a mistake, and the log.
  private func mistake(
    _ files: [String: String], hasViews: Bool = true, _ handler: @escaping Handler
  ) async throws -> (Answer, log: [String], folder: String, place: String) {
    var result: (Answer, [String], String, String)?
    try await withViews(files) { folder in
      let app = App()
      let log = LogLines()
      log.collect(from: app)
      if hasViews { app.views = Views(folder) }
      let line = #line + 1
      app.get("/page", handler: handler)
      let answer = try await app.answer("GET /page")
      result = (answer, log.lines, folder, "GET /page (ResponseRenderTests.swift:\(line))")
    }
    return try #require(result)
  }

  private let failed = Answer(
    status: 500,
    fields: ["Content-Type: text/plain; charset=utf-8", "X-Content-Type-Options: nosniff"],
    body: "Internal Server Error")

  @Test func `an app without views`() async throws {
    let (answer, log, _, place) = try await mistake([:], hasViews: false) {
      try await $1.render("page")
    }
    #expect(answer == failed)
    #expect(
      log == [
        "GET /page: \(place) renders \"page\", but the app has no views: "
          + "add app.views = Views(\"views\") before the routes"
      ])
  }

  @Test func `a view that is not there`() async throws {
    let files = ["users/list.mustache": "", "profile.mustache": "", "style.css": ""]
    let (answer, log, folder, place) = try await mistake(files) { try await $1.render("profil") }
    #expect(answer == failed)
    #expect(
      log == [
        "GET /page: \(place) cannot render \"profil\": \(folder) has no profil.mustache; "
          + "its views: profile, users/list"
      ])
  }

  @Test func `a template that makes no sense`() async throws {
    let files = ["page.mustache": "<ul>\n  {{#users}}\n</ul>\n"]
    let (answer, log, folder, place) = try await mistake(files) { try await $1.render("page") }
    #expect(answer == failed)
    #expect(
      log == [
        """
        GET /page: \(place) cannot render "page": \(folder)/page.mustache:2:3: {{#users}} is never closed
            {{#users}}
            ^ write {{/users}} where it ends
        """
      ])
  }

  @Test func `slips go to the app's log`() async throws {
    let files = ["page.mustache": "[{{>none}}]"]
    let (answer, log, _, _) = try await mistake(files) { try await $1.render("page") }
    #expect(answer == Answer(status: 200, fields: [html], body: "[]"))
    #expect(log.count == 1)
    #expect(log.first?.contains("page.mustache:1:2: there is no template \"none\"") == true)
  }

  @Test func `an error handler can still answer, with a view too`() async throws {
    try await withViews(["error.mustache": "<h1>{{message}}</h1>", "bad.mustache": "{{"]) {
      folder in
      let app = App()
      app.log = { _ in }
      app.views = Views(folder)
      app.get("/") { _, response in try await response.render("bad") }
      app.onError { _, _, response in
        try await response.status(503).render("error", ["message": "soon"])
      }
      let answer = try await app.answer("GET /")
      #expect(answer == Answer(status: 503, fields: [html], body: "<h1>soon</h1>"))
    }
  }
}
