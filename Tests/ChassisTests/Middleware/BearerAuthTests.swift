// Chassis: middleware that ships: bearer tokens (RFC 6750).

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct BearerAuthTests {
  private func app(_ auth: @escaping Middleware) -> App {
    let app = App()
    app.log = { _ in }
    app.use(auth)
    app.get("/") { request, response in
      response.send(try request.local(Identity.self).name)
    }
    return app
  }

  nonisolated private static let tail =
    "Content-Type: text/plain; charset=utf-8 | X-Content-Type-Options: nosniff"
  nonisolated private static let missing =
    "401 | WWW-Authenticate: Bearer realm=\"api\" | \(tail) | a bearer token is expected"
  nonisolated private static let malformed =
    "400 | WWW-Authenticate: Bearer realm=\"api\", error=\"invalid_request\" | \(tail) | malformed bearer token"
  nonisolated private static let unknown =
    "401 | WWW-Authenticate: Bearer realm=\"api\", error=\"invalid_token\" | \(tail) | unknown or expired token"
  @Test(
    arguments: [
      ("mF_9.B5f-4.1JqM~+/==", nil),
      (
        "",
        "it is empty; take 32 random bytes, kept outside the program: environment[\"API_TOKEN\"]"
      ),
      (
        "two words",
        "no client can send it: letters, digits and - . _ ~ + / are allowed, and = at its end"
      ),
      (
        "token\n",
        "no client can send it: letters, digits and - . _ ~ + / are allowed, and = at its end"
      ),
    ] as [(String, String?)])
  func `a token that protects nothing is refused`(token: String, problem: String?) {
    #expect(bearerTokenProblem(token) == problem)
  }

  nonisolated private static let welcome = "200 | Content-Type: text/html; charset=utf-8 | ci"

  @Test(arguments: [
    ("Authorization: Bearer mF_9.B5f-4.1JqM~+/==", welcome),
    ("AUTHORIZATION: bearer   mF_9.B5f-4.1JqM~+/==", welcome),
    ("Authorization: Bearer mF_9.B5f-4.1JqM~+/=", unknown), ("Authorization: Bearer x", unknown),
    ("X: y", missing), ("Authorization: Bearer", missing),
    ("Authorization: Basic cmFodWw6c2VjcmV0", missing),
    ("Authorization: Bearer a b", malformed), ("Authorization: Bearer ==", malformed),
    ("Authorization: Bearer a=b", malformed), ("Authorization: Bearer \"a\"", malformed),
    ("Authorization: Bearer a,b", malformed), ("Authorization: Bearer é", malformed),
    ("Authorization: Bearer x\r\nAuthorization: Bearer x", malformed),
  ])
  func `who has the token is let through`(field: String, expected: String) async throws {
    let token = "mF_9.B5f-4.1JqM~+/=="
    let auth = bearerAuth(token: token, as: Identity("ci"), realm: "api")
    #expect(try await app(auth).answer("GET /", [field]).description == expected)
  }

  @Test func `a function knows the tokens`() async throws {
    let app = app(bearerAuth(realm: "api") { $0 == "abc" ? Identity("ci") : nil })
    #expect(
      try await app.answer("GET /", ["Authorization: Bearer abc"]).description == Self.welcome)
    #expect(
      try await app.answer("GET /", ["Authorization: Bearer abd"]).description == Self.unknown)
  }
}
