// Which types of body a parser takes.

import Testing

@testable import Chassis

@Suite struct BodyTypesTests {
  @Test(arguments: [
    ("application/json", "application/json; charset=utf-8", true),
    ("application/json", "application/problem+json", true),
    ("application/json", "text/json", false),
    ("Application/JSON", "application/json", true), ("json", "application/json", true),
    ("csv", "text/csv", true), ("text/*", "text/csv", true), ("text/*", "texts/csv", false),
    ("text/*", "application/json", false), ("*/*", "x/y", true),
    ("+json", "application/vnd.api+json", true), ("+json", "application/json", false),
    ("image/png", "image/jpeg", false), ("nonsense", "application/nonsense", false),
  ])
  func contain(types: String, found: String, expected: Bool) throws {
    #expect(BodyTypes([types]).contain(try #require(MediaType(found))) == expected)
  }

  @Test func `several, and their names in messages`() throws {
    let types: BodyTypes = ["json", "text/*", "+xml"]
    #expect("\(types)" == "application/json or text/* or +xml")
    #expect(types.contain(try #require(MediaType("application/atom+xml"))))
    #expect(!types.contain(try #require(MediaType("image/png"))))
  }
}
