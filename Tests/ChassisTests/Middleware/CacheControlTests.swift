// Cache-Control: what is said, and when nothing is.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct CacheControlTests {
  private func said(
    _ middleware: @escaping Middleware, _ method: String = "GET", _ path: String = "/"
  ) async throws -> String? {
    let app = App()
    app.log = { _ in }
    app.use(middleware)
    app.all("/") { $1.send("x") }
    app.get("/own") { $1.set("Cache-Control", "no-store").send("x") }
    app.get("/cookie") { $1.append("Set-Cookie", "a=b").send("x") }
    app.get("/throws") { _, _ in throw HTTPError(404) }
    app.get("/fails") { $1.status(500).send("x") }
    app.get("/moved") { $1.redirect(301, "/") }
    app.get("/streamed") { request, response in
      try await response.write("a")
      response.end("b")
    }
    return try await app.test.send(method, path).headers["Cache-Control"]
  }

  @Test func `what is said`() async throws {
    let table: [(Middleware, String)] = [
      (cache(maxAge: .seconds(60)), "max-age=60"),
      (cache(maxAge: .milliseconds(1_900), .public), "public, max-age=1"),
      (cache(maxAge: .seconds(-5), .private), "private, max-age=0"),
      (cache(maxAge: .seconds(1 << 40)), "max-age=2147483648"),
      (
        cache(
          maxAge: .seconds(60), .public, shared: .seconds(10), staleWhileRevalidate: .seconds(20),
          staleIfError: .seconds(30), immutable: true, mustRevalidate: true, noTransform: true),
        "public, max-age=60, s-maxage=10, stale-while-revalidate=20, stale-if-error=30, immutable, must-revalidate, no-transform"
      ),
      (cache(.noStore), "no-store"), (cache(.noCache), "no-cache"),
    ]
    for (middleware, expected) in table {
      #expect(try await said(middleware) == expected)
      #expect(try await said(middleware, "HEAD") == expected)
    }
  }

  @Test(
    arguments: [
      ("GET", "/own", "no-store"), ("GET", "/cookie", "private, max-age=60"),
      ("GET", "/throws", nil), ("GET", "/fails", nil), ("GET", "/none", nil),
      ("GET", "/moved", "public, max-age=60"), ("GET", "/streamed", "public, max-age=60"),
      ("POST", "/", nil),
    ] as [(String, String, String?)])
  func `when it is said`(method: String, path: String, expected: String?) async throws {
    #expect(try await said(cache(maxAge: .seconds(60), .public), method, path) == expected)
  }
}
