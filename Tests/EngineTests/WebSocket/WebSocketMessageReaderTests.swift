import Testing

@testable import Engine

/// From bytes to messages: tables, each row also cut at every byte. What a cut may not change is compared whole: the
/// events, and the fault that ended them.
struct WebSocketMessageReaderTests {
  struct Outcome: Equatable {
    var events: [WebSocketMessageReader.Event] = []
    var fault: WebSocketViolation?
  }

  /// What a reader makes of bytes that come in these pieces.
  private func read(
    _ pieces: [ArraySlice<UInt8>], sender: WebSocketFrameParser.Sender = .client, limit: Int = 1_000
  ) -> Outcome {
    var reader = WebSocketMessageReader(sender: sender, messageLimit: limit)
    var outcome = Outcome()
    do throws(WebSocketViolation) {
      for piece in pieces { try reader.read(Array(piece).span, into: &outcome.events) }
    } catch { outcome.fault = error }
    return outcome
  }

  /// The same at once, in two pieces cut anywhere, and byte by byte.
  private func readCutEverywhere(_ bytes: [UInt8]) -> [Outcome] {
    (0...bytes.count).map { read([bytes[..<$0], bytes[$0...]]) }
      + [read(bytes.indices.map { bytes[$0...$0] })]
  }

  private static func frame(
    _ opcode: WebSocketFrame.Opcode, _ payload: [UInt8], more: Bool = false
  ) -> [UInt8] {
    WebSocketFrame.bytes(opcode, payload, isFinal: !more, mask: WebSocketMask([9, 8, 7, 6]))
  }

  private static func frame(
    _ opcode: WebSocketFrame.Opcode, _ text: String, more: Bool = false
  ) -> [UInt8] { frame(opcode, Array(text.utf8), more: more) }

  @Test(
    arguments: [
      (frame(.text, "Hello"), [.message(.text("Hello"))]),
      (frame(.text, ""), [.message(.text(""))]),
      (frame(.binary, [0, 255, 1]), [.message(.binary([0, 255, 1]))]),
      (frame(.binary, []), [.message(.binary([]))]),
      (
        frame(.text, "one") + frame(.text, "two"), [.message(.text("one")), .message(.text("two"))]
      ),
      (
        frame(.text, "Hel", more: true) + frame(.continuation, "lo"), [.message(.text("Hello"))]
      ),
      (
        frame(.text, "", more: true) + frame(.continuation, "", more: true)
          + frame(.continuation, ""), [.message(.text(""))]
      ),
      (
        frame(.text, "Hel", more: true) + frame(.ping, "now")
          + frame(.continuation, "l", more: true)
          + frame(.pong, "") + frame(.continuation, "o"),
        [.ping(Array("now".utf8)), .pong([]), .message(.text("Hello"))]
      ),
      // A character in two frames.
      (
        frame(.text, [0xF0, 0x9F], more: true) + frame(.continuation, [0x99, 0x82]),
        [.message(.text("🙂"))]
      ),
      (frame(.close, []), [.close(WebSocketClose(code: 1005))]),
      (frame(.close, [3, 0xE8]), [.close(WebSocketClose(code: 1000))]),
      (frame(.close, [3, 0xE9] + "bye".utf8), [.close(WebSocketClose(code: 1001, reason: "bye"))]),
      // Nothing counts after it, right or wrong.
      (
        frame(.close, [0x0F, 0xA0]) + frame(.text, "late") + [0xFF],
        [.close(WebSocketClose(code: 4000))]
      ),
      (
        frame(.binary, [UInt8](repeating: 7, count: 300)),
        [.message(.binary([UInt8](repeating: 7, count: 300)))]
      ),
    ] as [([UInt8], [WebSocketMessageReader.Event])])
  func understands(_ bytes: [UInt8], _ events: [WebSocketMessageReader.Event]) {
    for outcome in readCutEverywhere(bytes) {
      #expect(outcome == Outcome(events: events))
    }
  }

  @Test(
    arguments: [
      (frame(.continuation, "lo"), 1002, "a continuation without a beginning"),
      (frame(.continuation, "lo", more: true), 1002, "a continuation without a beginning"),
      (
        frame(.text, "a") + frame(.continuation, "b"), 1002, "a continuation without a beginning"
      ),
      (
        frame(.text, "a", more: true) + frame(.text, "b"), 1002, "a new message within another"
      ),
      (
        frame(.text, "a", more: true) + frame(.binary, "b", more: true), 1002,
        "a new message within another"
      ),
      (frame(.close, [3]), 1002, "a close code of one byte"),
      (frame(.close, [3, 0xE8, 0xC3, 0x28]), 1007, "a close reason that is not UTF-8"),
      (frame(.text, [0xCE, 0xBA, 0xE1]), 1007, "a text that is not UTF-8"),
      (frame(.text, [0xED, 0xA0, 0x80]), 1007, "a text that is not UTF-8"),
      (
        frame(.text, [0xC3], more: true) + frame(.continuation, [0x28], more: true), 1007,
        "a text that is not UTF-8"
      ),
      (
        frame(.text, "κόσμε", more: true) + frame(.continuation, [0xC3]), 1007,
        "a text that is not UTF-8"
      ),
      (
        frame(.binary, [UInt8](repeating: 7, count: 1_001)), 1009,
        "a message of more than 1000 bytes"
      ),
      (
        frame(.text, String(repeating: "x", count: 600), more: true)
          + frame(.continuation, String(repeating: "x", count: 401)), 1009,
        "a message of more than 1000 bytes"
      ),
      (
        [0x82, 0xFF, 0x7F, 255, 255, 255, 255, 255, 255, 255, 1, 2, 3, 4], 1009,
        "a message of more than 1000 bytes"
      ),
      ([0x81, 0x05], 1002, "a client's frame must be masked"),
    ] as [([UInt8], Int, String)])
  func refuses(_ bytes: [UInt8], _ code: Int, _ reason: String) {
    for outcome in readCutEverywhere(bytes) {
      #expect(outcome.fault == WebSocketViolation(code: code, reason: reason))
    }
  }

  @Test func tellsWhatWasWholeBeforeAFault() {
    let bytes = Self.frame(.text, "fine") + Self.frame(.ping, "x") + [0xFF]
    for outcome in readCutEverywhere(bytes) {
      #expect(
        outcome
          == Outcome(
            events: [.message(.text("fine")), .ping(Array("x".utf8))],
            fault: WebSocketViolation(code: 1002, reason: "a reserved bit is set")))
    }
  }

  /// Neither what is right nor what is wrong.
  @Test(arguments: [[0xFF], frame(.text, [0xFF]), frame(.continuation, [])] as [[UInt8]])
  func nothingFollowsAFault(_ fault: [UInt8]) throws {
    var reader = WebSocketMessageReader(sender: .client, messageLimit: 1_000)
    var events: [WebSocketMessageReader.Event] = []
    #expect(throws: WebSocketViolation.self) { try reader.read(fault.span, into: &events) }
    let more = Self.frame(.text, "more") + [0xFF]
    try reader.read(more.span, into: &events)
    #expect(events.isEmpty)
  }

  /// A broken text is refused at its first wrong byte, a message that is too large before any of it.
  @Test func refusesBeforeTheRestHasCome() {
    let text: [UInt8] = [0x81, 0xFE, 0x03, 0xE8, 0, 0, 0, 0]
    #expect(read([text + [0x41, 0xC3]]).fault == nil)
    #expect(read([text + [0x41, 0xC3, 0x41]]).fault?.code == 1007)
    let large: [UInt8] = [0x82, 0xFE, 0x03, 0xE9, 0, 0, 0, 0]
    #expect(read([large[..<7]]).fault == nil)
    #expect(read([large[...]]).fault?.code == 1009)
  }

  @Test func aMessageMayBeAsLargeAsTheLimit() {
    let bytes = Self.frame(.binary, [UInt8](repeating: 7, count: 1_000))
    #expect(read([bytes[...]]).events.count == 1)
    let halves =
      Self.frame(.binary, [UInt8](repeating: 7, count: 500), more: true)
      + Self.frame(.continuation, [UInt8](repeating: 7, count: 500))
    #expect(read([halves[...]]).events.count == 1)
  }

  @Test(arguments: [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999])
  func closeCodesThatMayBeSent(_ code: Int) {
    let bytes = Self.frame(.close, WebSocketClose(code: code, reason: "why").payload)
    let close = WebSocketClose(code: code, reason: "why")
    #expect(read([bytes[...]]) == Outcome(events: [.close(close)]))
  }

  @Test(arguments: [0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535])
  func closeCodesThatMayNot(_ code: Int) {
    let bytes = Self.frame(.close, [UInt8(code >> 8), UInt8(code & 0xFF)])
    #expect(
      read([bytes[...]])
        == Outcome(fault: WebSocketViolation(code: 1002, reason: "\(code) is no close code")))
  }

  /// Any bytes at all: no trap, and the same whether they come at once or one by one.
  @Test func noiseIsTheSameInPieces() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<3_000 {
      var bytes = (0..<40).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      // Mostly frames that begin well, or nothing but the first byte would ever be looked at.
      bytes[0] = [0x81, 0x82, 0x01, 0x88, 0x89].randomElement(using: &generator) ?? 0
      bytes[1] = 0x80 | UInt8.random(in: 0...20, using: &generator)
      let whole = read([bytes[...]])
      #expect(read(bytes.indices.map { bytes[$0...$0] }) == whole)
    }
  }

  @Test func longReasonsAreCutAtACharacter() {
    let long = WebSocketClose(code: 1000, reason: String(repeating: "ü", count: 100))
    #expect(long.payload.count == 2 + 122)
    #expect(WebSocketClose(code: 1005).payload.isEmpty)
  }
}
