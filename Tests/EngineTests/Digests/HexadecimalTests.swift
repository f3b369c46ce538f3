import Testing

@testable import Engine

struct HexadecimalTests {
  @Test func writesAndReadsEveryByte() throws {
    let bytes = (0...255).map { UInt8($0) }
    let text = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    #expect(Hexadecimal.encode(bytes) == text)
    #expect(try Hexadecimal.decode(text) == bytes)
    #expect(try Hexadecimal.decode(text.uppercased()) == bytes)
  }

  @Test(arguments: [
    ("7", "hexadecimal text, byte 1: a byte's second digit is missing"),
    ("7g", "hexadecimal text, byte 1: 0-9, a-f or A-F was expected"),
    ("00 7f", "hexadecimal text, byte 2: 0-9, a-f or A-F was expected"),
    ("0x7f", "hexadecimal text, byte 1: 0-9, a-f or A-F was expected"),
    ("ü", "hexadecimal text, byte 0: 0-9, a-f or A-F was expected"),
  ]) func refuses(_ text: String, _ reason: String) {
    let error = #expect(throws: MalformedEncoding.self) { try Hexadecimal.decode(text) }
    #expect(error?.description == reason)
  }
}
