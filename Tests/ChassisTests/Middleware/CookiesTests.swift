// Cookies over the wire: contract.md "Chassis: request" and "Chassis: response".

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct CookiesTests {
  private struct Came: Encodable {
    var plain: [String]
    var cart: String
    var tampered: [String]
  }

  private func app() -> App {
    let app = App()
    app.log = { _ in }
    app.use(cookies(secret: "new", "old", limit: 5))
    app.get("/read") { request, response in
      let plain = request.cookies.map { "\($0.name)=\($0.value)" }
      let signed = request.signedCookies["cart"] ?? "none"
      response.json(Came(plain: plain, cart: signed, tampered: request.signedCookies.tampered))
    }
    app.get("/set") { request, response in
      response.cookie("theme", "dark blue").cookie("cart", "17", signed: true).send("set")
    }
    app.get("/clear") {
      $1.clearCookie("theme").clearCookie("__Host-id", secure: true).send("gone")
    }
    app.get("/bad") { $1.cookie("a b", "x").send("never") }
    return app
  }

  @Test(arguments: [
    ([], #"{"plain":[],"cart":"none","tampered":[]}"#),
    (["Cookie: a=1; b=%20"], #"{"plain":["a=1","b= "],"cart":"none","tampered":[]}"#),
    (["Cookie: a=1", "Cookie: b=2"], #"{"plain":["a=1","b=2"],"cart":"none","tampered":[]}"#),
    (
      ["Cookie: a=1; cart=\(encodeURIComponent(CookieSignature.sign("17", Array("new".utf8))))"],
      #"{"plain":["a=1"],"cart":"17","tampered":[]}"#
    ),
    (
      ["Cookie: cart=\(CookieSignature.sign("17", Array("old".utf8)))"],
      #"{"plain":[],"cart":"17","tampered":[]}"#
    ),
    (
      ["Cookie: cart=\(CookieSignature.sign("17", Array("other".utf8)))"],
      #"{"plain":[],"cart":"none","tampered":["cart"]}"#
    ),
    (["Cookie: cart=17"], #"{"plain":["cart=17"],"cart":"none","tampered":[]}"#),
  ])
  func `what came is read`(fields: [String], body: String) async throws {
    #expect(try await app().answer("GET /read", fields).body == body)
  }

  @Test func `more than the limit are refused`() async throws {
    let answer = try await app().answer("GET /read", ["Cookie: a=1;b=2;c=3;d=4;e=5;f=6"])
    #expect(answer.status == 400)
    #expect(answer.body == "more than 5 cookies")
  }

  @Test func `each cookie is a field of its own, signed by the first secret`() async throws {
    let signed = encodeURIComponent(CookieSignature.sign("17", Array("new".utf8)))
    let answer = try await app().answer("GET /set")
    #expect(
      answer.description == "200 | Set-Cookie: theme=dark%20blue; Path=/; HttpOnly; SameSite=Lax | "
        + "Set-Cookie: cart=\(signed); Path=/; HttpOnly; SameSite=Lax | Content-Type: text/html; charset=utf-8 | set"
    )
  }

  @Test func `a cookie is taken back`() async throws {
    let answer = try await app().answer("GET /clear")
    let epoch = "Expires=Thu, 01 Jan 1970 00:00:00 GMT"
    #expect(
      answer.fields.prefix(2) == [
        "Set-Cookie: theme=; Path=/; \(epoch); HttpOnly; SameSite=Lax",
        "Set-Cookie: __Host-id=; Path=/; \(epoch); HttpOnly; Secure; SameSite=Lax",
      ])
  }

  @Test(arguments: [false, true])
  func `a maximum age sets both fields`(inSeconds: Bool) async throws {
    let app = App()
    app.get("/") { request, response in
      if inSeconds {
        response.cookie("a", "b", maxAge: 90)
      } else {
        response.cookie("a", "b", maxAge: .milliseconds(90_999))
      }
      response.send("")
    }
    let before = wallClockSeconds()
    let cookie = try await app.answer("GET /")["Set-Cookie"]
    let possible = (before...wallClockSeconds()).map {
      "a=b; Max-Age=90; Path=/; Expires=\(httpDate($0 + 90)); HttpOnly; SameSite=Lax"
    }
    #expect(possible.contains(cookie ?? ""))
  }

  @Test(arguments: [
    (Int.max, "Max-Age=9223372036854775807; Path=/; Expires=Fri, 31 Dec 9999 23:59:59 GMT"),
    (Int.min, "Max-Age=-9223372036854775808; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT"),
  ])
  func `no age is too long`(seconds: Int, expected: String) async throws {
    let app = App()
    app.get("/") { $1.cookie("a", "b", maxAge: seconds).send("") }
    #expect(
      try await app.answer("GET /")["Set-Cookie"] == "a=b; \(expected); HttpOnly; SameSite=Lax")
  }

  @Test(arguments: [
    (
      "/bad",
      "GET /bad: cookie(\"a b\"): a name has letters, digits and !#$%&'*+-.^_`|~, at least one"
    ),
    (
      "/signed",
      "GET /signed: cookie(\"a\", signed: true): there is no secret to sign by: add app.use(cookies(secret: …)) before this route"
    ),
    (
      "/cookies",
      "GET /cookies: GET /cookies (CookiesTests.swift:135) asks for request.cookies, but nothing has read the cookies: add app.use(cookies()) before this route"
    ),
    (
      "/signedCookies",
      "GET /signedCookies: GET /signedCookies (CookiesTests.swift:136) asks for request.signedCookies, but nothing has read the cookies: add app.use(cookies()) before this route"
    ),
  ])
  func `mistakes are said`(path: String, line: String) async throws {
    let app = App()
    let log = LogLines()
    log.collect(from: app)
    app.get("/bad") { $1.cookie("a b", "x").send("never") }
    app.get("/signed") { $1.cookie("a", "x", signed: true).send("never") }
    app.get("/cookies") { $1.send($0.cookies["a"] ?? "none") }
    app.get("/signedCookies") { $1.send($0.signedCookies["a"] ?? "none") }
    let answer = try await app.answer("GET \(path)")
    #expect(answer.status == 500)
    #expect(log.lines == [line])
  }

  @Test(.inItsOwnProcess) func `an empty secret ends the program at once`() async {
    let result = await #expect(
      processExitsWith: .exitCode(1), observing: [\.standardErrorContent]
    ) {
      await MainActor.run {
        _ = cookies(secret: "right", "", file: "Lesson/main.swift", line: 3)
      }
    }
    let words = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    let expected =
      "main.swift:3: cookies(secret:): the secret is empty, so everybody could sign; "
      + "take 32 random bytes, kept outside the program: environment[\"SECRET\"]\n"
    #expect(words.contains(expected))
  }
}
