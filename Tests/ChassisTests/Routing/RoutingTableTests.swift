// The table's answer must be the one that looking at every layer would give, only sooner.

import Testing

@testable import Chassis

@Suite struct RoutingTableTests {
  private func matchers(_ patterns: [String]) throws -> [PathMatcher] {
    try patterns.map { text in
      let isPrefix = text.hasPrefix("use ")
      let pattern = try PathPattern(isPrefix ? String(text.dropFirst(4)) : text)
      return PathMatcher(pattern, .init(isPrefix: isPrefix))
    }
  }

  private func table(_ matchers: [PathMatcher]) -> RoutingTable {
    var table = RoutingTable(caseSensitive: false)
    for (index, matcher) in matchers.enumerated() { table.insert(index, matcher) }
    return table
  }

  /// Every layer that the table offers for a path.
  private func offered(_ table: RoutingTable, _ path: String) -> [Int] {
    var layers: [Int] = []
    while let next = table.first(from: (layers.last ?? -1) + 1, for: Array(path.utf8)) {
      layers.append(next)
    }
    return layers
  }

  static let patterns = [
    "use /", "/", "/users", "/users/:id", "/users/new", "use /users", "/:any", "/users/:id/posts",
    "/:kind/:id",
    "/files/*path", "/*path", "/a{/b}{/c}", "/:from-:to", "/user-:id", "/us*rest",
    "/user-:id.:kind", "use /users/:id",
    "/users/:id", "/{*all}",
    "/Users/NEW/", "/日本", "use /a/b", "/a//b",
  ]

  @Test(arguments: [
    "/", "/users", "/users/", "/USERS/new", "/users/7", "/users/7/posts", "/users/7/posts/1",
    "/files/a/b", "/files",
    "/a", "/a/b", "/a/c", "/a/b/c", "/x-y", "/user-1", "/User-1.b/", "/user-", "/us/ers",
    "/%e6%97%a5%E6%9C%AC", "//", "/users//",
    "/a//b", "/a/b/c/d", "",
  ])
  func `nothing that matches is passed over, in declaration order`(path: String) throws {
    let matchers = try matchers(Self.patterns)
    let bytes = Array(path.utf8)
    var captures: [Range<Int>] = []
    let expected = matchers.indices.filter { matchers[$0].match(bytes, &captures) != nil }
    let found = offered(table(matchers), path).filter {
      matchers[$0].match(bytes, &captures) != nil
    }
    #expect(found == expected)
  }

  @Test func `of a thousand routes only those are offered that may match`() throws {
    let many = (0..<1_000).flatMap { ["/kind\($0)", "/kind\($0)/:id", "/kind/:id/part\($0)"] }
    let table = table(try matchers(many))
    #expect(offered(table, "/kind500") == [1500])
    #expect(offered(table, "/kind500/7") == [1501])
    #expect(offered(table, "/kind/7/part500") == [1502])
    #expect(offered(table, "/unknown/7") == [])
  }

  @Test func `names behind text in a segment are found by that text`() throws {
    let many = (0..<1_000).flatMap { ["/item\($0)-:id", "/files\($0).*rest"] }
    let table = table(try matchers(many))
    #expect(offered(table, "/item500-7") == [1000])
    #expect(offered(table, "/ITEM500-7/") == [1000])
    #expect(offered(table, "/files7.tar/a/b") == [15])
    #expect(offered(table, "/unknown-7") == [])
  }
}
