import Testing

@testable import Engine

/// A frame's first bytes: what they are, and what is wrong with them, as soon as it can be known.
struct WebSocketFrameParserTests {
  private static let key: [UInt8] = [1, 2, 3, 4]

  @Test(
    arguments: [
      ([0x81, 0x80] + key, 1, 0), ([0x82, 0xFD] + key, 2, 125),
      ([0x82, 0xFE, 0, 126] + key, 2, 126), ([0x82, 0xFE, 0xFF, 0xFF] + key, 2, 65_535),
      ([0x82, 0xFF, 0, 0, 0, 0, 0, 1, 0, 0] + key, 2, 65_536),
      ([0x82, 0xFF, 0x7F, 255, 255, 255, 255, 255, 255, 255] + key, 2, Int.max),
      ([0x80, 0x81] + key, 0, 1), ([0x88, 0x82] + key, 8, 2), ([0x89, 0xFD] + key, 9, 125),
      ([0x8A, 0x80] + key, 10, 0),
    ] as [([UInt8], UInt8, Int)]) func understands(_ bytes: [UInt8], _ opcode: UInt8, _ length: Int)
    throws
  {
    let parser = WebSocketFrameParser(sender: .client)
    for count in 0..<bytes.count {
      #expect(parser.parse(bytes.span.extracting(0..<count)) == .needMore)
    }
    let frame = WebSocketFrame(
      isFinal: true, opcode: try #require(.init(rawValue: opcode)), length: length,
      mask: WebSocketMask(Self.key))
    #expect(parser.parse(bytes.span) == .complete(frame, length: bytes.count))
    #expect(parser.parse((bytes + [9, 9]).span) == .complete(frame, length: bytes.count))
  }

  /// What is refused, and after how many bytes that is known.
  @Test(
    arguments: [
      ([0xC1, 0x80], 1, "a reserved bit is set"), ([0xA1], 1, "a reserved bit is set"),
      ([0x91], 1, "a reserved bit is set"), ([0xF9], 1, "a reserved bit is set"),
      ([0x83], 1, "opcode 3 is reserved"), ([0x84], 1, "opcode 4 is reserved"),
      ([0x05], 1, "opcode 5 is reserved"), ([0x86], 1, "opcode 6 is reserved"),
      ([0x87], 1, "opcode 7 is reserved"), ([0x8B], 1, "opcode 11 is reserved"),
      ([0x0F], 1, "opcode 15 is reserved"),
      ([0x09], 1, "a control frame in fragments"), ([0x08], 1, "a control frame in fragments"),
      ([0x81, 0x05], 2, "a client's frame must be masked"),
      ([0x89, 0xFE, 0, 126], 2, "a control frame of more than 125 bytes"),
      ([0x88, 0xFF], 2, "a control frame of more than 125 bytes"),
      ([0x81, 0xFE, 0, 125], 4, "a length in more bytes than it needs"),
      ([0x81, 0xFF, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], 10, "a length in more bytes than it needs"),
      ([0x81, 0xFF, 0x80], 3, "a length of more than 63 bits"),
    ] as [([UInt8], Int, String)]) func refuses(_ bytes: [UInt8], _ count: Int, _ reason: String)
  {
    let parser = WebSocketFrameParser(sender: .client)
    let violation = WebSocketViolation(code: 1002, reason: reason)
    for early in 0..<count {
      #expect(parser.parse(bytes.span.extracting(0..<early)) == .needMore)
    }
    for known in count...bytes.count {
      #expect(parser.parse(bytes.span.extracting(0..<known)) == .invalid(violation))
    }
  }

  @Test func refusesAMaskFromAServer() {
    let parser = WebSocketFrameParser(sender: .server)
    let bytes: [UInt8] = [0x81, 0x85]
    #expect(
      parser.parse(bytes.span)
        == .invalid(.protocolError("a server's frame must not be masked")))
  }
}
