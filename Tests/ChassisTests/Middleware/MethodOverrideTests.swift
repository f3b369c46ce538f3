// Chassis: middleware that ships: other methods for those who can only send POST.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct MethodOverrideTests {
  private func app(_ override: @escaping Middleware) -> App {
    let app = App()
    app.log = { _ in }
    app.use(urlencoded())
    app.use(override)
    app.all("/") { $1.send($0.method) }
    return app
  }

  private static let refusal = "400 a POST can become PUT, PATCH, DELETE, nothing else"

  @Test(arguments: [
    ("POST /", ["X-HTTP-Method-Override: DELETE"], "200 DELETE"),
    ("POST /", ["x-http-method-override: put"], "200 PUT"), ("POST /", [], "200 POST"),
    ("POST /", ["X-HTTP-Method-Override: POST"], "200 POST"),
    ("GET /", ["X-HTTP-Method-Override: DELETE"], "200 GET"),
    ("PUT /", ["X-HTTP-Method-Override: DELETE"], "200 PUT"),
    ("POST /", ["X-HTTP-Method-Override: GET"], "400"),
    ("POST /", ["X-HTTP-Method-Override: CONNECT"], "400"),
    ("POST /", ["X-HTTP-Method-Override: PUT, DELETE"], "400"),
    ("POST /", ["X-HTTP-Method-Override: "], "400"), ("POST /?_method=patch", [], "200 PATCH"),
    ("POST /?_method=TRACE", [], "400"), ("GET /?_method=DELETE", [], "200 GET"),
    ("POST /?_method=PUT", ["X-HTTP-Method-Override: DELETE"], "200 DELETE"),
  ])
  func `a POST becomes what the client says`(line: String, fields: [String], expected: String)
    async throws
  {
    let answer = try await app(methodOverride(query: "_method", form: "_method"))
      .answer(line, fields)
    #expect(
      "\(answer.status) \(answer.body)" == (expected == "400" ? Self.refusal : expected))
  }

  @Test func `a form's field says it where that is wanted`() async throws {
    let type = ["Content-Type: application/x-www-form-urlencoded"]
    let form = app(methodOverride(header: nil, form: "_method"))
    #expect(try await form.answer("POST /", type, body: "_method=DELETE").body == "DELETE")
    #expect(try await form.answer("POST /", type, body: "name=x").body == "POST")
    #expect(
      try await form.answer("POST /", ["X-HTTP-Method-Override: PUT"]).body == "POST")
    let header = app(methodOverride())
    #expect(try await header.answer("POST /?_method=PUT", type, body: "_method=PUT").body == "POST")
  }
}
