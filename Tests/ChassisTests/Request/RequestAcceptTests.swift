// Contract, "Chassis: request": accepts, acceptsEncodings, acceptsLanguages, acceptsCharsets.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct RequestAcceptTests {
  private func ask(
    _ fields: [String], _ question: @escaping @MainActor (Request) -> String?
  ) async throws -> String {
    let app = App()
    app.get("/") { request, response in response.send(question(request) ?? "nil") }
    return try await app.answer("GET /", fields).body
  }

  @Test(
    arguments: [
      (nil, "html"), ("*/*", "html"), ("text/html", "html"), ("application/json", "json"),
      ("text/*", "html"), ("application/json, text/html", "json"), ("image/png", "nil"),
      ("text/html;q=0.5, application/json;q=0.9", "json"), ("text/html, */*", "html"),
      ("application/json, */*;q=0.1", "json"), ("text/html;level=1", "html"),
      ("application/vnd.api+json", "application/vnd.api+json"), ("*/*;q=0", "nil"), ("junk", "nil"),
      ("application/json;charset=utf-8", "json"), ("text/html;q=0, */*", "json"),
      ("application/*;q=0.2, text/html;q=0.1", "json"),
    ] as [(String?, String)])
  func `accepts`(accept: String?, expected: String) async throws {
    let fields = accept.map { ["Accept: \($0)"] } ?? []
    let body = try await ask(fields) {
      $0.accepts("html", "json", "application/vnd.api+json", "unheardof")
    }
    #expect(body == expected)
  }

  @Test(
    arguments: [
      (nil, "identity"), ("", "identity"), ("gzip", "gzip"), ("br, gzip", "br"),
      ("gzip, br", "gzip"), ("gzip;q=0.5, br;q=0.8", "br"), ("gzip;q=0", "identity"), ("*", "br"),
      ("*;q=0", "nil"), ("gzip;q=0.5", "gzip"), ("identity;q=0, gzip;q=0", "nil"),
      ("deflate", "identity"), ("identity, gzip", "identity"), ("GZIP", "gzip"),
      ("gzip;q=0.5, identity;q=0.9", "identity"), ("br;q=0, *", "gzip"),
    ] as [(String?, String)])
  func `acceptsEncodings`(accept: String?, expected: String) async throws {
    let fields = accept.map { ["Accept-Encoding: \($0)"] } ?? []
    let body = try await ask(fields) { $0.acceptsEncodings("br", "gzip", "identity") }
    #expect(body == expected)
  }

  @Test(
    arguments: [
      (nil, "en"), ("*", "en"), ("hi", "hi"), ("hi-IN", "hi"), ("de", "de-CH"), ("de-ch", "de-CH"),
      ("fr", "nil"), ("en;q=0.1, hi;q=0.2", "hi"), ("de-AT", "nil"), ("fr, *;q=0.1", "en"),
      ("en-US, en;q=0.5, hi;q=0.7", "hi"), ("EN", "en"), ("en;q=0", "nil"),
    ] as [(String?, String)])
  func `acceptsLanguages`(accept: String?, expected: String) async throws {
    let fields = accept.map { ["Accept-Language: \($0)"] } ?? []
    #expect(try await ask(fields) { $0.acceptsLanguages("en", "hi", "de-CH") } == expected)
  }

  @Test(
    arguments: [
      (nil, "utf-8"), ("*", "utf-8"), ("ISO-8859-1", "iso-8859-1"),
      ("utf-8;q=0.5, iso-8859-1", "iso-8859-1"), ("koi8-r", "nil"), ("utf-8;q=0, *", "iso-8859-1"),
    ] as [(String?, String)])
  func `acceptsCharsets`(accept: String?, expected: String) async throws {
    let fields = accept.map { ["Accept-Charset: \($0)"] } ?? []
    #expect(try await ask(fields) { $0.acceptsCharsets("utf-8", "iso-8859-1") } == expected)
  }

  @Test(
    arguments: [
      ([], "*/* | identity | * | *"),
      (
        [
          "Accept: text/*;q=.5, */*;q=0.1, text/html, x/y;q=0", "Accept-Encoding: gzip;q=0.5, br",
          "Accept-Language: hi;q=0.3, EN-us", "Accept-Charset: utf-8",
        ],
        "text/html text/* */* | br gzip identity | en-us hi | utf-8"
      ),
    ] as [([String], String)])
  func `what is accepted, the dearest first`(fields: [String], expected: String) async throws {
    let body = try await ask(fields) {
      [$0.accepts(), $0.acceptsEncodings(), $0.acceptsLanguages(), $0.acceptsCharsets()]
        .map { $0.joined(separator: " ") }.joined(separator: " | ")
    }
    #expect(body == expected)
  }
}
