// Chassis: middleware that ships: which pages of other sites may read answers (Fetch Standard).

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct CORSTests {
  private func app(_ cors: @escaping Middleware) -> App {
    let app = App()
    app.log = { _ in }
    app.use(cors)
    app.get("/") { $1.send("served") }
    app.delete("/") { $1.send("deleted") }
    return app
  }

  /// The fields that `cors` decides about.
  private func fields(_ answer: Answer) -> String {
    let ours = answer.fields.filter { $0.hasPrefix("Access-Control-") || $0.hasPrefix("Vary") }
    return ([String(answer.status)] + ours).joined(separator: " | ")
  }

  private enum Case: String, CaseIterable {
    case any, list, closure, options

    @MainActor var middleware: Middleware {
      switch self {
      case .any: cors()
      case .list: cors(origins: ["https://app.test", "http://localhost:8080"])
      case .closure: cors(origins: .matching { $0.hasSuffix(".app.test") })
      case .options:
        cors(
          origins: "https://app.test", methods: ["GET", "PUT"], headers: ["X-Key"],
          exposed: ["X-Total", "X-Page"], credentials: true, maxAge: .seconds(600))
      }
    }
  }

  private nonisolated static let origin = "Origin: https://app.test"
  private nonisolated static let preflight = [
    origin, "Access-Control-Request-Method: DELETE",
    "Access-Control-Request-Headers: x-key, Content-Type",
  ]
  private nonisolated static let methods =
    "Access-Control-Allow-Methods: GET, HEAD, PUT, PATCH, POST, DELETE"
  private nonisolated static let asked = "Access-Control-Allow-Headers: x-key, Content-Type"

  @Test(arguments: [
    ("any", "GET /", [origin], "200 | Access-Control-Allow-Origin: *"),
    ("any", "GET /", [], "200 | Access-Control-Allow-Origin: *"),
    (
      "any", "OPTIONS /", preflight,
      "204 | Access-Control-Allow-Origin: * | Vary: Access-Control-Request-Headers | \(methods) | \(asked)"
    ),
    ("any", "OPTIONS /", [origin], "200 | Access-Control-Allow-Origin: *"),
    (
      "list", "GET /", [origin],
      "200 | Vary: Origin | Access-Control-Allow-Origin: https://app.test"
    ),
    ("list", "GET /", [], "200 | Vary: Origin"),
    ("list", "GET /", ["Origin: https://app.test.evil.test"], "200 | Vary: Origin"),
    ("list", "GET /", ["Origin: https://app.test\u{e9}"], "200 | Vary: Origin"),
    ("list", "GET /", ["Origin: null"], "200 | Vary: Origin"),
    ("list", "GET /", [origin, origin], "200 | Vary: Origin"),
    (
      "list", "DELETE /", ["Origin: http://localhost:8080"],
      "200 | Vary: Origin | Access-Control-Allow-Origin: http://localhost:8080"
    ),
    (
      "list", "GET /missing", [origin],
      "404 | Vary: Origin | Access-Control-Allow-Origin: https://app.test"
    ),
    (
      "list", "OPTIONS /", preflight,
      "204 | Vary: Origin, Access-Control-Request-Headers | Access-Control-Allow-Origin: https://app.test | \(methods) | \(asked)"
    ),
    (
      "list", "OPTIONS /",
      ["Origin: https://evil.test", "Access-Control-Request-Method: DELETE"],
      "204 | Vary: Origin, Access-Control-Request-Headers"
    ),
    (
      "closure", "GET /", ["Origin: https://a.app.test"],
      "200 | Vary: Origin | Access-Control-Allow-Origin: https://a.app.test"
    ),
    ("closure", "GET /", ["Origin: https://app.test"], "200 | Vary: Origin"),
    ("closure", "GET /", ["Origin: https://a b.app.test"], "200 | Vary: Origin"),
    (
      "options", "GET /", [origin],
      "200 | Vary: Origin | Access-Control-Allow-Origin: https://app.test | Access-Control-Allow-Credentials: true | Access-Control-Expose-Headers: X-Total, X-Page"
    ),
    ("options", "GET /", ["Origin: https://evil.test"], "200 | Vary: Origin"),
    (
      "options", "OPTIONS /", preflight,
      "204 | Vary: Origin | Access-Control-Allow-Origin: https://app.test | Access-Control-Allow-Credentials: true | Access-Control-Allow-Methods: GET, PUT | Access-Control-Allow-Headers: X-Key | Access-Control-Max-Age: 600"
    ),
    (
      "any", "OPTIONS /",
      [
        "Access-Control-Request-Method: PUT",
        "Access-Control-Request-Headers: x-key, \u{e9}",
      ],
      "204 | Access-Control-Allow-Origin: * | Vary: Access-Control-Request-Headers | \(methods)"
    ),
  ])
  func `what browsers are told`(rule: String, line: String, sent: [String], expected: String)
    async throws
  {
    let middleware = try #require(Case(rawValue: rule)).middleware
    let answer = try await app(middleware).answer(line, sent)
    #expect(
      fields(answer).split(separator: " | ").sorted()
        == expected.split(separator: " | ").sorted())
  }

  @Test(arguments: [
    ("https://app.test", true), ("http://localhost:8080", true), ("http://[::1]:3000", true),
    ("app://local", true), ("https://app.test/", false), ("https://app.test/path", false),
    ("https://App.test", false), ("app.test", false), ("*", false), ("null", false),
    ("https://", false), ("://a", false), ("https://*.app.test", false), ("https://a\r\nb", false),
    ("", false), ("https://a@b", false),
  ])
  func `origins`(text: String, isGood: Bool) {
    #expect(isOrigin(text) == isGood)
  }

  private func problem(
    _ origins: CORSOrigins, methods: [String] = [], headers: [String]? = nil,
    credentials: Bool = false
  ) -> String? {
    CORSRule(
      origins: origins, methods: methods, headers: headers, exposed: [], credentials: credentials,
      maxAge: nil
    ).problem
  }

  @Test func `options that make no sense say why`() {
    #expect(problem(.any) == nil)
    #expect(problem(["https://app.test"], credentials: true) == nil)
    #expect(
      problem("*", credentials: true)
        == "credentials: with any origin every site could act for whoever is logged in here; name the origins: [\"https://app.test\"]"
    )
    #expect(
      problem("https://app.test/")
        == "origins: \"https://app.test/\" is none; it has a scheme, a host, perhaps a port, in small letters, and nothing behind: \"https://app.test\""
    )
    #expect(
      problem(.any, methods: ["GE T"]) == "\"GE T\" is no name of a method or of a field")
    #expect(problem(.any, headers: [""]) == "\"\" is no name of a method or of a field")
  }
}
