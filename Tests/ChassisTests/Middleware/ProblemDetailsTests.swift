// Chassis: middleware that ships: problem details of RFC 9457, to those who take them.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ProblemDetailsTests {
  private struct Broken: Error {}

  private func app(_ types: String? = nil) -> App {
    let app = App()
    app.log = { _ in }
    app.methodNotAllowed = true
    app.use("/before") { _, _, _ in throw HTTPError(418, "before it") }
    app.use(problemDetails(types: types))
    app.get("/known") { _, _ in throw HTTPError(404, "User not found", code: "user.unknown") }
    app.get("/broken") { _, _ in throw Broken() }
    app.get("/secret") { _, _ in throw HTTPError(503, "the database at 10.0.0.7", code: "db") }
    app.get("/fields") { _, _ in
      throw HTTPError(401, headers: ["WWW-Authenticate": "Bearer realm=\"api\""])
    }
    app.get("/form") { _, _ in
      throw ValidationError("age", expected: "a whole number", found: "\"x\"")
    }
    app.get("/answered") { _, _ in throw HTTPError(409) }
    app.onError { error, _, response in
      guard (error as? HTTPError)?.status == 409 else { throw error }
      response.status(409).send("by onError")
    }
    return app
  }

  @Test(arguments: [
    (
      "GET /known",
      "404 | Vary: Accept | # | #{\"title\":\"Not Found\",\"status\":404,\"detail\":\"User not found\",\"code\":\"user.unknown\"}"
    ),
    (
      "GET /nowhere?x=1",
      "404 | Vary: Accept | # | #{\"title\":\"Not Found\",\"status\":404,\"detail\":\"Cannot GET /nowhere\"}"
    ),
    (
      "POST /known",
      "405 | Allow: GET, HEAD | Vary: Accept | # | #{\"title\":\"Method Not Allowed\",\"status\":405}"
    ),
    (
      "GET /broken",
      "500 | Vary: Accept | # | #{\"title\":\"Internal Server Error\",\"status\":500}"
    ),
    (
      "GET /secret", "503 | Vary: Accept | # | #{\"title\":\"Service Unavailable\",\"status\":503}"
    ),
    (
      "GET /fields",
      "401 | WWW-Authenticate: Bearer realm=\"api\" | Vary: Accept | # | #{\"title\":\"Unauthorized\",\"status\":401}"
    ),
    (
      "GET /form",
      "422 | Vary: Accept | # | #{\"title\":\"Unprocessable Entity\",\"status\":422,\"detail\":\"age: expected a whole number, found \\\"x\\\"\",\"code\":\"validation.failed\",\"errors\":[{\"field\":\"age\",\"expected\":\"a whole number\",\"found\":\"\\\"x\\\"\"}]}"
    ),
    ("GET /answered", "409 | Content-Type: text/html; charset=utf-8 | by onError"),
    (
      "GET /before",
      "418 | Content-Type: text/plain; charset=utf-8 | X-Content-Type-Options: nosniff | before it"
    ),
  ])
  func `every error that nobody answered`(line: String, expected: String) async throws {
    let expected = expected.replacing(
      "# | #",
      with: "Content-Type: application/problem+json | X-Content-Type-Options: nosniff | ")
    #expect(try await app().answer(line).description == expected)
  }

  @Test(arguments: [
    ("*/*", true), ("application/json", true), ("application/problem+json", true),
    ("application/*", true), ("text/html, */*;q=0.8", true),
    ("application/json;q=0.4, text/plain;q=0.4", true), ("text/plain", false), ("text/*", false),
    ("text/html", false), ("application/json;q=0.4, text/plain;q=0.5", false),
    ("application/problem+json;q=0, text/plain", false),
  ])
  func `JSON by Accept, else a line of text`(accept: String, isProblem: Bool) async throws {
    let answer = try await app().answer("GET /form", ["Accept: \(accept)"])
    #expect(answer["Vary"] == "Accept")
    #expect(
      answer["Content-Type"]
        == (isProblem ? "application/problem+json" : "text/plain; charset=utf-8"))
    #expect(isProblem || answer.body == "age: expected a whole number, found \"x\"")
  }

  @Test func `kinds of problems have an address where one is given`() async throws {
    let app = app("https://example.com/problems/")
    let known = try await app.answer("GET /known")
    #expect(known.body.hasPrefix("{\"type\":\"https://example.com/problems/user.unknown\","))
    #expect(try await app.answer("GET /secret").body.hasPrefix("{\"title\":"))
    #expect(try await app.answer("GET /nowhere").body.hasPrefix("{\"title\":"))
  }

  @Test func `a HEAD has the head alone`() async throws {
    let answer = try await app().answer("HEAD /nowhere")
    #expect(answer["Content-Type"] == "application/problem+json")
    #expect(answer.body == "")
  }
}
