// From bytes to messages. Pure: no socket in sight. Bytes come in pieces of any size; each gives the messages and control
// frames that it completed, in order, or the first fault.
//
//     text "Hel" ─ ping ─ continuation "lo", final      gives: ping, text "Hello"
//
// A payload is unmasked and checked as it comes. So a text that stops being UTF-8 is refused at that byte, and a message
// that would be too large is refused by its announced length, before it has come.
//
// Source: RFC 6455 sections 5.4, 5.5, 6.2 and 8.1

/// A whole message.
///
/// Node: `MessageEvent`
public nonisolated enum WebSocketMessage: Equatable, Sendable {
  case text(String)
  case binary([UInt8])

  /// How many bytes it has.
  public var count: Int {
    switch self {
    case .text(let text): text.utf8.count
    case .binary(let bytes): bytes.count
    }
  }
}

/// Puts messages together from a stream of bytes.
///
/// ```swift
/// let bytes: [UInt8] = [0x81, 0x02, 0x48, 0x69]
/// var reader = WebSocketMessageReader(sender: .server, messageLimit: 1_000)
/// var events: [WebSocketMessageReader.Event] = []
/// try reader.read(bytes.span, into: &events)  // events: the message "Hi"
/// ```
public nonisolated struct WebSocketMessageReader {
  /// Something whole that came.
  public enum Event: Equatable, Sendable {
    case message(WebSocketMessage)
    case ping([UInt8])
    case pong([UInt8])
    /// Nothing may follow it.
    case close(WebSocketClose)
  }

  private let parser: WebSocketFrameParser
  private let messageLimit: Int
  /// A frame's first bytes, as long as they are not whole.
  private var beginning: [UInt8] = []
  /// The frame whose payload comes, and how much of it has come.
  private var frame: WebSocketFrame?
  private var received = 0
  /// The message in the making; its kind is nil between messages.
  private var kind: WebSocketFrame.Opcode?
  private var message: [UInt8] = []
  private var validator = UTF8Validator()
  /// The payload of the control frame in the making.
  private var control: [UInt8] = []
  private var isClosed = false

  /// Reads what `sender` sends; a message of more than `messageLimit` bytes is refused.
  public init(sender: WebSocketFrameParser.Sender, messageLimit: Int) {
    parser = WebSocketFrameParser(sender: sender)
    self.messageLimit = messageLimit
  }

  /// Takes the next bytes and adds what they complete to `events`. What follows a close frame or a fault is ignored.
  ///
  /// Throws `WebSocketViolation` at the first fault. What was complete before it stands in `events` also then.
  public mutating func read(
    _ bytes: Span<UInt8>, into events: inout [Event]
  ) throws(WebSocketViolation) {
    var used = 0
    do throws(WebSocketViolation) {
      while used < bytes.count, !isClosed {
        if frame == nil {
          used += try takeBeginning(bytes.extracting(used...))
        } else {
          used += try takePayload(bytes.extracting(used...))
        }
        if let frame, received == frame.length { try finish(frame, &events) }
      }
    } catch {
      isClosed = true
      throw error
    }
  }

  // MARK: A frame begins

  /// Reads a frame's first bytes; returns how many of `bytes` they took.
  private mutating func takeBeginning(_ bytes: Span<UInt8>) throws(WebSocketViolation) -> Int {
    guard !beginning.isEmpty else {
      return try take(parser.parse(bytes), else: bytes)
    }
    // Some came before: the rest is at most 13 bytes, taken one at a time.
    beginning.append(bytes[0])
    let before = beginning
    beginning = []
    _ = try take(parser.parse(before.span), else: before.span)
    return 1
  }

  private mutating func take(
    _ parsed: WebSocketFrameParser.Parsed, else bytes: Span<UInt8>
  ) throws(WebSocketViolation) -> Int {
    switch parsed {
    case .needMore:
      beginning = bytes.indices.map { bytes[$0] }
      return bytes.count
    case .invalid(let violation): throw violation
    case .complete(let frame, let length):
      try begin(frame)
      return length
    }
  }

  /// What the frames before have to say of this one.
  private mutating func begin(_ frame: WebSocketFrame) throws(WebSocketViolation) {
    switch frame.opcode {
    case .continuation:
      guard kind != nil else { throw .protocolError("a continuation without a beginning") }
    case .text, .binary:
      guard kind == nil else { throw .protocolError("a new message within another") }
      kind = frame.opcode
    case .close, .ping, .pong: break
    }
    guard frame.opcode.isControl || frame.length <= messageLimit - message.count else {
      throw WebSocketViolation(
        code: 1009, reason: "a message of more than \(messageLimit) bytes")
    }
    self.frame = frame
    received = 0
  }

  // MARK: Its payload comes

  private mutating func takePayload(_ bytes: Span<UInt8>) throws(WebSocketViolation) -> Int {
    guard let frame else { return 0 }
    let count = min(bytes.count, frame.length - received)
    let piece = bytes.extracting(0..<count)
    if frame.opcode.isControl {
      Self.append(piece, to: &control, frame.mask, at: received)
    } else {
      let start = message.count
      Self.append(piece, to: &message, frame.mask, at: received)
      if kind == .text { try validate(from: start) }
    }
    received += count
    return count
  }

  private static func append(
    _ piece: Span<UInt8>, to bytes: inout [UInt8], _ mask: WebSocketMask?, at offset: Int
  ) {
    let start = bytes.count
    piece.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    mask?.apply(to: &bytes, from: start, offset: offset)
  }

  private mutating func validate(from start: Int) throws(WebSocketViolation) {
    let isFine = message.withUnsafeBytes {
      validator.accepts(UnsafeRawBufferPointer(rebasing: $0[start...]))
    }
    guard isFine else { throw Self.notUTF8 }
  }

  private static let notUTF8 = WebSocketViolation(code: 1007, reason: "a text that is not UTF-8")

  // MARK: It is whole

  private mutating func finish(
    _ frame: WebSocketFrame, _ events: inout [Event]
  ) throws(WebSocketViolation) {
    self.frame = nil
    if frame.opcode.isControl {
      let payload = control
      control = []
      events.append(try event(frame.opcode, payload))
    } else if frame.isFinal {
      events.append(.message(try finishMessage()))
    }
  }

  private mutating func event(
    _ opcode: WebSocketFrame.Opcode, _ payload: [UInt8]
  ) throws(WebSocketViolation) -> Event {
    switch opcode {
    case .ping: return .ping(payload)
    case .pong: return .pong(payload)
    default:
      isClosed = true
      return .close(try WebSocketClose(payload: payload))
    }
  }

  private mutating func finishMessage() throws(WebSocketViolation) -> WebSocketMessage {
    defer {
      kind = nil
      message = []
    }
    guard kind == .text else { return .binary(message) }
    guard validator.isWhole else { throw Self.notUTF8 }
    return .text(String(decoding: message, as: UTF8.self))
  }
}
