// Chassis: middleware that ships: roles, after somebody has found out who asks.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct RequireRoleTests {
  @Test(arguments: [
    (["admin"], "200", "welcome"), (["writer", "reader"], "200", "welcome"),
    (["reader"], "403", "expected the role admin or writer"),
    (["Admin"], "403", "expected the role admin or writer"),
    ([], "403", "expected the role admin or writer"),
  ])
  func `one of the roles is enough`(roles: [String], status: String, body: String) async throws {
    let app = App()
    let auth = bearerAuth(token: "t", as: Identity("ci", roles: Set(roles)))
    app.get("/", auth, requireRole("admin", "writer")) { $1.send("welcome") }
    let answer = try await app.answer("GET /", ["Authorization: Bearer t"])
    #expect("\(answer.status)" == status)
    #expect(answer.body == body)
  }

  @Test func `without anybody who found out, the log says what to add`() async throws {
    let app = App()
    let log = LogLines()
    log.collect(from: app)
    app.get("/", requireRole("admin")) { $1.send("never") }
    let answer = try await app.answer("GET /")
    #expect("\(answer.status) \(answer.body)" == "500 Internal Server Error")
    #expect(
      log.lines == [
        "GET /: GET / (RequireRoleTests.swift:28) asks for request.locals[Identity.self], but no middleware has set it: "
          + "register that middleware before this route"
      ])
  }
}
