// Redirects: their status, the body by `Accept`, and URLs that somebody else chose.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ResponseRedirectTests {
  private var app: App {
    let app = App()
    app.get("/found") { _, response in response.redirect("/login") }
    for status in [301, 303, 307, 308] {
      app.get("/\(status)") { _, response in response.redirect(status, "https://priya.test/new") }
    }
    app.get("/markup") { _, response in response.redirect("/search?a=1&b='<2>'") }
    app.get("/typed") { _, response in
      response.type("json").vary("Origin")
      response.redirect("/login")
    }
    app.get("/location") { _, response in response.location("/users/3").status(201).send() }
    app.get("/to") { request, response in
      response.redirect(try request.query("url") ?? "")
    }
    return app
  }

  @Test(arguments: [
    ("/found", "302 | Location: /login | {} | Found. Redirecting to /login"),
    (
      "/301",
      "301 | Location: https://priya.test/new | {} | "
        + "Moved Permanently. Redirecting to https://priya.test/new"
    ),
    (
      "/303",
      "303 | Location: https://priya.test/new | {} | "
        + "See Other. Redirecting to https://priya.test/new"
    ),
    (
      "/307",
      "307 | Location: https://priya.test/new | {} | "
        + "Temporary Redirect. Redirecting to https://priya.test/new"
    ),
    (
      "/308",
      "308 | Location: https://priya.test/new | {} | "
        + "Permanent Redirect. Redirecting to https://priya.test/new"
    ),
    ("/location", "201 | Location: /users/3 | "),
  ])
  func `redirects`(path: String, expected: String) async throws {
    let fields = "Vary: Accept | Content-Type: text/plain; charset=utf-8"
    #expect(
      try await "\(app.answer("GET \(path)"))"
        == expected.replacing("{}", with: fields))
  }

  @Test(arguments: [
    ("text/html", "Content-Type: text/html; charset=utf-8 | <p>Found. Redirecting to /login</p>"),
    (
      "text/html,application/xhtml+xml,*/*;q=0.8",
      "Content-Type: text/html; charset=utf-8 | <p>Found. Redirecting to /login</p>"
    ),
    ("text/plain", "Content-Type: text/plain; charset=utf-8 | Found. Redirecting to /login"),
    ("*/*", "Content-Type: text/plain; charset=utf-8 | Found. Redirecting to /login"),
    ("text/*", "Content-Type: text/plain; charset=utf-8 | Found. Redirecting to /login"),
    ("application/json", ""),
  ])
  func `the body is what Accept asks for`(accept: String, expected: String) async throws {
    let answer = try await app.answer("GET /found", ["Accept: \(accept)"])
    #expect("\(answer)" == "302 | Location: /login | Vary: Accept | \(expected)")
  }

  @Test func `a type and a Vary set before`() async throws {
    #expect(
      try await "\(app.answer("GET /typed"))"
        == "302 | Content-Type: text/plain; charset=utf-8 | Vary: Origin, Accept | "
        + "Location: /login | Found. Redirecting to /login")
  }

  @Test func `HEAD tells the same without the body`() async throws {
    #expect(
      try await "\(app.answer("HEAD /found"))"
        == "302 | Location: /login | Vary: Accept | Content-Type: text/plain; charset=utf-8 | ")
  }

  @Test func `a target is text in the HTML, never markup`() async throws {
    let answer = try await app.answer("GET /markup", ["Accept: text/html"])
    #expect(answer["Location"] == "/search?a=1&b='%3C2%3E'")
    #expect(
      answer.body == "<p>Found. Redirecting to /search?a=1&amp;b=&#39;%3C2%3E&#39;</p>")
  }

  /// The target in the query, as an attacker would send it, and the `Location` that comes of it.
  @Test(arguments: [
    ("/a%0D%0ASet-Cookie:%20role=admin", "/a%0D%0ASet-Cookie:%20role=admin"),
    ("/a%0Ab", "/a%0Ab"), ("/a%00b", "/a%00b"), ("/a%09b", "/a%09b"), ("/a%7Fb", "/a%7Fb"),
    ("/%22%3E%3Cscript%3E", "/%22%3E%3Cscript%3E"), ("/a%20b", "/a%20b"), ("/a+b", "/a%20b"),
    ("/%E0%A4%B0%E0%A4%BE", "/%E0%A4%B0%E0%A4%BE"), ("/%F0%9F%98%80", "/%F0%9F%98%80"),
    ("/%2520", "/%20"), ("/%25zz", "/%25zz"), ("/%25", "/%25"), ("/%252", "/%252"),
    ("%5C%5Cevil.test", "%5C%5Cevil.test"), ("/%5Cevil.test", "/%5Cevil.test"),
    ("/%7B%7D%60%5E%7C", "/%7B%7D%60^|"),
    ("https://priya.test:8080/a?b=c%26d=e%23top", "https://priya.test:8080/a?b=c&d=e#top"),
    ("http://[::1]/", "http://[::1]/"), ("", ""),
  ])
  func `hostile targets`(sent: String, location: String) async throws {
    let answer = try await app.answer("GET /to?url=\(sent)")
    #expect(
      answer
        == Answer(
          status: 302,
          fields: [
            "Location: \(location)", "Vary: Accept", "Content-Type: text/plain; charset=utf-8",
          ],
          body: "Found. Redirecting to \(location)"))
  }

  @Test(arguments: [
    ("Rahul & Priya", "Rahul &amp; Priya"),
    (#"<a href="x">'"#, "&lt;a href=&quot;x&quot;&gt;&#39;"),
    ("<\u{301}script>\u{301}", "&lt;\u{301}script&gt;\u{301}"), ("", ""), ("&amp;", "&amp;amp;"),
  ])
  func `text in HTML`(text: String, expected: String) {
    #expect(Array(escapedHTML(text).utf8) == Array(expected.utf8))
  }
}
