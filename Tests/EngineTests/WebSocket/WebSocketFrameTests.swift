import Testing

@testable import Engine

/// Frames as they are written: the examples of RFC 6455 section 5.7, and the three ways to write a length.
struct WebSocketFrameTests {
  private let mask = WebSocketMask([0x37, 0xFA, 0x21, 0x3D])

  @Test func writesWhatTheStandardShows() {
    let hello = Array("Hello".utf8)
    #expect(WebSocketFrame.bytes(.text, hello) == [0x81, 5, 0x48, 0x65, 0x6C, 0x6C, 0x6F])
    #expect(
      WebSocketFrame.bytes(.text, hello, mask: mask)
        == [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58])
    #expect(
      WebSocketFrame.bytes(.text, Array("Hel".utf8), isFinal: false) == [1, 3, 0x48, 0x65, 0x6C])
    #expect(WebSocketFrame.bytes(.continuation, Array("lo".utf8)) == [0x80, 2, 0x6C, 0x6F])
    #expect(WebSocketFrame.bytes(.ping, hello) == [0x89, 5, 0x48, 0x65, 0x6C, 0x6C, 0x6F])
    #expect(
      WebSocketFrame.bytes(.pong, hello, mask: mask)
        == [0x8A, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58])
  }

  @Test(
    arguments: [
      (0, [0x82, 0]), (125, [0x82, 125]), (126, [0x82, 126, 0, 126]), (256, [0x82, 126, 1, 0]),
      (65_535, [0x82, 126, 0xFF, 0xFF]), (65_536, [0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0]),
    ] as [(Int, [UInt8])]) func writesLengthsAsShortAsTheyCanBe(_ count: Int, _ first: [UInt8])
  {
    let payload = [UInt8](repeating: 7, count: count)
    #expect(WebSocketFrame.bytes(.binary, payload) == first + payload)
  }

  /// What is written is read back, masked or not.
  @Test(arguments: [0, 1, 125, 126, 127, 65_535, 65_536, 70_001])
  func whatIsWrittenIsReadBack(_ count: Int) {
    let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    for mask in [nil, mask] {
      let bytes = WebSocketFrame.bytes(.binary, payload, isFinal: false, mask: mask)
      let frame = WebSocketFrame(isFinal: false, opcode: .binary, length: count, mask: mask)
      let parser = WebSocketFrameParser(sender: mask == nil ? .server : .client)
      #expect(parser.parse(bytes.span) == .complete(frame, length: bytes.count - count))
    }
  }
}
