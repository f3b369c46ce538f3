// Files of a folder over HTTP. Most of this is about what must not be sent: everything outside the folder.

import Foundation
import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct StaticFilesTests {
  private static let secret = "nobody outside may read this"

  /// A folder with a `public` folder in it and a secret beside that; removed afterwards.
  private func inFolder(_ body: @MainActor (String) async throws -> Void) async throws {
    let files = FileManager.default
    let folder = files.temporaryDirectory.appendingPathComponent("chassis-\(UUID().uuidString)")
      .path
    defer { try? files.removeItem(atPath: folder) }
    for name in ["public/docs", "public/empty", "public/.git", "public-not", "outside"] {
      try files.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
    }
    let texts = [
      "public/index.html": "<h1>Home</h1>", "public/style.css": "h1 {}",
      "public/notes.TXT": "notes",
      "public/README": "no extension", "public/a b.txt": "space", "public/प्रिया.json": "{}",
      "public/archive.tar.gz": "zip", "public/data.unheardof": "data", "public/empty.txt": "",
      "public/50%.txt": "percent", "public/docs/index.html": "<h1>Docs</h1>",
      "public/docs/page.html": "<p>Page</p>", "public/.env": Self.secret,
      "public/.git/config": Self.secret, "public/.\u{301}hidden": Self.secret,
      "public/back\\slash.txt": Self.secret, "secret.txt": Self.secret,
      "public-not/secret.txt": Self.secret, "outside/index.html": Self.secret,
    ]
    for (name, text) in texts { try await writeFile("\(folder)/\(name)", text) }
    let links = [
      ("public/leak.txt", "../secret.txt"), ("public/leak", "../outside"),
      ("public/absolute.txt", "\(folder)/secret.txt"), ("public/inside.css", "style.css"),
      ("public/readme.html", "README"), ("public/latest", "docs/page.html"),
      ("public/loop", "loop"), ("public/broken", "nowhere"), ("public/sibling", "../public-not"),
      ("public/empty/index.html", "../../secret.txt"), ("linked", "public"),
    ]
    for (link, target) in links {
      try files.createSymbolicLink(
        atPath: "\(folder)/\(link)", withDestinationPath: target)
    }
    try await body(folder)
  }

  /// An app with the files at "/" and under "/files", and a 404 that says that it was reached.
  private func app(_ root: String) -> App {
    let app = App()
    app.use("/files", staticFiles(root))
    app.use(staticFiles(root))
    app.use { request, response, _ in
      response.status(404).type("text").send("next: \(request.url)")
    }
    return app
  }

  private func check(_ rows: [(String, String)]) async throws {
    try await inFolder { folder in
      try await app("\(folder)/public").served { client in
        for (line, expected) in rows {
          var answer = try await client.request(line)
          let versions = ["Accept-Ranges", "Cache-Control", "Last-Modified", "ETag"]
          let isFile = answer.status == 200
          #expect(versions.allSatisfy { (answer[$0] != nil) == isFile }, "\(line)")
          answer.fields.removeAll { field in versions.contains { field.hasPrefix($0 + ":") } }
          #expect("\(answer)" == expected, "\(line)")
        }
      }
    }
  }

  @Test func `files and their types`() async throws {
    try await check([
      ("GET /style.css", "200 | Content-Type: text/css; charset=utf-8 | h1 {}"),
      ("GET /style.css?version=2", "200 | Content-Type: text/css; charset=utf-8 | h1 {}"),
      ("GET http://test/style.css", "200 | Content-Type: text/css; charset=utf-8 | h1 {}"),
      ("GET /%73tyle.css", "200 | Content-Type: text/css; charset=utf-8 | h1 {}"),
      ("GET /notes.TXT", "200 | Content-Type: text/plain; charset=utf-8 | notes"),
      ("GET /README", "200 | Content-Type: application/octet-stream | no extension"),
      ("GET /archive.tar.gz", "200 | Content-Type: application/gzip | zip"),
      ("GET /data.unheardof", "200 | Content-Type: application/octet-stream | data"),
      ("GET /a%20b.txt", "200 | Content-Type: text/plain; charset=utf-8 | space"),
      ("GET /50%25.txt", "200 | Content-Type: text/plain; charset=utf-8 | percent"),
      (
        "GET /%E0%A4%AA%E0%A5%8D%E0%A4%B0%E0%A4%BF%E0%A4%AF%E0%A4%BE.json",
        "200 | Content-Type: application/json; charset=utf-8 | {}"
      ),
      ("GET /empty.txt", "200 | Content-Type: text/plain; charset=utf-8 | "),
      ("GET /inside.css", "200 | Content-Type: text/css; charset=utf-8 | h1 {}"),
      ("GET /readme.html", "200 | Content-Type: text/html; charset=utf-8 | no extension"),
      ("GET /latest", "200 | Content-Type: application/octet-stream | <p>Page</p>"),
      ("GET /docs/page.html", "200 | Content-Type: text/html; charset=utf-8 | <p>Page</p>"),
      ("GET /files/docs/page.html", "200 | Content-Type: text/html; charset=utf-8 | <p>Page</p>"),
      ("HEAD /style.css", "200 | Content-Type: text/css; charset=utf-8 | "),
    ])
  }

  @Test func `folders: their index, and a slash at the end`() async throws {
    func redirect(_ target: String) -> String {
      "301 | Location: \(target) | Vary: Accept | Content-Type: text/plain; charset=utf-8 | "
        + "Moved Permanently. Redirecting to \(target)"
    }
    let plain = "404 | Content-Type: text/plain; charset=utf-8 | next:"
    try await check([
      ("GET /", "200 | Content-Type: text/html; charset=utf-8 | <h1>Home</h1>"),
      ("HEAD /", "200 | Content-Type: text/html; charset=utf-8 | "),
      ("GET http://test", "200 | Content-Type: text/html; charset=utf-8 | <h1>Home</h1>"),
      ("GET /docs/", "200 | Content-Type: text/html; charset=utf-8 | <h1>Docs</h1>"),
      ("GET /files/", "200 | Content-Type: text/html; charset=utf-8 | <h1>Home</h1>"),
      ("GET /files/docs/", "200 | Content-Type: text/html; charset=utf-8 | <h1>Docs</h1>"),
      ("GET /docs", redirect("/docs/")), ("GET /docs?a=/b", redirect("/docs/?a=/b")),
      ("GET /files/docs", redirect("/files/docs/")), ("GET //docs", "\(plain) //docs"),
      ("GET ///evil.test/..%2fdocs", "\(plain) ///evil.test/..%2fdocs"),
      ("GET /files", redirect("/files/")), ("GET /files?a=b", redirect("/files/?a=b")),
      ("GET http://test/docs?a=b", redirect("/docs/?a=b")),
      ("GET /empty", redirect("/empty/")), ("GET /empty/", "\(plain) /empty/"),
      ("GET /style.css/", "\(plain) /style.css/"),
    ])
  }

  @Test func `what is none goes on`() async throws {
    let plain = "404 | Content-Type: text/plain; charset=utf-8 | next:"
    try await check([
      ("GET /nothing.css", "\(plain) /nothing.css"),
      ("GET /files/nothing", "\(plain) /files/nothing"),
      ("POST /style.css", "\(plain) /style.css"), ("DELETE /style.css", "\(plain) /style.css"),
      ("OPTIONS /style.css", "\(plain) /style.css"), ("POST /files/", "\(plain) /files/"),
      ("GET /style.css/more", "\(plain) /style.css/more"), ("GET /loop", "\(plain) /loop"),
      ("GET /broken", "\(plain) /broken"),
      (
        "GET /\(String(repeating: "x", count: 300))",
        "\(plain) /\(String(repeating: "x", count: 300))"
      ),
    ])
  }

  @Test(arguments: [
    "/../secret.txt", "/../../etc/passwd", "/docs/../../secret.txt", "/%2e%2e/secret.txt",
    "/.%2e/secret.txt", "/%2E%2E%2Fsecret.txt", "/..%2fsecret.txt", "/docs/..%2f..%2fsecret.txt",
    "/docs%2f..%2f..%2fsecret.txt", "/..%5csecret.txt", "/..\\secret.txt", "/docs\\page.html",
    "/back%5Cslash.txt", "/%252e%252e/secret.txt", "/..;/secret.txt", "/./style.css",
    "/docs/../style.css", "/docs%2Fpage.html", "//../secret.txt", "/....//secret.txt",
    "//style.css", "/docs//page.html", "/docs//", "//docs/page.html", "/files//docs/page.html",
    "/.env", "/%2eenv", "/.git/config", "/.git/", "/.git", "/files/.env", "/files/../secret.txt",
    "/files/%2e%2e/secret.txt", "/.%CC%81hidden", "/%CC%81/../../secret.txt",
    "/..%2F%CC%81/secret.txt", "/leak.txt", "/absolute.txt", "/leak/", "/leak/index.html", "/leak",
    "/sibling/secret.txt", "/empty/index.html", "/style.css%20", "/%EF%BC%8E%EF%BC%8E/secret.txt",
  ])
  func `nothing from outside, nothing hidden`(path: String) async throws {
    try await check([
      ("GET \(path)", "404 | Content-Type: text/plain; charset=utf-8 | next: \(path)")
    ])
  }

  @Test(arguments: [
    "/%00", "/style.css%00", "/style.css%00.txt", "/%ZZ", "/%", "/docs/%4", "/%FF%FE",
    "/%C0%AE%C0%AE/secret.txt",
  ])
  func `malformed paths are 400`(path: String) async throws {
    let end = "Content-Type: text/plain; charset=utf-8 | X-Content-Type-Options: nosniff"
    try await check([("GET \(path)", "400 | \(end) | malformed path")])
  }

  @Test(arguments: [
    ("/docs", "/docs/"), ("/docs?a=/b?c", "/docs/?a=/b?c"),
    ("//evil.test/docs", "/evil.test/docs/"),
    ("http://test/docs", "/docs/"), ("http://test//evil.test?a", "/evil.test/?a"),
  ])
  func `the slash is added on this host`(url: String, expected: String) {
    #expect(withSlash(url) == expected)
  }

  @Test func `lengths`() async throws {
    try await inFolder { folder in
      let bytes = (0..<200_000).map { UInt8(ascii: "a") + UInt8($0 % 26) }
      try await writeFile("\(folder)/public/long.txt", bytes)
      try await app("\(folder)/public").served { client in
        for method in ["GET", "HEAD"] {
          let line = "\(method) /long.txt HTTP/1.1"
          let text = try await client.exchange("\(line)\r\nHost: test\r\nConnection: close\r\n\r\n")
          let parts = text.split(separator: "\r\n\r\n", maxSplits: 1)
          #expect(parts[0].contains("\r\nContent-Length: 200000"))
          let body = parts.count > 1 ? String(parts[1]) : ""
          #expect(body == (method == "GET" ? String(decoding: bytes, as: UTF8.self) : ""))
        }
      }
    }
  }

  @Test func `one file, mounted by itself`() async throws {
    try await inFolder { folder in
      let app = App()
      app.use("/favicon.ico", staticFiles("\(folder)/public/style.css"))
      let file = try await app.answer("GET /favicon.ico")
      #expect(file["Content-Type"] == "text/css; charset=utf-8")
      #expect(file.body == "h1 {}")
      for path in ["/favicon.ico/", "/favicon.ico/style.css", "/favicon.ico/../style.css"] {
        let status = try await app.answer("GET \(path)").status
        #expect(status == 404, "\(path)")
      }
    }
  }

  @Test func `the folder itself may be a link; one that is not there is the program's mistake`()
    async throws
  {
    try await inFolder { folder in
      for root in ["linked", "public/"] {
        let body = try await app("\(folder)/\(root)").answer("GET /style.css").body
        #expect(body == "h1 {}")
      }
      let app = app("\(folder)/publik")
      let log = LogLines()
      log.collect(from: app)
      let status = try await app.answer("GET /style.css").status
      #expect(status == 500)
      #expect(log.lines.count == 1)
      let start = "GET /style.css: staticFiles(\"\(folder)/publik\"): "
      #expect(log.lines.first?.hasPrefix(start) == true)
      #expect(
        log.lines.first?.hasSuffix(
          "; a relative folder counts from where the program was started") == true)
    }
  }

  /// As the documentation says it: files behind a guard have a folder, and a path, of their own.
  @Test(arguments: [
    ("/members/list.txt", 403), ("/%6Dembers/list.txt", 404), ("/members/%6Cist.txt", 403),
    ("/m%65mbers/%6Cist.txt", 404), ("/MEMBERS/list.txt", 403), ("//members/list.txt", 404),
    ("/members/../members/list.txt", 403), ("/./members/list.txt", 404),
    ("/public.txt", 200), ("/%70ublic.txt", 200),
  ])
  func `no spelling of a path gets by the guard of a folder`(path: String, status: Int)
    async throws
  {
    try await inFolder { folder in
      try await makeFolder("\(folder)/members")
      try await writeFile("\(folder)/members/list.txt", Self.secret)
      try await writeFile("\(folder)/public/public.txt", "for all")
      let app = App()
      app.use("/members", { _, _, _ in throw HTTPError(403) }, staticFiles("\(folder)/members"))
      app.use(staticFiles("\(folder)/public"))
      let answer = try await app.answer("GET \(path)")
      #expect(answer.status == status)
      #expect(!answer.body.contains(Self.secret))
    }
  }
}
