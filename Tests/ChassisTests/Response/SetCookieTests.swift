// The text of a Set-Cookie field, and what is refused because browsers would drop it.

import Testing

@testable import Chassis

@Suite struct SetCookieTests {
  @Test(arguments: [
    (SetCookie(name: "a", value: "b"), "a=b; Path=/; HttpOnly; SameSite=Lax"),
    (
      SetCookie(name: "a", value: "b c;,é\"\\%", httpOnly: false, sameSite: .unset),
      "a=b%20c%3B%2C%C3%A9%22%5C%25; Path=/"
    ),
    (
      SetCookie(name: "a", value: "", path: "/x", sameSite: .strict),
      "a=; Path=/x; HttpOnly; SameSite=Strict"
    ),
    (
      SetCookie(
        name: "a", value: "b", maxAge: 60, domain: "example.org", expires: 784_111_777,
        secure: true,
        partitioned: true, priority: .high, sameSite: .none),
      "a=b; Max-Age=60; Domain=example.org; Path=/; Expires=Sun, 06 Nov 1994 08:49:37 GMT; HttpOnly; "
        + "Secure; Partitioned; Priority=High; SameSite=None"
    ),
    (SetCookie(name: "a", value: "b", maxAge: 0), "a=b; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"),
    (
      SetCookie(name: "a!#$%&'*+-.^_`|~1", value: "~"),
      "a!#$%&'*+-.^_`|~1=~; Path=/; HttpOnly; SameSite=Lax"
    ),
    (
      SetCookie(name: "__Host-id", value: "\r\nX: y\0", secure: true, priority: .low),
      "__Host-id=%0D%0AX%3A%20y%00; Path=/; HttpOnly; Secure; Priority=Low; SameSite=Lax"
    ),
  ])
  func `the attributes come in the contract's order`(cookie: SetCookie, expected: String) {
    #expect(cookie.text == expected)
    #expect(cookie.problem == nil)
  }

  @Test(arguments: [
    "", "a b", "a=b", "a;b", "é", "a\n", "\"a\"", "a,b", "(a)", "a\0", "a\u{301}",
    "a\r\nSet-Cookie: x",
  ])
  func `a bad name is refused`(name: String) {
    #expect(
      SetCookie(name: name, value: "x").problem
        == "a name has letters, digits and !#$%&'*+-.^_`|~, at least one")
  }

  @Test(arguments: ["", "example.org; Path=/", "a\r\nb", "ex ample", "é.org", "a,b"])
  func `a bad domain is refused`(domain: String) {
    #expect(
      SetCookie(name: "a", value: "x", domain: domain).problem
        == "\"\(domain)\" is no domain: letters, digits, \".\" and \"-\", such as example.org")
  }

  @Test(arguments: ["", "x", "/; Secure", "/\r\nb", "/é", "/\0", "/\u{7F}"])
  func `a bad path is refused`(path: String) {
    #expect(
      SetCookie(name: "a", value: "x", path: path).problem
        == "\"\(path)\" is no path: it begins with \"/\", is ASCII, and has no \";\"")
  }

  @Test(arguments: [
    (
      SetCookie(name: "a", value: "b", sameSite: .none),
      "browsers take sameSite: .none only with secure: true"
    ),
    (
      SetCookie(name: "a", value: "b", partitioned: true),
      "browsers take partitioned: true only with secure: true"
    ),
    (
      SetCookie(name: "__secure-a", value: "b"),
      "browsers take a name that begins with __Secure- only with secure: true"
    ),
    (
      SetCookie(name: "__Host-a", value: "b", path: "/x", secure: true),
      "browsers take a name that begins with __Host- only with secure: true, path: \"/\" and no domain"
    ),
    (
      SetCookie(name: "a", value: String(repeating: "ü", count: 683)),
      "name and value have 4099 bytes, browsers take 4096; keep the data in a session, or on the server under an id"
    ),
  ])
  func `what browsers would drop is refused`(cookie: SetCookie, problem: String) {
    #expect(cookie.problem == problem)
  }

  @Test func `the longest cookie is taken`() {
    #expect(SetCookie(name: "a", value: String(repeating: "x", count: 4_095)).problem == nil)
  }
}
