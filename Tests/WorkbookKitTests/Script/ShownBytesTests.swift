// Bytes and values as messages show them: nothing invisible stays so, and nothing is left out in silence.

import Testing

@testable import WorkbookKit

struct ShownBytesTests {
  static let bytes: [Row<[UInt8]>] = [
    Row(#""""#, []), Row(#""Hello, Rahul""#, Array("Hello, Rahul".utf8)),
    Row(#""a\r\nb\tc\0""#, Array("a\r\nb\tc\0".utf8)),
    Row(#""{"a": "\\"}""#, Array(#"{"a": "\"}"#.utf8)),
    Row(#""é 😀 नमस्ते""#, Array("é 😀 नमस्ते".utf8)),
    Row(#""\u{1b}[31m\u{7f}""#, Array("\u{1b}[31m\u{7f}".utf8)),
    // Invisible, or turning what follows around.
    Row(#""a\u{200b}b\u{202e}c\u{feff}""#, Array("a\u{200b}b\u{202e}c\u{feff}".utf8)),
    Row(#""a\x80b\xFF""#, [97, 0x80, 98, 0xFF]), Row(#""\xC3""#, [0xC3]),
    Row(#""\xE2\x82a""#, [0xE2, 0x82, 97]),
    Row(#""é\xC3é""#, [0xC3, 0xA9, 0xC3, 0xC3, 0xA9]),
  ]

  @Test(arguments: bytes) func bytesAreShown(_ row: Row<[UInt8]>) {
    #expect(shownBytes(row.expected) == row.text)
  }

  static let limits: [Row<Int>] = [
    Row(#""Rahul""#, 5), Row(#""Rahu" and 1 bytes more"#, 4), Row(#""" and 5 bytes more"#, 0),
  ]

  @Test(arguments: limits) func longBytesAreCutAndTheRestIsCounted(_ row: Row<Int>) {
    #expect(shownBytes(Array("Rahul".utf8), limit: row.expected) == row.text)
  }

  @Test func aLetterThatTheLimitCutsIsShownAsBytes() {
    #expect(shownBytes(Array("aé".utf8), limit: 2) == #""a\xC3" and 1 bytes more"#)
  }

  static let values: [Row<Value>] = [
    Row("null", .null), Row("true", .bool(true)), Row("integer -7", .integer(-7)),
    Row("float 1.5", .float(1.5)),
    Row(#"text "a\n""#, .text("a\n")), Row("3 bytes 000aff", .bytes([0, 10, 255])),
    Row(
      "66 bytes \(String(repeating: "00", count: 64)) and 2 bytes more",
      .bytes(Array(repeating: 0, count: 66))),
    Row(#"list of 2: ["a",[]]"#, .list([.text("a"), .list([])])),
    Row(#"object with 2 names: {"b":1,"a":null}"#, .object([("b", .integer(1)), ("a", .null)])),
    Row("date 2026-11-21T08:49:37.500Z", .date(1_795_250_977.5)),
  ]

  @Test(arguments: values) func aValueIsShownWithItsKind(_ row: Row<Value>) {
    #expect(row.expected.shown == row.text)
  }

  @Test func jsonEscapesWhatJSONMustEscape() {
    #expect(Value.text("\"\\/\n\r\t\u{1}\u{1f}é").json == #""\"\\/\n\r\t\u0001\u001fé""#)
  }
}
