// Contract, "Chassis: response": format and links.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ResponseFormatTests {
  private var app: App {
    let app = App()
    app.get("/") { _, response in
      try await response.format([
        "text": { response.send("Rahul") }, "html": { response.send("<p>Rahul</p>") },
        "application/json": { response.json(["name": "Rahul"]) },
      ])
    }
    app.get("/default") { _, response in
      try await response.format(
        ["json": { response.json(1) }], otherwise: { response.type("text").send("default") })
    }
    app.get("/throws") { _, response in
      try await response.format(["json": { throw HTTPError(409, "no") }])
    }
    app.get("/nothing") { try await $1.format([:]) }
    return app
  }

  @Test(
    arguments: [
      ("/", nil, "200 | Vary: Accept | Content-Type: text/plain; charset=utf-8 | Rahul"),
      ("/", "*/*", "200 | Vary: Accept | Content-Type: text/plain; charset=utf-8 | Rahul"),
      (
        "/", "text/html",
        "200 | Vary: Accept | Content-Type: text/html; charset=utf-8 | <p>Rahul</p>"
      ),
      (
        "/", "text/html;level=1, */*;q=0.1",
        "200 | Vary: Accept | Content-Type: text/html; charset=utf-8 | <p>Rahul</p>"
      ),
      (
        "/", "application/json;q=0.9, text/html;q=0.8",
        #"200 | Vary: Accept | Content-Type: application/json | {"name":"Rahul"}"#
      ),
      (
        "/", "image/png",
        "406 | Vary: Accept | Content-Type: text/plain; charset=utf-8 | X-Content-Type-Options: nosniff | "
          + "this can be had as: text/plain; charset=utf-8, text/html; charset=utf-8, application/json"
      ),
      (
        "/default", "text/html",
        "200 | Vary: Accept | Content-Type: text/plain; charset=utf-8 | default"
      ),
      ("/default", nil, "200 | Vary: Accept | Content-Type: application/json; charset=utf-8 | 1"),
      (
        "/throws", nil,
        "409 | Vary: Accept | Content-Type: text/plain; charset=utf-8 | X-Content-Type-Options: nosniff | no"
      ),
      (
        "/nothing", nil,
        "406 | Content-Type: text/plain; charset=utf-8 | X-Content-Type-Options: nosniff | this can be had as: "
      ),
    ] as [(String, String?, String)])
  func `format`(path: String, accept: String?, expected: String) async throws {
    let fields = accept.map { ["Accept: \($0)"] } ?? []
    #expect(try await "\(app.answer("GET \(path)", fields))" == expected)
  }

  private func link(_ calls: @escaping @MainActor (Response) -> Void) async throws -> String {
    let app = App()
    app.log = { _ in }
    app.get("/") { _, response in
      calls(response)
      response.send()
    }
    let answer = try await app.answer("GET /")
    return answer.status == 200 ? answer["Link"] ?? "none" : "\(answer.status)"
  }

  @Test func `links`() async throws {
    #expect(
      try await link { $0.links(["next": "/users?page=2", "last": "/users?page=9"]) }
        == #"</users?page=2>; rel="next", </users?page=9>; rel="last""#)
    #expect(
      try await link { $0.links(["next": "/a"]).links(["next": "/b", "prev": "/c"]) }
        == #"</a>; rel="next", </b>; rel="next", </c>; rel="prev""#)
    #expect(
      try await link { $0.links(["next": "/a>; rel=\"evil\"\r\nX: y"]) }
        == #"</a%3E;%20rel=%22evil%22%0D%0AX:%20y>; rel="next""#)
    #expect(try await link { $0.links([:]) } == "none")
    for relation in ["", "a\"b", "a\\b", "a\r\nX: y", "é"] {
      #expect(try await link { $0.links([relation: "/a"]) } == "500")
    }
  }

  @Test func `a relation that is none is the program's mistake`() async throws {
    let app = App()
    let log = LogLines()
    log.collect(from: app)
    app.get("/") { $1.links(["a\"b": "/a"]).send() }
    _ = try await app.answer("GET /")
    #expect(
      log.lines == [
        "GET /: links: \"a\"b\" is no name of a relation: letters, digits and \"-\", such as next"
      ])
  }
}
