// Contract, "Chassis: response": sendFile, download, attachment. What they share with static files stands in FileAnswerTests.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ResponseSendFileTests {
  private let plain = [
    "Content-Type: text/plain; charset=utf-8", "X-Content-Type-Options: nosniff",
  ]

  @Test(arguments: [
    ("a.txt", 200, "a"), ("/a.txt", 200, "a"), ("docs/b", 200, "b"),
    ("50%25.txt", 404, "Not Found"),
    ("50%.txt", 200, "percent"), ("none", 404, "Not Found"), ("docs", 404, "Not Found"),
    ("docs/", 404, "Not Found"), ("", 404, "Not Found"), ("../secret.txt", 404, "Not Found"),
    ("docs/../a.txt", 404, "Not Found"), ("..", 404, "Not Found"), ("//a.txt", 404, "Not Found"),
    ("leak.txt", 404, "Not Found"), (".env", 404, "Not Found"), ("a.txt\0", 400, "malformed path"),
    ("a\\..\\b", 404, "Not Found"), ("a.txt/", 404, "Not Found"),
    ("%2e%2e/secret.txt", 404, "Not Found"),
  ])
  func `below a root`(path: String, status: Int, body: String) async throws {
    let files = [
      "public/a.txt": "a", "public/docs/b": "b", "public/.env": "hidden", "secret.txt": "secret",
      "public/50%.txt": "percent",
    ]
    try await inFolder(files, links: ["public/leak.txt": "../secret.txt"]) { folder in
      let app = App()
      app.get("/") { try await $1.sendFile(path, root: "\(folder)/public") }
      app.get("/saved") { try await $1.download(path, root: "\(folder)/public") }
      for line in ["GET /", "GET /saved"] {
        let answer = try await app.answer(line)
        #expect(answer.status == status && answer.body == body)
        if status != 200 { #expect(answer.fields == plain) }
      }
    }
  }

  @Test func `a path of the program's own`() async throws {
    try await inFolder(["a.txt": "a", ".env": "hidden", "docs/b": "b"]) { folder in
      let app = App()
      app.get("/a") { try await $1.sendFile("\(folder)/docs/../a.txt") }
      app.get("/env") { try await $1.sendFile("\(folder)/.env") }
      app.get("/folder") { try await $1.sendFile(folder) }
      app.get("/none") { try await $1.sendFile("\(folder)/none") }
      app.get("/zero") { try await $1.sendFile("\(folder)/a.txt\0.png") }
      app.get("/denied") { try await $1.sendFile(".env", root: folder, dotfiles: .deny) }
      for (path, status, body) in [
        ("/a", 200, "a"), ("/env", 200, "hidden"), ("/folder", 404, "Not Found"),
        ("/none", 404, "Not Found"), ("/zero", 400, "malformed path"),
        ("/denied", 403, "Forbidden"),
      ] {
        let answer = try await app.answer("GET \(path)")
        #expect(answer.status == status && answer.body == body, "\(path)")
      }
    }
  }

  @Test func `an error can be answered otherwise, and carries nothing of the file`() async throws {
    let app = App()
    app.get("/") { _, response in
      response.attachment("a.csv").set("X-Kept", "yes")
      try await response.sendFile("/nowhere/a.csv")
    }
    let answer = try await app.answer("GET /")
    let fields = [plain[0], "X-Kept: yes", plain[1]]
    #expect(answer == Answer(status: 404, fields: fields, body: "Not Found"))
    let caught = App()
    caught.get("/") { _, response in
      do { try await response.sendFile("/nowhere/a.csv") } catch { response.send("another") }
    }
    #expect(try await caught.answer("GET /").body == "another")
  }

  @Test func `a folder that is not there is the program's mistake`() async throws {
    let app = App()
    let log = LogLines()
    log.collect(from: app)
    app.get("/") { try await $1.sendFile("a.txt", root: "/nowhere/public") }
    let answer = try await app.answer("GET /")
    #expect(answer.status == 500)
    #expect(
      log.lines == [
        "GET /: sendFile(\"/nowhere/public\"): ENOENT: no such file or directory, realpath "
          + "\"/nowhere/public\"; a relative folder counts from where the program was started"
      ])
  }

  @Test func `answered twice`() async throws {
    try await inFolder(["a.txt": "a"]) { folder in
      let app = App()
      let log = LogLines()
      log.collect(from: app)
      app.get("/") { _, response in
        response.send("first")
        try await response.sendFile("\(folder)/a.txt")
      }
      let first = try await app.answer("GET /")
      #expect(first.body == "first")
      #expect(log.lines.count == 1 && log.lines[0].contains("answered twice"))
    }
  }

  @Test func `download`() async throws {
    try await inFolder(["report.pdf": "pdf"]) { folder in
      let app = App()
      app.get("/plain") { try await $1.download("\(folder)/report.pdf") }
      app.get("/named") { try await $1.download("\(folder)/report.pdf", as: "März.pdf") }
      app.get("/rooted") { try await $1.download("report.pdf", root: folder, maxAge: nil) }
      let plain = try await app.answer("GET /plain")
      #expect(plain["Content-Disposition"] == "attachment; filename=\"report.pdf\"")
      #expect(plain["Content-Type"] == "application/pdf")
      #expect(plain.body == "pdf")
      let named = try await app.answer("GET /named")
      #expect(
        named["Content-Disposition"]
          == "attachment; filename=\"M?rz.pdf\"; filename*=UTF-8''M%C3%A4rz.pdf")
      let rooted = try await app.answer("GET /rooted", ["Range: bytes=1-"])
      #expect(rooted.status == 206 && rooted.body == "df" && rooted["Cache-Control"] == nil)
    }
  }

  @Test(
    arguments: [
      (nil, "attachment", nil),
      ("users.csv", "attachment; filename=\"users.csv\"", "text/csv; charset=utf-8"),
      ("../etc/a.png", "attachment; filename=\"a.png\"", "image/png"),
      ("README", "attachment; filename=\"README\"", "application/octet-stream"),
    ] as [(String?, String, String?)])
  func `attachment`(name: String?, disposition: String, type: String?) async throws {
    let app = App()
    app.get("/") { $1.attachment(name).send([1]) }
    let answer = try await app.answer("GET /")
    #expect(answer["Content-Disposition"] == disposition)
    #expect(answer["Content-Type"] == type ?? "application/octet-stream")
  }
}
