// What comes in a Cookie field. The expectations are those of Node's `cookie`, computed by it, except where said.

import Testing

@testable import Chassis

@Suite struct CookieListTests {
  @Test(arguments: [
    ("", []), ("a=1", ["a: 1"]), ("a=1; b=2", ["a: 1", "b: 2"]), ("a=1;b=2", ["a: 1", "b: 2"]),
    ("a=1; a=2", ["a: 1"]), ("a", []), ("a=", ["a: "]), (" a = 1 ", ["a: 1"]),
    ("a=\"quoted\"", ["a: quoted"]), ("a=%20x", ["a:  x"]), ("a=%ZZ", ["a: %ZZ"]),
    ("a=%E0%A4", ["a: %E0%A4"]), ("a=1=2", ["a: 1=2"]), ("a=b; ; c=d", ["a: b", "c: d"]),
    (";;;", []), ("a=1, b=2", ["a: 1, b=2"]), ("a=s%3Ahi.x", ["a: s:hi.x"]), ("é=1", ["é: 1"]),
    ("a=é", ["a: é"]), ("a=\"%22\"", ["a: \""]), ("a=\"\"", ["a: "]), ("a\t=\t1", ["a: 1"]),
    ("%61=1", ["%61: 1"]), ("A=1; a=2", ["A: 1", "a: 2"]), ("a=1;", ["a: 1"]),
    ("a; b=1", ["b: 1"]),
    // Names with a meaning in JavaScript are names like others here.
    ("__proto__=x; toString=1", ["__proto__: x", "toString: 1"]),
    // Half a pair of quotes belongs to the value; a cookie without a name is none.
    ("a=\"half", ["a: \"half"]), ("a=half\"", ["a: half\""]), ("a=\"", ["a: \""]), ("=x", []),
    ("=", []), ("a=\"x;y\"", ["a: \"x"]), ("a=%", ["a: %"]), ("a=%00", ["a: \0"]),
    // To a character belong the accents behind it; the field knows only bytes.
    ("a=\u{301}1;\u{301}b=2", ["a: \u{301}1", "\u{301}b: 2"]),
  ])
  func `a field becomes pairs`(field: String, expected: [String]) throws {
    let cookies = try #require(Cookies(field, limit: 200))
    #expect(cookies.map { "\($0.name): \($0.value)" } == expected)
    for (name, value) in cookies { #expect(cookies[name] == value) }
    #expect(cookies["absent"] == nil)
    #expect(cookies.isEmpty == expected.isEmpty)
  }

  @Test(arguments: [
    (1, "a=1", true), (1, "a=1; b=2", false), (2, "a=1; b=2", true), (2, "a=1; b=2;", true),
    (2, "a=1; b=2; c=3", false), (2, "a=1; b=2;;;", true), (0, "a=1", false), (0, "", true),
    (-1, "", false), (200, "", true),
  ])
  func `too many pieces are refused`(limit: Int, field: String, taken: Bool) {
    #expect((Cookies(field, limit: limit) != nil) == taken)
  }

  @Test func `sixteen thousand signs of any kind are read at once or refused`() {
    for sign in [";", "=", "%", "\"", "a;", "a=;", "=;", " ", "é=é;", "a=%E9;"] {
      let field = String(repeating: sign, count: 16_384)
      let cookies = Cookies(field, limit: 20_000)
      #expect(cookies != nil, "\(sign)")
    }
  }
}
