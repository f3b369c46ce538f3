// Media types taken apart, and what file names and short names promise.

import Testing

@testable import Chassis

@Suite struct MediaTypeTests {
  @Test(
    arguments: [
      ("text/html", "text/html", nil), ("TEXT/Html", "text/html", nil),
      (" text/html ; charset=UTF-8 ", "text/html", "utf-8"),
      ("text/html;charset=utf-8", "text/html", "utf-8"),
      ("text/html; Charset = \"UTF-8\"", "text/html", "utf-8"),
      ("text/html; level=1; charset=koi8-r; charset=utf-8", "text/html", "koi8-r"),
      ("text/html; charset", "text/html", nil), ("text/html; charset=", "text/html", nil),
      ("text/html;", "text/html", nil), ("text/html;;charset=a", "text/html", "a"),
      ("text/html; charset=\"", "text/html", "\""),
      ("application/vnd.api+json", "application/vnd.api+json", nil),
      ("", nil, nil), ("html", nil, nil), ("/", nil, nil), ("text/", nil, nil), ("/html", nil, nil),
      ("a/b/c", nil, nil), ("text /html", nil, nil), (";charset=utf-8", nil, nil),
    ] as [(String, String?, String?)])
  func `types`(text: String, name: String?, charset: String?) {
    let type = MediaType(text)
    #expect(type?.name == name)
    #expect(type?.charset == charset)
  }

  @Test(arguments: [
    ("application/json", "application/json", true),
    ("application/problem+json", "application/json", true),
    ("APPLICATION/JSON; charset=utf-8", "application/json", true),
    ("application/vnd.api+json", "application/vnd.api+json", true),
    ("application/json", "application/vnd.api+json", false),
    ("application/jsonp", "application/json", false),
    ("application/+jsonx", "application/json", false),
    ("text/json", "application/json", false),
    ("application/xml+jsonish", "application/json", false),
    ("text/plain", "text/plain", true), ("text/x+plain", "text/plain", false),
  ])
  func `fits`(text: String, other: String, fits: Bool) throws {
    let type = try #require(MediaType(text))
    #expect(type.matches(other) == fits)
  }

  @Test(
    arguments: [
      ("html", "text/html; charset=utf-8"), ("HTML", "text/html; charset=utf-8"),
      ("js", "text/javascript; charset=utf-8"), ("mjs", "text/javascript; charset=utf-8"),
      ("json", "application/json; charset=utf-8"), ("jpg", "image/jpeg"), ("jpeg", "image/jpeg"),
      ("svg", "image/svg+xml"), ("ico", "image/x-icon"), ("wasm", "application/wasm"),
      ("woff2", "font/woff2"), ("pdf", "application/pdf"), ("unheardof", nil), ("", nil),
      ("text/html", nil),
    ] as [(String, String?)])
  func `names`(name: String, expected: String?) {
    #expect(MediaType.named(name) == expected)
  }

  @Test func `every known type can be read, and text says its charset`() throws {
    for name in ["aac", "css", "csv", "form", "gz", "htm", "md", "mp4", "otf", "ttf", "xml", "zip"]
    {
      let text = try #require(MediaType.named(name))
      let type = try #require(MediaType(text))
      #expect((type.charset == "utf-8") == type.name.hasPrefix("text/"), "\(name)")
    }
  }
}
