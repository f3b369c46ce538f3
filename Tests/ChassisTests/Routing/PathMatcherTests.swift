// Which paths fit which patterns, as Express 5 answers, row by row.

import Testing

@testable import Chassis

@Suite struct PathMatcherTests {
  /// The captures as `name=part`, still encoded; nil where the path does not fit.
  private func match(_ pattern: String, _ path: String, _ rules: PathMatcher.Rules) throws
    -> [String]?
  {
    let matcher = PathMatcher(try PathPattern(pattern), rules)
    let bytes = Array(path.utf8)
    var captures: [Range<Int>] = []
    guard let match = matcher.match(bytes, &captures) else { return nil }
    let names = matcher.alternatives[match.alternative].names
    return zip(names, captures).map { "\($0)=\(String(decoding: bytes[$1], as: UTF8.self))" }
  }

  @Test(
    arguments: [
      ("/", "/", []), ("/users", "/users", []), ("/users", "/USERS", []), ("/Users", "/users", []),
      ("/users", "/users/", []), ("/users/", "/users", []), ("/users/", "/users/", []),
      ("/users", "/users//", nil), ("/users", "/user", nil), ("/users", "/users2", nil),
      ("/users", "/users/1", nil),
      ("/users", "/", nil), ("/", "/users", nil),
      ("/users/:id", "/users/42", ["id=42"]), ("/users/:id", "/users/42/", ["id=42"]),
      ("/users/:id", "/users/", nil), ("/users/:id", "/users", nil),
      ("/users/:id", "/users/4/2", nil),
      ("/users/:id", "/users/a%2Fb", ["id=a%2Fb"]), ("/users/:id", "/users/%ZZ", ["id=%ZZ"]),
      ("/users/:id/posts/:post", "/users/1/posts/2", ["id=1", "post=2"]),
      ("/:from-:to", "/delhi-mumbai", ["from=delhi", "to=mumbai"]),
      ("/:from-:to", "/new-delhi-mumbai", ["from=new-delhi", "to=mumbai"]),
      ("/:from-:to", "/delhi", nil), ("/:from-:to", "/-mumbai", nil),
      ("/:from-:to", "/delhi-", nil),
      ("/:from-:to", "/a-b/", ["from=a", "to=b"]),
      ("/:file.:ext", "/archive.tar.gz", ["file=archive.tar", "ext=gz"]),
      ("/:file.:ext", "/archive", nil),
      ("/:a-:b-:c", "/1-2-3-4", ["a=1-2", "b=3", "c=4"]),
      ("/:id.json", "/7.json", ["id=7"]), ("/:id.json", "/7.xml", nil),
      ("/user-:id", "/user-7", ["id=7"]),
      ("/:a--:b", "/1-2--3-4", ["a=1-2", "b=3-4"]),
      ("/files/*path", "/files/a/b/c.txt", ["path=a/b/c.txt"]), ("/files/*path", "/files/", nil),
      ("/files/*path", "/files", nil), ("/*path", "/", nil), ("/{*path}", "/", []),
      ("/{*path}", "/a/b", ["path=a/b"]),
      ("/*path/edit", "/a/b/edit", ["path=a/b"]), ("/*path/edit", "/edit", nil),
      ("/*path/edit", "/edit/edit/edit", ["path=edit/edit"]),
      ("/*a/x/*b", "/1/x/2/x/3", ["a=1/x/2", "b=3"]),
      ("/files/*path.:ext", "/files/a.b/c.txt", ["path=a.b/c", "ext=txt"]),
      ("/users{/:id}", "/users", []), ("/users{/:id}", "/users/7", ["id=7"]),
      ("/users{/:id}", "/users/7/8", nil),
      ("/{:lang/}about", "/about", []), ("/{:lang/}about", "/hi/about", ["lang=hi"]),
      ("/日本", "/%E6%97%A5%E6%9C%AC", []), ("/日本", "/%e6%97%a5%e6%9c%ac", []),
      ("/a b", "/a%20b", []),
      (#"/\:id"#, "/:id", []), (#"/\:id"#, "/7", nil),
    ] as [(String, String, [String]?)])
  func `routes`(pattern: String, path: String, captures: [String]?) throws {
    #expect(try match(pattern, path, .init()) == captures)
  }

  @Test(
    arguments: [
      ("/users", "/Users", nil), ("/users", "/users/", nil), ("/users/", "/users/", []),
      ("/users/", "/users", nil),
      ("/", "/", []), ("/日本", "/%e6%97%A5%e6%9C%ac", []), ("/a%2fB", "/a%2FB", []),
      ("/:id", "/a/", nil),
      ("/*path", "/a/", ["path=a/"]),
    ] as [(String, String, [String]?)])
  func `case-sensitive and strict routes`(pattern: String, path: String, captures: [String]?) throws
  {
    #expect(try match(pattern, path, .init(caseSensitive: true, strict: true)) == captures)
  }

  @Test(
    arguments: [
      ("/", "/", 0), ("/", "/users", 0), ("/admin", "/admin", 6), ("/admin", "/admin/", 6),
      ("/admin", "/admin/x", 6),
      ("/admin/", "/admin/x", 6), ("/admin", "/administrator", nil), ("/admin", "/ad", nil),
      ("/users/:id", "/users/7/posts", 8), ("/users/:id", "/users", nil),
      ("/v:version-:name", "/v1-x/y", 5),
      ("/*path", "/a/b", 4),
    ] as [(String, String, Int?)])
  func `prefixes end at a slash`(pattern: String, path: String, end: Int?) throws {
    let matcher = PathMatcher(try PathPattern(pattern), .init(strict: true, isPrefix: true))
    var captures: [Range<Int>] = []
    #expect(matcher.match(Array(path.utf8), &captures)?.end == end)
  }

  @Test func `time is in proportion to the path`() throws {
    let pattern = "/*a-*b-*c-*d-*e-*f-*g/end"
    let clock = ContinuousClock()
    /// The best of several tries: other programs only ever make one longer.
    func time(_ count: Int) throws -> Duration {
      let path = "/" + String(repeating: "-", count: count)
      let tries = try (1...7).map { _ in
        try clock.measure { _ = try match(pattern, path, .init()) }
      }
      return tries.min() ?? .zero
    }
    let short = try time(1_000)
    let long = try time(8_000)
    #expect(long < short * 40)
  }

  /// Ten times the path takes about ten times as long, where going back and forth would take a hundred times or for ever. The
  /// quickest of several runs: others use the processor too.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      ("/:a/:b.:c", "/x/", ".", ""), ("/:a/:b.:c", "/x/", ".a", "/"),
      ("/:a-:b-:c.:d", "/", "-", ""), ("/*a/b/*c/d", "/", "b/", ""),
      ("/*a/:b-:c/*d/e", "/", "x-y/", ""),
      ("/{:a/}{:b/}:c.:d", "/x/", "..", "/y"),
    ])
  func `hostile paths take as long as they are long`(
    pattern: String, start: String, piece: String, end: String
  ) throws {
    let matcher = PathMatcher(try PathPattern(pattern), PathMatcher.Rules())
    func quickest(_ count: Int) -> Duration {
      let path = Array((start + String(repeating: piece, count: count) + end).utf8)
      return (0..<5).map { _ in
        ContinuousClock().measure {
          var captures: [Range<Int>] = []
          _ = matcher.match(path, &captures)
        }
      }.min() ?? .zero
    }
    #expect(quickest(4_000) < quickest(400) * 40 + .milliseconds(1))
  }
}
