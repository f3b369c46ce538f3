// Header fields of an answer: setting, adding, types by short names, Vary; and fields that may not be sent.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ResponseFieldsTests {
  /// The fields that a handler's calls leave on the wire.
  private func fields(_ calls: @escaping @MainActor (Response) -> Void) async throws -> [String] {
    let app = App()
    app.get("/") { _, response in
      calls(response)
      response.send()
    }
    return try await app.answer("GET /").fields
  }

  private let calls: [String: @MainActor (Response) -> Void] = [
    "set": { $0.set("X-Name", "Priya").set("X-Other", "Rahul") },
    "set again": { $0.set("X-Name", "Priya").set("x-name", "Rahul") },
    "set empty": { $0.set("X-Name", "") },
    "set tab": { $0.set("X-Name", "a\tb") },
    "append": { $0.append("Set-Cookie", "a=1").append("Set-Cookie", "b=2") },
    "append, then set": { $0.append("X-Name", "a").append("X-Name", "b").set("X-Name", "c") },
    "vary": { $0.vary("Accept").vary("Origin") },
    "vary again": { $0.vary("Accept").vary("accept").vary("ACCEPT") },
    "vary beside a list": { $0.set("Vary", "Origin , Accept").vary("accept").vary("Cookie") },
    "vary beside two fields": { $0.append("Vary", "Origin").append("Vary", "Accept").vary("X") },
    "vary a list": { $0.vary("Accept").vary("accept, Origin") },
    "vary star": { $0.vary("Accept").vary("*") },
    "vary after star": { $0.vary("*").vary("Accept") },
    "get": {
      $0.set("X-Name", "Priya").append("X-List", "a").append("X-List", "b")
      $0.set("Seen", "\($0.get("x-name") ?? "") \($0.get("X-List") ?? "") \($0.get("None") ?? "-")")
    },
  ]

  @Test(arguments: [
    ("set", ["X-Name: Priya", "X-Other: Rahul"]), ("set again", ["X-Name: Rahul"]),
    ("set empty", ["X-Name: "]), ("set tab", ["X-Name: a\tb"]),
    ("append", ["Set-Cookie: a=1", "Set-Cookie: b=2"]), ("append, then set", ["X-Name: c"]),
    ("vary", ["Vary: Accept, Origin"]), ("vary again", ["Vary: Accept"]),
    ("vary a list", ["Vary: Accept, Origin"]),
    ("vary beside a list", ["Vary: Origin, Accept, Cookie"]),
    ("vary beside two fields", ["Vary: Origin, Accept, X"]),
    ("vary star", ["Vary: *"]), ("vary after star", ["Vary: *"]),
    ("get", ["X-Name: Priya", "X-List: a", "X-List: b", "Seen: Priya a, b -"]),
  ])
  func `fields`(way: String, expected: [String]) async throws {
    let call = try #require(calls[way])
    #expect(try await fields(call) == expected)
  }

  @Test(arguments: [
    ("html", "text/html; charset=utf-8"), ("text", "text/plain; charset=utf-8"),
    ("txt", "text/plain; charset=utf-8"), ("json", "application/json; charset=utf-8"),
    ("JSON", "application/json; charset=utf-8"), (".html", "text/html; charset=utf-8"),
    ("page.html", "text/html; charset=utf-8"), ("css", "text/css; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"), ("png", "image/png"), ("svg", "image/svg+xml"),
    ("form", "application/x-www-form-urlencoded"), ("bin", "application/octet-stream"),
    ("unheardof", "application/octet-stream"), ("", "application/octet-stream"),
    ("text/plain", "text/plain; charset=utf-8"), ("text/csv", "text/csv; charset=utf-8"),
    ("text/plain; charset=iso-8859-1", "text/plain; charset=iso-8859-1"),
    ("text/plain; Charset=UTF-8", "text/plain; Charset=UTF-8"),
    ("image/webp", "image/webp"), ("application/vnd.api+json", "application/vnd.api+json"),
  ])
  func `types`(name: String, expected: String) async throws {
    #expect(try await fields { $0.type(name) } == ["Content-Type: \(expected)"])
  }

  // MARK: What may not be sent

  @Test(arguments: [
    ("X-Name", "Priya\r\nSet-Cookie: role=admin"), ("X-Name", "Priya\nX: y"), ("X-Name", "a\0b"),
    ("X-Name", "a\rb"), ("X-Name", "a\u{7F}b"), ("X Name", "Priya"), ("X-Name:", "Priya"),
    ("", "Priya"), ("X-Näme", "Priya"), ("X\r\nSet-Cookie", "role=admin"),
  ])
  func `an illegal field never reaches the wire`(name: String, value: String) async throws {
    let app = App()
    app.get("/set") { _, response in response.set("Kept", "no").set(name, value).send("never") }
    app.get("/append") { _, response in response.append(name, value).json(["never"]) }
    app.get("/thrown") { _, _ in throw HTTPError(400, "never", headers: [name: value]) }
    let expected = Answer(
      status: 500,
      fields: ["Content-Type: text/plain; charset=utf-8", "X-Content-Type-Options: nosniff"],
      body: "Internal Server Error")
    for path in ["/set", "/append", "/thrown"] {
      #expect(try await app.answer("GET \(path)") == expected)
    }
  }

  @Test func `other characters in a value are sent as UTF-8`() async throws {
    #expect(try await fields { $0.set("X-Name", "प्रिया") } == ["X-Name: प्रिया"])
  }

  @Test func `a field set after the head was sent is lost`() async throws {
    let app = App()
    app.get("/whole") { _, response in
      response.send("whole")
      response.set("X-Late", "lost").status(404)
    }
    app.get("/streamed") { _, response in
      response.set("X-Early", "sent")
      try await response.write("stre")
      response.set("X-Late", "lost").append("X-Early", "lost").type("json")
      response.end("amed")
    }
    #expect(
      try await "\(app.answer("GET /whole"))"
        == "200 | Content-Type: text/html; charset=utf-8 | whole")
    let streamed = try await app.answer("GET /streamed")
    #expect(streamed.status == 200)
    #expect(streamed.fields == ["X-Early: sent"])
    #expect(streamed.body == "4\r\nstre\r\n4\r\named\r\n0\r\n\r\n")
  }
}
