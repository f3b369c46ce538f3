// Bytes to text, in the charsets that a body may name.

import Testing

@testable import Chassis

@Suite struct CharsetTests {
  @Test(
    arguments: [
      ("utf-8", [0xC3, 0xA9], "é"), ("utf8", [0xEF, 0xBB, 0xBF, 0x41], "A"),
      ("utf-8", [0xFF], nil), ("utf-8", [0xC3], nil), ("utf-8", [0xED, 0xA0, 0x80], nil),
      ("utf-8", [], ""),
      ("iso-8859-1", [0xE9, 0x80, 0xFF], "é\u{80}ÿ"), ("latin1", [0xEF, 0xBB, 0xBF], "ï»¿"),
      ("us-ascii", [0x41], "A"), ("ascii", [0x41, 0x80], nil),
      ("utf-16", [0xFE, 0xFF, 0, 0x41], "A"), ("utf-16", [0xFF, 0xFE, 0x41, 0], "A"),
      ("utf-16", [0x41, 0], "A"), ("utf-16le", [0x3D, 0xD8, 0x00, 0xDE], "😀"),
      ("utf-16be", [0xD8, 0x3D, 0xDE, 0x00], "😀"), ("utf-16be", [0xFE, 0xFF, 0, 0x41], "A"),
      ("utf-16", [0x41], nil), ("utf-16le", [0x3D, 0xD8], nil), ("utf-16", [], ""),
    ] as [(String, [UInt8], String?)])
  func reads(name: String, bytes: [UInt8], text: String?) throws {
    #expect(try #require(Charset(name)).decode(bytes) == text)
  }

  @Test(arguments: ["koi8-r", "utf-7", "UTF-8", "", "windows-1252", "utf-32"])
  func `others are unknown`(name: String) { #expect(Charset(name) == nil) }
}
