import TestSupport
import Testing

@testable import Engine

/// What must come back for what is sent, byte for byte, in the order of the Autobahn test suite (sections 1 to 7), against a
/// server that says every message back. Each row is sent at once, and the short ones in small pieces (every cut there is:
/// `WebSocketMessageReaderTests`).
@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10)))
struct WebSocketConformanceTests: WebSocketTalk {

  // MARK: 1. Messages of every length

  @Test(arguments: [0, 1, 125, 126, 127, 128, 65_535, 65_536])
  func case1Framing(_ count: Int) async throws {
    let text = String(repeating: "*", count: count)
    try await checkBoth((Self.sent(.text, text) + Self.bye, Self.back(.text, text) + Self.goodbye))
    let bytes = [UInt8](repeating: 0xFE, count: count)
    try await checkBoth(
      (
        Self.sent(.binary, bytes) + Self.bye,
        WebSocketFrame.bytes(.binary, bytes) + Self.goodbye
      ))
  }

  // MARK: 2. Pings and pongs

  private nonisolated static let case2: [Row] = [
    (sent(.ping, "") + bye, back(.pong, "") + goodbye),
    (sent(.ping, "Hello, world!") + bye, back(.pong, "Hello, world!") + goodbye),
    (
      sent(.ping, [0, 0xFF, 0xFE, 0xFD]) + bye,
      WebSocketFrame.bytes(.pong, [0, 0xFF, 0xFE, 0xFD]) + goodbye
    ),
    (
      sent(.ping, [UInt8](repeating: 0xFE, count: 125)) + bye,
      WebSocketFrame.bytes(.pong, [UInt8](repeating: 0xFE, count: 125)) + goodbye
    ),
    (
      [0x89, 0xFE, 0, 126, 0, 0, 0, 0] + [UInt8](repeating: 0xFE, count: 126),
      fault("a control frame of more than 125 bytes")
    ),
    (sent(.pong, "") + bye, goodbye),
    (sent(.pong, "unasked") + bye, goodbye),
    (sent(.pong, "unasked") + sent(.ping, "asked") + bye, back(.pong, "asked") + goodbye),
    (
      (0..<10).flatMap { sent(.ping, "payload \($0)") } + bye,
      (0..<10).flatMap { back(.pong, "payload \($0)") } + goodbye
    ),
  ]

  @Test(arguments: case2.indices) func case2PingsAndPongs(_ index: Int) async throws {
    try await checkBoth(Self.case2[index])
  }

  // MARK: 3. Reserved bits, and 4. reserved opcodes

  @Test(arguments: [0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70] as [UInt8])
  func case3ReservedBits(_ bits: UInt8) async throws {
    for opcode in [WebSocketFrame.Opcode.text, .close, .ping, .pong] {
      var frame = Self.sent(opcode, "")
      frame[0] |= bits
      // What came before is still answered.
      try await checkBoth(
        (
          Self.sent(.ping, "x") + frame + Self.sent(.ping, "y"),
          Self.back(.pong, "x") + Self.fault("a reserved bit is set")
        ))
    }
  }

  @Test(arguments: [3, 4, 5, 6, 7, 11, 12, 13, 14, 15] as [UInt8])
  func case4ReservedOpcodes(_ opcode: UInt8) async throws {
    for payload in [[], Array("Hello".utf8)] {
      var frame = Self.sent(.text, payload)
      frame[0] = 0x80 | opcode
      try await checkBoth(
        (
          Self.sent(.ping, "x") + frame + Self.sent(.ping, "y"),
          Self.back(.pong, "x") + Self.fault("opcode \(opcode) is reserved")
        ))
    }
  }

  // MARK: 5. Fragments

  private nonisolated static let case5: [Row] = [
    (
      sent(.ping, "frag", more: true) + sent(.continuation, "ment"),
      fault("a control frame in fragments")
    ),
    (
      sent(.pong, "frag", more: true) + sent(.continuation, "ment"),
      fault("a control frame in fragments")
    ),
    (sent(.close, [0x03, 0xE8], more: true), fault("a control frame in fragments")),
    (
      sent(.text, "frag", more: true) + sent(.continuation, "ment") + bye,
      back(.text, "fragment") + goodbye
    ),
    (
      sent(.binary, "frag", more: true) + sent(.continuation, "ment") + bye,
      back(.binary, "fragment") + goodbye
    ),
    (
      sent(.text, "frag", more: true) + sent(.ping, "now") + sent(.continuation, "ment") + bye,
      back(.pong, "now") + back(.text, "fragment") + goodbye
    ),
    (sent(.continuation, "no") + sent(.text, "Hello"), fault("a continuation without a beginning")),
    (
      sent(.continuation, "no", more: true) + sent(.text, "Hello"),
      fault("a continuation without a beginning")
    ),
    (
      sent(.text, "one", more: true) + sent(.text, "two"), fault("a new message within another")
    ),
    (
      sent(.text, "1", more: true) + sent(.continuation, "2", more: true) + sent(.ping, "a")
        + sent(.continuation, "3", more: true) + sent(.ping, "b") + sent(.continuation, "4") + bye,
      back(.pong, "a") + back(.pong, "b") + back(.text, "1234") + goodbye
    ),
    (
      sent(.text, "", more: true) + sent(.continuation, "", more: true) + sent(.continuation, "")
        + bye, back(.text, "") + goodbye
    ),
    // A close frame within a message: the message is never whole.
    (sent(.text, "frag", more: true) + bye + sent(.continuation, "ment"), goodbye),
  ]

  @Test(arguments: case5.indices) func case5Fragments(_ index: Int) async throws {
    try await checkBoth(Self.case5[index])
  }

  // MARK: 6. UTF-8

  private nonisolated static let notUTF8 = RawWebSocket.close(1007, "a text that is not UTF-8")

  @Test(arguments: [
    "Hello-µ@ßöäüàá-UTF-8!!", "κόσμε", "\u{0}", "\u{80}", "\u{800}", "\u{10000}", "\u{7F}",
    "\u{7FF}", "\u{FFFF}", "\u{10FFFF}", "\u{D7FF}", "\u{E000}", "\u{FFFD}", "\u{FFFE}",
    "\u{1FFFE}", "\u{10FFFE}",
  ]) func case6Texts(_ text: String) async throws {
    try await checkBoth((Self.sent(.text, text) + Self.bye, Self.back(.text, text) + Self.goodbye))
    // Every byte in a frame of its own.
    let fragments = text.utf8.enumerated().flatMap { index, byte in
      Self.sent(index == 0 ? .text : .continuation, [byte], more: true)
    }
    try await checkBoth(
      (
        fragments + Self.sent(.continuation, "") + Self.bye,
        Self.back(.text, text) + Self.goodbye
      ))
  }

  @Test(
    arguments: [
      [0xCE, 0xBA, 0xE1, 0xBD, 0xB9, 0xCF, 0x83, 0xCE, 0xBC, 0xCE, 0xB5, 0xED, 0xA0, 0x80, 0x65],
      [0x80], [0xBF], [0x80, 0xBF], [0xC0, 0x20], [0xE0, 0x20], [0xF0, 0x20], [0xF8], [0xFC],
      [0xC0], [0xE0, 0x80], [0xC3], [0xEF, 0xBF], [0xF7, 0xBF, 0xBF], [0xFE], [0xFF],
      [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xF0, 0x80, 0x80, 0xAF], [0xC1, 0xBF],
      [0xF0, 0x8F, 0xBF, 0xBF], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
      [0xED, 0xA0, 0x80, 0xED, 0xB0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80],
    ] as [[UInt8]]) func case6NoTexts(_ bytes: [UInt8]) async throws
  {
    try await checkBoth((Self.sent(.text, bytes), Self.notUTF8))
    try await checkBoth((Self.sent(.text, Array("fine ".utf8) + bytes), Self.notUTF8))
    // As bytes it is a message like any other.
    try await checkBoth(
      (
        Self.sent(.binary, bytes) + Self.bye, WebSocketFrame.bytes(.binary, bytes) + Self.goodbye
      ))
  }

  /// Section 6.4: it is refused before the rest of the message, or even of the frame, has come.
  @Test func case6FailsFast() async throws {
    let broken: [UInt8] = [0xCE, 0xBA, 0xF4, 0x90]
    try await checkBoth((Self.sent(.text, broken, more: true), Self.notUTF8))
    try await checkBoth(
      (
        Self.sent(.text, "fine", more: true) + Self.sent(.continuation, broken, more: true),
        Self.notUTF8
      ))
    try await checkBoth((Array(Self.sent(.text, broken + [1, 2, 3]).dropLast(3)), Self.notUTF8))
  }

  // MARK: 7. Closing

  private nonisolated static let case7: [Row] = [
    (sent(.text, "Hello") + bye, back(.text, "Hello") + goodbye),
    (bye + bye, goodbye), (bye + sent(.ping, "late"), goodbye),
    (bye + sent(.text, "late"), goodbye), (bye + [0xFF, 0xFF], goodbye),
    (sent(.close, ""), [0x88, 0]),
    (sent(.close, [0x03]), fault("a close code of one byte")),
    (sent(.close, [0x03, 0xE8] + "Hello".utf8), goodbye),
    (sent(.close, [0x03, 0xE8] + [UInt8](repeating: 0x2A, count: 123)), goodbye),
    (
      [0x88, 0xFE, 0, 126, 0, 0, 0, 0, 0x03, 0xE8] + [UInt8](repeating: 0x2A, count: 124),
      fault("a control frame of more than 125 bytes")
    ),
    (
      sent(.close, [0x03, 0xE8, 0xCE, 0xBA, 0xED, 0xA0, 0x80]),
      RawWebSocket.close(1007, "a close reason that is not UTF-8")
    ),
  ]

  @Test(arguments: case7.indices) func case7Closing(_ index: Int) async throws {
    try await checkBoth(Self.case7[index])
  }

  @Test(arguments: [
    1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999,
  ]) func case7CodesThatAreRepeated(_ code: Int) async throws {
    let payload = WebSocketClose(code: code).payload
    try await checkBoth((Self.sent(.close, payload), RawWebSocket.close(code)))
  }

  @Test(arguments: [0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535])
  func case7CodesThatAreNone(_ code: Int) async throws {
    let payload = [UInt8(code >> 8), UInt8(code & 0xFF)]
    try await checkBoth((Self.sent(.close, payload), Self.fault("\(code) is no close code")))
  }
}
