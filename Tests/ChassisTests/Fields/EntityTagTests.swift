// Versions by tag: what is one, and when two are the same.

import Testing

@testable import Chassis

struct EntityTagTests {
  @Test(arguments: [
    (#""a""#, #""a""#), (#"W/"a""#, #"W/"a""#), (#""""#, #""""#), (#""a\""#, #""a\""#),
    (#""a,b""#, #""a,b""#), (#""é""#, #""é""#),
  ])
  func `tags`(text: String, expected: String) {
    #expect(EntityTag(text).map { "\($0)" } == expected)
  }

  @Test(arguments: [
    "", "a", "\"", "\"a", "a\"", "w/\"a\"", "W/a", "W/", "\"a\"b\"", "\"a b\"", "*",
  ])
  func `no tags`(text: String) {
    #expect(EntityTag(text) == nil)
  }

  @Test(arguments: [
    (#""a""#, #""a""#, true, true), (#"W/"a""#, #"W/"a""#, false, true),
    (#"W/"a""#, #""a""#, false, true), (#""a""#, #"W/"a""#, false, true),
    (#""a""#, #""b""#, false, false), (#"W/"a""#, #"W/"b""#, false, false),
  ])
  func `strong and weak comparison`(one: String, other: String, strongly: Bool, weakly: Bool) throws
  {
    let (one, other) = (try #require(EntityTag(one)), try #require(EntityTag(other)))
    #expect(one.equalsStrongly(other) == strongly)
    #expect(one.equalsWeakly(other) == weakly)
  }

  @Test(arguments: [
    (#""a""#, true), (#""b", "a""#, true), (#" "b" ,W/"a", "#, true), (#""b""#, false), ("*", true),
    (#""x,"a","y""#, false), ("", false), (#""a"#, false), ("a", false), (#""b\", "a""#, true),
  ])
  func `lists`(field: String, contains: Bool) {
    let tag = EntityTag("\"a\"")
    #expect(EntityTags(field).contain(tag) { $0.equalsWeakly($1) } == contains)
    #expect(EntityTags(field).contain(nil) { $0.equalsWeakly($1) } == (field == "*"))
  }
}
