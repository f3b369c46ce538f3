// Accept-Encoding, as a table.

import Testing

@testable import Chassis

@Suite struct ContentCodingTests {
  @Test(
    arguments: [
      (nil, nil), ("", nil), ("gzip", .gzip), ("GZIP", .gzip), ("x-gzip", .gzip),
      ("deflate", .deflate), ("deflate, gzip", .gzip), ("gzip, deflate, br, zstd", .gzip),
      ("br", nil), ("*", .gzip), ("identity", nil), ("gzip;q=0", nil), ("gzip;q=0, *", .deflate),
      ("gzip;q=0.5, deflate", .deflate), ("gzip;q=0.5, deflate;q=0.5", .gzip),
      ("gzip;q=0.5, identity", nil), ("gzip, identity", .gzip), ("*;q=0", nil),
      ("*;q=0, gzip", .gzip),
      ("gzip;q=1.5", nil), ("gzip;q=-1", nil), ("gzip;q=nan", nil), ("gzip;q=abc", nil),
      ("gzip ; q=0.8", .gzip), ("gzip;level=9;q=0", nil), (";;;,,,", nil), (",gzip,", .gzip),
      ("gzip;q=0, gzip", nil), ("gzipped", nil), ("gzip\u{301}", nil),
    ] as [(String?, ContentCoding?)])
  func `the coding that a client prefers`(accepted: String?, expected: ContentCoding?) {
    #expect(ContentCoding.preferred(by: accepted) == expected)
  }

  @Test func `a long list takes a moment`() {
    let list = String(repeating: "a;q=0.1;q=0.2,", count: 10_000) + "gzip"
    #expect(ContentCoding.preferred(by: list) == .gzip)
  }
}
