// Chassis: middleware that ships: the fields that ask browsers to be strict.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct SecureHeadersTests {
  private func fields(_ middleware: @escaping Middleware) async throws -> [String] {
    let app = App()
    app.use(middleware)
    app.get("/") { $1.set("Referrer-Policy", "origin").sendStatus(204) }
    return try await app.answer("GET /").fields
  }

  @Test func `the set, and a handler may change it`() async throws {
    #expect(
      try await fields(secureHeaders()) == [
        "Content-Security-Policy: default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'; img-src 'self' data:; object-src 'none'; script-src-attr 'none'",
        "Cross-Origin-Opener-Policy: same-origin", "Cross-Origin-Resource-Policy: same-origin",
        "Origin-Agent-Cluster: ?1", "Referrer-Policy: origin",
        "Strict-Transport-Security: max-age=31536000; includeSubDomains",
        "X-Content-Type-Options: nosniff", "X-Frame-Options: SAMEORIGIN",
        "X-Permitted-Cross-Domain-Policies: none",
      ])
  }

  @Test func `each can be set, and left out`() async throws {
    let none = secureHeaders(
      contentSecurityPolicy: nil, openerPolicy: nil, resourcePolicy: "cross-origin",
      originAgentCluster: nil, referrerPolicy: nil, strictTransportSecurity: .seconds(60),
      includeSubDomains: false, contentTypeOptions: nil, frameOptions: "DENY",
      permissionsPolicy: "camera=()", crossDomainPolicies: nil)
    #expect(
      try await fields(none) == [
        "Cross-Origin-Resource-Policy: cross-origin", "Strict-Transport-Security: max-age=60",
        "X-Frame-Options: DENY", "Permissions-Policy: camera=()", "Referrer-Policy: origin",
      ])
  }

  @Test(arguments: [
    ("same-origin", nil),
    (
      "a\r\nX: y",
      "Referrer-Policy: \"a\\x0d\\x0aX: y\" cannot be sent; it is a line of visible ASCII, or nil for none"
    ),
    (
      "",
      "Referrer-Policy: \"\" cannot be sent; it is a line of visible ASCII, or nil for none"
    ),
  ])
  func `a value that cannot be sent says why`(value: String, problem: String?) {
    #expect(secureHeadersProblem([("Referrer-Policy", value)]) == problem)
  }
}
