// Preconditions as pure rules: RFC 9110 section 13.

import Testing

@testable import Chassis

struct PreconditionsTests {
  private static let day = "Sat, 01 Jan 2000 00:00:00 GMT"
  private static let before = "Fri, 31 Dec 1999 23:59:59 GMT"
  private static let after = "Saturday, 01-Jan-00 00:00:01 GMT"
  private let seconds: Int64 = 946_684_800

  private func version(_ tag: String) -> Version {
    Version(tag: EntityTag(tag), modified: seconds)
  }

  @Test(
    arguments: [
      ([:], false), (["If-Match": #""a""#], false), (["If-Match": #""b""#], true),
      (["If-Match": "*"], false), (["If-Match": #"W/"a""#], true),
      (["If-Match": #""b", "a""#], false),
      (["If-Match": ""], true), (["If-Unmodified-Since": day], false),
      (["If-Unmodified-Since": after], false), (["If-Unmodified-Since": before], true),
      (["If-Unmodified-Since": "junk"], false),
      (["If-Match": #""a""#, "If-Unmodified-Since": before], false),
    ] as [(Headers, Bool)])
  func `who knows another version`(fields: Headers, fails: Bool) {
    #expect(Preconditions(fields: fields).fail(for: version(#""a""#)) == fails)
  }

  @Test func `a weak tag is no strong match`() {
    let fields: Headers = ["If-Match": #"W/"a""#]
    #expect(Preconditions(fields: fields).fail(for: version(#"W/"a""#)))
    #expect(!Preconditions(fields: ["If-Match": "*"]).fail(for: version(#"W/"a""#)))
  }

  @Test(
    arguments: [
      ([:], #""a""#, true), (["If-Range": #""a""#], #""a""#, true),
      (["If-Range": #""b""#], #""a""#, false), (["If-Range": #"W/"a""#], #"W/"a""#, false),
      (["If-Range": #""a""#], #"W/"a""#, false), (["If-Range": day], #""a""#, true),
      (["If-Range": before], #""a""#, false), (["If-Range": after], #""a""#, false),
      (["If-Range": "junk"], #""a""#, false),
    ] as [(Headers, String, Bool)])
  func `parts of this version only`(fields: Headers, tag: String, isAllowed: Bool) {
    #expect(Preconditions(fields: fields).allowsPart(of: version(tag)) == isAllowed)
  }

  @Test func `without tag and date nothing matches`() {
    let version = Version()
    #expect(Preconditions(fields: ["If-Match": #""a""#]).fail(for: version))
    #expect(!Preconditions(fields: ["If-Unmodified-Since": Self.before]).fail(for: version))
    #expect(!Preconditions(fields: ["If-Range": Self.day]).allowsPart(of: version))
    #expect(!Preconditions(fields: ["If-Modified-Since": Self.after]).isFresh(version))
    #expect(Preconditions(fields: ["If-None-Match": "*"]).isFresh(version))
  }
}
