// Contract, "Chassis: static files": what can be chosen.

import Foundation
import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct StaticFilesOptionsTests {
  /// Status, the fields that matter here, and the body, of each request to an app that uses this middleware.
  private func check(
    _ files: @escaping Middleware, _ rows: [(line: String, expected: String)], fields: [String] = []
  ) async throws {
    let app = App()
    app.use(files)
    app.use { _, response, _ in response.status(404).type("text").send("next") }
    try await app.served { client in
      for row in rows {
        let answer = try await client.request(row.line, fields)
        let told = ["Location", "Allow", "Content-Encoding", "Vary"]
          .compactMap { name in answer[name].map { "\(name): \($0)" } }
        let text = (["\(answer.status)"] + told + [answer.body]).joined(separator: " | ")
        #expect(text == row.expected, "\(row.line)")
      }
    }
  }

  private let files = [
    "index.html": "index", "home.htm": "home", "about.html": "about", "about.json": "{}",
    "docs/index.html": "docs", "team/x.html": "x", "team.html": "team", ".env": "hidden",
    ".well-known/security.txt": "hidden", "docs/.x/y": "hidden",
  ]

  @Test func `index`() async throws {
    try await inFolder(files) { folder in
      try await check(staticFiles(folder, index: "home.htm"), [("GET /", "200 | home")])
      try await check(
        staticFiles(folder, index: nil), [("GET /", "404 | next"), ("GET /docs/", "404 | next")])
    }
  }

  @Test func `redirect`() async throws {
    try await inFolder(files) { folder in
      let text = "301 | Location: /docs/?a=b | Vary: Accept | Moved Permanently. Redirecting to "
      try await check(staticFiles(folder), [("GET /docs?a=b", text + "/docs/?a=b")])
      try await check(
        staticFiles(folder, redirect: false),
        [("GET /docs?a=b", "404 | next"), ("GET /docs/", "200 | docs")])
    }
  }

  @Test func `without falling through`() async throws {
    try await inFolder(files) { folder in
      try await check(
        staticFiles(folder, fallsThrough: false),
        [
          ("GET /about.html", "200 | about"), ("GET /none", "404 | Not Found"),
          ("GET /.env", "404 | Not Found"), ("GET /team/", "404 | Not Found"),
          ("POST /about.html", "405 | Allow: GET, HEAD | Method Not Allowed"),
          ("OPTIONS /none", "405 | Allow: GET, HEAD | Method Not Allowed"),
          ("HEAD /about.html", "200 | "),
        ])
    }
  }

  @Test func `dotfiles`() async throws {
    let paths = ["/.env", "/%2eenv", "/.well-known/security.txt", "/docs/.x/y"]
    try await inFolder(files) { folder in
      for (policy, expected) in [
        (Dotfiles.ignore, "404 | next"), (.deny, "403 | Forbidden"), (.allow, "200 | hidden"),
      ] {
        try await check(
          staticFiles(folder, dotfiles: policy), paths.map { ("GET \($0)", expected) })
      }
      try await check(
        staticFiles(folder, dotfiles: .allow),
        ["/../x", "/%2e%2e/x", "/./about.html", "/docs/..", "/...", "/."].map {
          ("GET \($0)", "404 | next")
        })
      try await check(
        staticFiles(folder, dotfiles: .deny),
        [("GET /..", "404 | next"), ("GET /.none", "403 | Forbidden")])
    }
  }

  @Test func `extensions`() async throws {
    try await inFolder(files) { folder in
      try await check(
        staticFiles(folder, extensions: ["txt", "json", "html"]),
        [
          ("GET /about", "200 | {}"), ("GET /about.html", "200 | about"),
          ("GET /none", "404 | next"),
          ("GET /about.none", "404 | next"), ("GET /about/", "404 | next"),
          (
            "GET /team",
            "301 | Location: /team/ | Vary: Accept | Moved Permanently. Redirecting to /team/"
          ),
        ])
    }
  }

  @Test func `links out of the folder`() async throws {
    let links = [
      "public/leak.txt": "../secret.txt", "public/leak": "../outside", "public/in.txt": "a.txt",
    ]
    let files = ["public/a.txt": "a", "secret.txt": "secret", "outside/b.txt": "b"]
    try await inFolder(files, links: links) { folder in
      try await check(
        staticFiles("\(folder)/public"),
        [
          ("GET /leak.txt", "404 | next"), ("GET /leak/b.txt", "404 | next"),
          ("GET /leak", "404 | next"),
          ("GET /in.txt", "200 | a"),
        ])
      try await check(
        staticFiles("\(folder)/public", followsLinks: true),
        [
          ("GET /leak.txt", "200 | secret"), ("GET /leak/b.txt", "200 | b"),
          ("GET /in.txt", "200 | a"),
          ("GET /none", "404 | next"), ("GET /..%2fsecret.txt", "404 | next"),
        ])
    }
  }

  /// To Swift both spellings of "é" are one; to the system they are two folders.
  @Test func `a folder that is spelled otherwise is another one`() async throws {
    let files = ["caf\u{E9}/a.txt": "a", "cafe\u{301}/b.txt": "secret"]
    try await inFolder(files) { folder in
      guard FileManager.default.subpaths(atPath: folder)?.count == 4 else { return }
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/caf\u{E9}/leak", withDestinationPath: "../cafe\u{301}")
      try await check(
        staticFiles("\(folder)/caf\u{E9}"),
        [("GET /a.txt", "200 | a"), ("GET /leak/b.txt", "404 | next"), ("GET /leak", "404 | next")])
    }
  }

  @Test(arguments: [
    ("", "app"), ("gzip", "gz"), ("br", "br"), ("gzip, br", "br"), ("gzip, br;q=0.9", "gz"),
    ("gzip;q=0", "app"), ("*", "br"), ("identity", "app"), ("identity, gzip;q=0.5", "app"),
    ("gzip;q=0.5", "gz"), ("deflate", "app"), ("br;q=0, gzip;q=0, identity;q=0", "app"),
  ])
  func `precompressed`(accept: String, expected: String) async throws {
    let files = ["app.js": "app", "app.js.gz": "gz", "app.js.br": "br"]
    let encoding =
      ["gz": "Content-Encoding: gzip | ", "br": "Content-Encoding: br | "][expected] ?? ""
    try await inFolder(files) { folder in
      try await check(
        staticFiles(folder, precompressed: true),
        [("GET /app.js", "200 | \(encoding)Vary: Accept-Encoding | \(expected)")],
        fields: ["Accept-Encoding: \(accept)"])
      try await check(
        staticFiles(folder), [("GET /app.js", "200 | app")], fields: ["Accept-Encoding: \(accept)"])
    }
  }

  @Test func `precompressed files have a tag of their own, and the type of what they hold`()
    async throws
  {
    try await inFolder([
      "app.js": "xyz", "app.js.gz": "123", "old.js": "old", "old.js.gz": "gz", "alone.js.gz": "gz",
    ]) {
      folder in
      try setDate("\(folder)/old.js", fileSeconds + 60)
      let app = App()
      app.use(staticFiles(folder, precompressed: true))
      let plain = try await app.answer("GET /app.js")
      let packed = try await app.answer("GET /app.js", ["Accept-Encoding: gzip"])
      #expect(plain["ETag"] == #"W/"3-dc6d62da00""#)
      #expect(packed["ETag"] == #"W/"3-dc6d62da00-gzip""#)
      #expect(packed["Content-Type"] == "text/javascript; charset=utf-8")
      let part = try await app.answer("GET /app.js", ["Accept-Encoding: gzip", "Range: bytes=1-"])
      #expect(part.body == "23" && part["Content-Encoding"] == "gzip")
      #expect(part["Content-Range"] == "bytes 1-2/3")
      let same = try await app.answer(
        "GET /app.js", ["Accept-Encoding: gzip", #"If-None-Match: W/"3-dc6d62da00-gzip""#])
      #expect(same.status == 304 && same["Vary"] == "Accept-Encoding")
      #expect(same["Content-Encoding"] == nil)
      // Older than the file itself, it is of another version; without the file itself, it is none.
      let old = try await app.answer("GET /old.js", ["Accept-Encoding: gzip"])
      #expect(old.body == "old")
      let alone = try await app.answer("GET /alone.js", ["Accept-Encoding: gzip"])
      #expect(alone.status == 404)
    }
  }

  @Test func `setHeaders`() async throws {
    try await inFolder(["a.txt": "a", "b.html": "b"]) { folder in
      let app = App()
      app.use(
        staticFiles(folder) { response, file in
          if file.path.hasSuffix(".html") { response.set("X-Frame-Options", "DENY") }
        })
      let text = try await app.answer("GET /a.txt")
      #expect(text["X-Frame-Options"] == nil)
      let page = try await app.answer("GET /b.html")
      #expect(page["X-Frame-Options"] == "DENY")
    }
  }
}
