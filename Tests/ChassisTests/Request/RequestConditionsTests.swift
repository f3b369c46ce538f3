// Contract, "Chassis: request": is, range, xhr, fresh, stale.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct RequestConditionsTests {
  @Test(
    arguments: [
      ("application/json", ["json"], "json"), ("application/json", ["html", "json"], "json"),
      ("application/json; charset=utf-8", ["application/json"], "application/json"),
      ("text/html", ["text/*"], "text/html"), ("text/html", ["*/*"], "text/html"),
      ("text/html", ["*/html"], "text/html"), ("text/html", ["json", "image/*"], "other"),
      ("application/problem+json", ["+json"], "application/problem+json"),
      ("application/problem+json", ["application/*+json"], "application/problem+json"),
      ("application/problem+json", ["json"], "other"), ("application/json", ["+json"], "other"),
      ("multipart/form-data; boundary=x", ["multipart"], "multipart"),
      ("application/x-www-form-urlencoded", ["urlencoded"], "urlencoded"),
      ("TEXT/HTML", ["html"], "html"),
      ("junk", ["*/*"], "other"), ("", ["*/*"], "other"), ("text/html", ["unheardof"], "other"),
      ("text/html", ["text/html/x"], "other"), ("text/html", [], "text/html"),
    ] as [(String, [String], String)])
  func `is`(type: String, asked: [String], expected: String) async throws {
    let app = App()
    app.post("/") { request, response in
      let found: BodyType? =
        switch asked.count {
        case 0: request.is()
        case 1: request.is(asked[0])
        default: request.is(asked[0], asked[1])
        }
      response.send(found.map { $0.type ?? "other" } ?? "nil")
    }
    let fields = ["Content-Type: \(type)"]
    #expect(try await app.answer("POST /", fields, body: "{}").body == expected)
    #expect(try await app.answer("POST /", fields).body == "nil")
    let chunked = fields + ["Transfer-Encoding: chunked"]
    #expect(try await app.answer("POST /", chunked, body: "0\r\n\r\n").body == expected)
  }

  @Test(arguments: [
    ("XMLHttpRequest", "true"), ("xmlhttprequest", "true"), ("fetch", "false"), ("", "false"),
  ])
  func `xhr`(value: String, expected: String) async throws {
    let app = App()
    app.get("/") { $1.send("\($0.xhr)") }
    #expect(try await app.answer("GET /", ["X-Requested-With: \(value)"]).body == expected)
    #expect(try await app.answer("GET /").body == "false")
  }

  @Test func `range`() async throws {
    let app = App()
    app.get("/") { request, response in
      response.send("\(request.range(100).map { "\($0)" } ?? "nil")")
    }
    app.get("/combined") { request, response in
      response.send("\(request.range(100, combine: true).map { "\($0)" } ?? "nil")")
    }
    #expect(try await app.answer("GET /").body == "nil")
    #expect(
      try await app.answer("GET /", ["Range: bytes=0-9,5-19"]).body
        == "ranges([Range(0..<10), Range(5..<20)], unit: \"bytes\")")
    #expect(
      try await app.answer("GET /combined", ["Range: bytes=0-9,5-19"]).body
        == "ranges([Range(0..<20)], unit: \"bytes\")")
    #expect(try await app.answer("GET /", ["Range: bytes=200-"]).body == "unsatisfiable")
    #expect(try await app.answer("GET /", ["Range: all of it"]).body == "malformed")
  }

  private let old = "Sat, 01 Jan 2000 00:00:00 GMT"
  private let new = "Sun, 02 Jan 2000 00:00:00 GMT"

  @Test(arguments: [
    ("GET", 200, [], "stale"), ("GET", 200, [#"If-None-Match: "v1""#], "fresh"),
    ("HEAD", 200, [#"If-None-Match: "v1""#], "fresh"),
    ("POST", 200, [#"If-None-Match: "v1""#], "stale"),
    ("GET", 404, [#"If-None-Match: "v1""#], "stale"),
    ("GET", 304, [#"If-None-Match: "v1""#], "fresh"),
    ("GET", 299, [#"If-None-Match: W/"v1""#], "fresh"),
    ("GET", 200, [#"If-None-Match: "v2", W/"v1""#], "fresh"),
    ("GET", 200, ["If-None-Match: *"], "fresh"),
    ("GET", 200, [#"If-None-Match: "v2""#, "If-Modified-Since: NEW"], "stale"),
    ("GET", 200, ["If-Modified-Since: NEW"], "fresh"),
    ("GET", 200, ["If-Modified-Since: OLD"], "stale"),
    ("GET", 200, ["If-Modified-Since: junk"], "stale"),
    ("GET", 200, ["If-None-Match: v1"], "stale"),
    ("GET", 200, [#"If-None-Match: "v1""#, "Cache-Control: no-cache"], "stale"),
    ("GET", 200, [#"If-None-Match: "v1""#, "Cache-Control: max-age=0, No-Cache"], "stale"),
    ("GET", 200, [#"If-None-Match: "v1""#, "Cache-Control: max-age=0"], "fresh"),
  ])
  func `fresh and stale`(method: String, status: Int, fields: [String], expected: String)
    async throws
  {
    let app = App()
    app.all("/") { request, response in
      response.set("ETag", #"W/"v1""#).set("Last-Modified", "Sat, 01 Jan 2000 12:00:00 GMT")
      response.status(status)
      let word = request.fresh ? "fresh" : "stale"
      #expect(request.stale != request.fresh)
      response.status(200).set("X-Word", word).send()
    }
    let sent = fields.map { $0.replacing("OLD", with: old).replacing("NEW", with: new) }
    #expect(try await app.answer("\(method) /", sent)["X-Word"] == expected)
  }

  @Test func `an answer that names no version is always stale`() async throws {
    let app = App()
    app.get("/") { $1.send("\($0.fresh)") }
    for fields in [[#"If-None-Match: "v1""#], ["If-Modified-Since: \(new)"]] {
      #expect(try await app.answer("GET /", fields).body == "false")
    }
  }
}
