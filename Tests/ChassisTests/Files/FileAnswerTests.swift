// Contract, "Chassis: static files": versions, conditions and ranges; the same for `staticFiles` and `sendFile`.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct FileAnswerTests {
  private let letters = "abcdefghijklmnopqrstuvwxyz"
  private let tag = #"W/"1a-dc6d62da00""#
  private let versions = [
    "Accept-Ranges: bytes", "Cache-Control: public, max-age=0", "Last-Modified: \(fileDate)",
    #"ETag: W/"1a-dc6d62da00""#,
  ]

  /// The letters, as a file of a folder and as a file by itself.
  private func check(_ rows: [(line: String, fields: [String], expected: Answer)]) async throws {
    try await inFolder(["letters.txt": letters]) { folder in
      let app = App()
      app.use("/static", staticFiles(folder))
      app.get("/sent") { try await $1.sendFile("\(folder)/letters.txt") }
      app.get("/rooted") { try await $1.sendFile("letters.txt", root: folder) }
      try await app.served { client in
        for row in rows {
          for path in ["/static/letters.txt", "/sent", "/rooted"] {
            let answer = try await client.request("\(row.line) \(path)", row.fields)
            #expect(answer == row.expected, "\(row.line) \(path) \(row.fields)")
          }
        }
      }
    }
  }

  private func whole(_ body: String? = nil) -> Answer {
    Answer(
      status: 200, fields: versions + ["Content-Type: text/plain; charset=utf-8"],
      body: body ?? letters)
  }

  private func part(_ range: String, _ body: String) -> Answer {
    Answer(
      status: 206,
      fields: versions + [
        "Content-Type: text/plain; charset=utf-8", "Content-Range: bytes \(range)/26",
      ], body: body)
  }

  private var notModified: Answer { Answer(status: 304, fields: versions, body: "") }

  private func refused(_ status: Int, _ text: String, _ fields: [String] = []) -> Answer {
    let plain = [
      "Content-Type: text/plain; charset=utf-8", "X-Content-Type-Options: nosniff",
    ]
    return Answer(status: status, fields: fields + plain, body: text)
  }

  @Test func `whole files`() async throws {
    try await check([("GET", [], whole()), ("HEAD", [], whole(""))])
  }

  @Test func `ranges`() async throws {
    let unsatisfiable = refused(416, "Range Not Satisfiable", ["Content-Range: bytes */26"])
    try await check(
      [
        ("bytes=0-4", part("0-4", "abcde")), ("bytes=0-0", part("0-0", "a")),
        ("bytes=20-", part("20-25", "uvwxyz")), ("bytes=-3", part("23-25", "xyz")),
        ("bytes=20-1000", part("20-25", "uvwxyz")), ("bytes=-100", part("0-25", letters)),
        ("BYTES=0-4", part("0-4", "abcde")), ("bytes=0-4,5-9", part("0-9", "abcdefghij")),
        ("bytes=3-9,0-5", part("0-9", "abcdefghij")), ("bytes=0-4, 50-60", part("0-4", "abcde")),
        ("bytes=0-1,4-5", whole()), ("bytes=26-", unsatisfiable), ("bytes=-0", unsatisfiable),
        ("bytes=99-100,200-", unsatisfiable), ("bytes=5-2", unsatisfiable),
        ("bytes=a-b", unsatisfiable), ("items=0-4", whole()), ("items=99-", whole()),
        ("bytes", whole()), ("0-4", whole()), ("", whole()),
      ].map { ("GET", ["Range: \($0.0)"], $0.1) })
  }

  @Test func `a range is for GET alone`() async throws {
    try await check([("HEAD", ["Range: bytes=0-4"], whole(""))])
  }

  @Test func `If-Range`() async throws {
    let old = "Sat, 01 Jan 2000 11:59:59 GMT"
    try await check(
      [
        (fileDate, part("0-4", "abcde")),
        ("Saturday, 01-Jan-00 12:00:00 GMT", part("0-4", "abcde")),
        (old, whole()), ("Sat, 01 Jan 2000 12:00:01 GMT", whole()), (tag, whole()),
        ("\"1a-dc6d62da00\"", whole()), ("junk", whole()), ("*", whole()),
      ].map { ("GET", ["Range: bytes=0-4", "If-Range: \($0.0)"], $0.1) })
    try await check([("GET", ["Range: bytes=99-", "If-Range: \(old)"], whole())])
  }

  @Test func `who has it already`() async throws {
    let fields: [([String], Answer)] = [
      (["If-None-Match: \(tag)"], notModified),
      (["If-None-Match: \"1a-dc6d62da00\""], notModified), (["If-None-Match: *"], notModified),
      (["If-None-Match: \"x\", \(tag)"], notModified), (["If-None-Match: \"x\""], whole()),
      (["If-Modified-Since: \(fileDate)"], notModified),
      (["If-Modified-Since: Sat Jan  1 12:00:00 2000"], notModified),
      (["If-Modified-Since: Sat, 01 Jan 2000 11:59:59 GMT"], whole()),
      (["If-Modified-Since: junk"], whole()),
      (["If-None-Match: \"x\"", "If-Modified-Since: \(fileDate)"], whole()),
      (["If-None-Match: \(tag)", "If-Modified-Since: junk"], notModified),
      (["If-None-Match: \(tag)", "Cache-Control: no-cache"], whole()),
      (["If-None-Match: \(tag)", "Range: bytes=0-4"], notModified),
    ]
    try await check(fields.map { ("GET", $0.0, $0.1) })
    try await check([("HEAD", ["If-None-Match: \(tag)"], notModified)])
  }

  @Test func `who knows another version`() async throws {
    let failed = refused(412, "Precondition Failed")
    let fields: [([String], Answer)] = [
      (["If-Match: *"], whole()), (["If-Match: \"x\""], failed),
      (["If-Match: \(tag)"], failed),  // Strong comparison: a weak tag names no bytes.
      (["If-Unmodified-Since: \(fileDate)"], whole()),
      (["If-Unmodified-Since: Sat, 01 Jan 2000 11:59:59 GMT"], failed),
      (["If-Unmodified-Since: junk"], whole()),
      (["If-Match: *", "If-Unmodified-Since: Sat, 01 Jan 2000 11:59:59 GMT"], whole()),
      (["If-Match: \"x\"", "If-None-Match: \(tag)", "Range: bytes=99-"], failed),
    ]
    try await check(fields.map { ("GET", $0.0, $0.1) })
  }

  @Test func `an empty file`() async throws {
    try await inFolder(["empty.txt": ""]) { folder in
      let app = App()
      app.use(staticFiles(folder))
      let empty = try await app.answer("GET /empty.txt")
      #expect(empty["ETag"] == #"W/"0-dc6d62da00""#)
      let answer = try await app.answer("GET /empty.txt", ["Range: bytes=0-"])
      #expect(answer == refused(416, "Range Not Satisfiable", ["Content-Range: bytes */0"]))
    }
  }

  @Test func `what a handler has set counts`() async throws {
    try await inFolder(["a.txt": letters, "404.html": "lost"]) { folder in
      let app = App()
      app.get("/own") { _, response in
        response.set("ETag", "\"v1\"").set("Cache-Control", "no-store").type("json")
        try await response.sendFile("\(folder)/a.txt")
      }
      app.get("/lost") { try await $1.status(404).sendFile("\(folder)/404.html") }
      app.post("/post") { try await $1.sendFile("\(folder)/a.txt") }
      let own = try await app.answer("GET /own", ["If-Range: \"v1\"", "Range: bytes=0-0"])
      #expect(own.status == 206 && own.body == "a")
      #expect(own["ETag"] == "\"v1\"" && own["Cache-Control"] == "no-store")
      #expect(own["Content-Type"] == "application/json; charset=utf-8")
      let matched = try await app.answer("GET /own", ["If-Match: \"v1\"", "If-None-Match: \"v1\""])
      #expect(matched.status == 304)
      for fields in [["Range: bytes=0-0"], ["If-None-Match: *"], ["If-Match: \"x\""]] {
        let lost = try await app.answer("GET /lost", fields)
        #expect(lost.status == 404 && lost.body == "lost")
        let posted = try await app.answer("POST /post", fields)
        #expect(posted.status == 200 && posted.body == letters)
      }
    }
  }

  @Test(
    arguments: [
      (nil, false, nil), (.zero, false, "public, max-age=0"),
      (.seconds(90), false, "public, max-age=90"),
      (.seconds(90), true, "public, max-age=90, immutable"),
      (.milliseconds(1_999), false, "public, max-age=1"),
      (.seconds(99_999_999), false, "public, max-age=31536000"),
      (.seconds(-5), false, "public, max-age=0"),
      (nil, true, nil),
    ] as [(Duration?, Bool, String?)])
  func `Cache-Control`(maxAge: Duration?, immutable: Bool, expected: String?) async throws {
    try await inFolder(["a.txt": "a"]) { folder in
      let app = App()
      app.use(staticFiles(folder, maxAge: maxAge, immutable: immutable))
      let answer = try await app.answer("GET /a.txt")
      #expect(answer["Cache-Control"] == expected)
    }
  }

  @Test func `what is switched off is neither said nor done`() async throws {
    try await inFolder(["letters.txt": letters]) { folder in
      let app = App()
      app.use(
        staticFiles(folder, maxAge: nil, etag: false, lastModified: false, acceptRanges: false))
      let fields = ["If-None-Match: \(tag)", "If-Modified-Since: \(fileDate)", "Range: bytes=0-1"]
      let answer = try await app.answer("GET /letters.txt", fields)
      #expect("\(answer)" == "200 | Content-Type: text/plain; charset=utf-8 | \(letters)")
    }
  }

  @Test func `a file of many megabytes, and a part of it`() async throws {
    let text = String(repeating: letters + "\n", count: 200_000)
    try await inFolder(["large.txt": text]) { folder in
      let app = App()
      app.use(staticFiles(folder))
      try await app.served { client in
        let all = try await client.request("GET /large.txt")
        #expect(all.body.utf8.count == 5_400_000 && all.body == text)
        let part = try await client.request("GET /large.txt", ["Range: bytes=27-5000000"])
        #expect(part.body.utf8.count == 4_999_974)
        #expect(part["Content-Range"] == "bytes 27-5000000/5400000")
      }
    }
  }
}
