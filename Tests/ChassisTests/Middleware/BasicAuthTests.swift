// Chassis: middleware that ships: name and password (RFC 7617).

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct BasicAuthTests {
  private func app(_ auth: @escaping Middleware) -> App {
    let app = App()
    app.log = { _ in }
    app.use(auth)
    app.get("/") { request, response in
      let identity = try request.local(Identity.self)
      response.send("\(identity.name) \(identity.roles.sorted())")
    }
    return app
  }

  private func basic(_ text: String) -> String {
    "Authorization: Basic \(Base64.encode(Array(text.utf8)))"
  }

  nonisolated private static let challenge =
    "WWW-Authenticate: Basic realm=\"Restricted\", charset=\"UTF-8\""

  private func refusal(_ message: String) -> String {
    "401 | \(Self.challenge) | Content-Type: text/plain; charset=utf-8 | X-Content-Type-Options: nosniff | \(message)"
  }

  @Test(arguments: [
    ("Authorization: Basic cmFodWw6c2VjcmV0", "200 rahul []"),
    ("authorization: bAsIc    cmFodWw6c2VjcmV0", "200 rahul []"),
    ("Authorization: Basic cHJpeWE6YTpi", "200 priya []"),
    ("Authorization: Basic dGVzdDoxMjPCow==", "200 test []"), ("X: y", "missing"),
    ("Authorization: Basic", "missing"), ("Authorization: ", "missing"),
    ("Authorization: Bearer cmFodWw6c2VjcmV0", "missing"),
    ("Authorization: Basi\u{e9} cmFodWw6c2VjcmV0", "missing"),
    ("Authorization: Basic cmFodWw6c2VjcmV", "wrong"),
    ("Authorization: Basic cmFodWw6c2VjcmV0 ", "200 rahul []"),
    ("Authorization: Basic cmFodWw6c2VjcmV0,", "wrong"), ("Authorization: Basic !!!!", "wrong"),
    ("Authorization: Basic cmFodWw=", "wrong"), ("Authorization: Basic /////w==", "wrong"),
    ("Authorization: Basic Og==", "wrong"), ("Authorization: Basic cmFodWw6", "wrong"),
    ("Authorization: Basic cmFodWw6c2VjcmV0AA==", "wrong"),
    ("Authorization: Basic cmFodWw6YTpi", "wrong"),
    ("Authorization: Basic cmFodWw6c2VjcmV0\r\nAuthorization: Basic cmFodWw6c2VjcmV0", "wrong"),
  ])
  func `who knows a password is let through`(field: String, expected: String) async throws {
    let users = ["rahul": "secret", "priya": "a:b", "test": "123\u{a3}"]
    let answer = try await app(basicAuth(users: users)).answer("GET /", [field])
    switch expected {
    case "missing":
      #expect(answer.description == refusal("name and password are expected"))
    case "wrong": #expect(answer.description == refusal("wrong name or password"))
    default: #expect("\(answer.status) \(answer.body)" == expected)
    }
  }

  @Test func `a function decides, and says what somebody may do`() async throws {
    let auth = basicAuth(realm: "a \"b\" \\") { name, password in
      if name == "down" { throw HTTPError(503) }
      return password == "p:" ? Identity(name, roles: ["b", "a"]) : nil
    }
    let app = app(auth)
    #expect(try await app.answer("GET /", [basic("é:p:")]).body == "é [\"a\", \"b\"]")
    #expect(try await app.answer("GET /", [basic("é:p")]).status == 401)
    #expect(try await app.answer("GET /", [basic("down:p")]).status == 503)
    let challenge = try await app.answer("GET /")["WWW-Authenticate"]
    #expect(challenge == "Basic realm=\"a \\\"b\\\" \\\\\", charset=\"UTF-8\"")
  }

  @Test(arguments: [
    ("users", nil), ("", nil), ("a\"b", nil),
    ("a\r\nX: y", "realm: \"a\\x0d\\x0aX: y\" has something else than visible ASCII"),
    ("é", "realm: \"\\xc3\\xa9\" has something else than visible ASCII"),
  ])
  func `a realm that cannot be sent says why`(realm: String, problem: String?) {
    #expect(Challenge(scheme: "Basic", realm: realm).problem == problem)
  }

  @Test(arguments: [
    ("a", "a", true), ("", "", true), ("a", "b", false), ("a", "aa", false), ("", "a", false),
    ("é", "e\u{301}", false),
  ])
  func `secrets are compared byte by byte`(left: String, right: String, areSame: Bool) {
    #expect(areSameSecrets(left, right) == areSame)
  }
}
