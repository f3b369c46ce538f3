// What patterns are, and what is said about those that are none.

import Testing

@testable import Chassis

@Suite struct PathPatternTests {
  /// Alternatives as text: names in angle brackets, wildcards with a star.
  private func written(_ pattern: String) throws -> [String] {
    try PathPattern(pattern).alternatives.map { tokens in
      tokens.map { token in
        switch token {
        case .text(let bytes): String(decoding: bytes, as: UTF8.self)
        case .parameter(let name): "<\(name)>"
        case .wildcard(let name): "<*\(name)>"
        }
      }.joined()
    }
  }

  @Test(arguments: [
    ("/", ["/"]), ("/users", ["/users"]), ("/users/:id", ["/users/<id>"]),
    ("/:from-:to", ["/<from>-<to>"]), ("/:file.:ext", ["/<file>.<ext>"]),
    ("/files/*path", ["/files/<*path>"]), ("/*path/edit", ["/<*path>/edit"]),
    (#"/:"user id"/x"#, ["/<user id>/x"]), (#"/:"a\"b""#, [#"/<a"b>"#]),
    ("/users{/:id}", ["/users/<id>", "/users"]), ("/{:lang/}about", ["/<lang>/about", "/about"]),
    ("/a{/b{/c}}", ["/a/b/c", "/a/b", "/a"]), ("/a{b}{c}", ["/abc", "/ab", "/ac", "/a"]),
    (#"/what\?/\:id/\*/\\"#, [#"/what%3F/:id/*/\"#]), (#"/\(x\)"#, ["/(x)"]),
    ("/日本", ["/%E6%97%A5%E6%9C%AC"]), ("/a b", ["/a%20b"]), ("/50%25", ["/50%25"]),
    ("/:名前", ["/<名前>"]), ("/:user_id$", ["/<user_id$>"]), ("*path", ["<*path>"]),
    ("{/:a}", ["/<a>", ""]),
  ])
  func `patterns`(pattern: String, alternatives: [String]) throws {
    #expect(try written(pattern) == alternatives)
  }

  @Test(arguments: [
    ("", "character 1: it is empty", 0, #"write "/" for the root"#),
    ("users", "character 1: a path begins with \"/\"", 0, #"did you mean "/users"?"#),
    (":id", "character 1: a path begins with \"/\"", 0, #"did you mean "/:id"?"#),
    (
      "/users/:", "character 8: a name is missing after \":\"", 7,
      #"write ":id", or "\:" for the character itself"#
    ),
    (
      "/:1st", "character 2: a name is missing after \":\"", 1,
      #"write ":id", or "\:" for the character itself"#
    ),
    (
      "/files/*", "character 8: a name is missing after \"*\"", 7,
      #"write "*path", or "\*" for the character itself"#
    ),
    (
      #"/users/:id(\d+)"#, "character 11: \"(\" is reserved", 10,
      #"no regular expressions here: check the value with `try request.param("id", as: Int.self)`; "\(" is the character itself"#
    ),
    (
      "/users/:id?", "character 11: \"?\" is reserved", 10,
      #"what may be absent stands in braces, as in "/users{/:id}"; "\?" is the character itself"#
    ),
    (
      "/a+", "character 3: \"+\" is reserved", 2,
      #"no regular expressions here: check the value with `try request.param("id", as: Int.self)`; "\+" is the character itself"#
    ),
    ("/a!", "character 3: \"!\" is reserved", 2, #""\!" is the character itself"#),
    ("/a}", "character 3: \"}\" is reserved", 2, #"no "{" opens it; "\}" is the character itself"#),
    (
      "/a{/:id", "character 3: this \"{\" is never closed", 2,
      #"add "}", or write "\{" for the character itself"#
    ),
    (#"/:"id"#, "character 3: this quote is never closed", 2, #"add '"' at the end of the name"#),
    (#"/:"""#, "character 3: the name is empty", 2, "write one between the quotes"),
    (
      #"/a\"#, "character 3: nothing follows the \"\\\"", 2, #"write "\\" for the character itself"#
    ),
    (
      "/:from:to", #"character 7: "from" and "to" touch"#, 6,
      #"put text between them, such as "-" or "/""#
    ),
    ("/:a*b", #"character 4: "a" and "b" touch"#, 3, #"put text between them, such as "-" or "/""#),
    (
      "/{:a}:b", #"character 6: "a" and "b" touch"#, 5,
      #"put text between them, such as "-" or "/""#
    ),
  ])
  func `refused with the place and a hint`(
    pattern: String, reason: String, offset: Int, hint: String
  ) {
    let error = #expect(throws: PathPatternError.self) { try PathPattern(pattern) }
    #expect(
      error?.description == """
        bad path, \(reason)
          \(pattern)
          \(String(repeating: " ", count: offset))^ \(hint)
        """)
  }

  @Test func `groups side by side are limited`() {
    let error = #expect(throws: PathPatternError.self) {
      try PathPattern("/" + String(repeating: "{a}", count: 9))
    }
    #expect(error?.reason == "too many groups")
    #expect(error?.hint == "register several paths instead")
  }
}
