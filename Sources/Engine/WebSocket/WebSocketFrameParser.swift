// The first bytes of a frame, read: complete, need more, or invalid with the code that the peer must be told.
//
// A pure function of the bytes. It refuses all that one frame alone can do wrong; what only a row of frames can do wrong
// (a continuation of nothing, a text that is no UTF-8) is for `WebSocketMessageReader`. It is strict: a length that is
// written longer than it must be, or a bit that is reserved, is refused, because two readers could differ about it.
//
// Source: RFC 6455 sections 5.1, 5.2 and 5.5

/// A break of the protocol's rules, and the close code with which it is answered.
public nonisolated struct WebSocketViolation: Error, Equatable, CustomStringConvertible {
  /// 1002 protocol error, 1007 not UTF-8, 1009 too large.
  public let code: Int
  /// What is wrong, in a few words.
  public let reason: String

  public var description: String { "\(reason) (close code \(code))" }

  static func protocolError(_ reason: String) -> WebSocketViolation {
    WebSocketViolation(code: 1002, reason: reason)
  }
}

/// Parses the first 2 to 14 bytes of a frame.
///
/// ```swift
/// let bytes: [UInt8] = [0x81, 0x05, 0x48]
/// let parsed = WebSocketFrameParser(sender: .server).parse(bytes.span)  // a text of 5 bytes, after 2
/// ```
public nonisolated struct WebSocketFrameParser: Sendable {
  /// Who sent the frames that are parsed.
  public enum Sender: Sendable {
    /// A client, which must mask.
    case client
    /// A server, which must not.
    case server
  }

  /// What the bytes so far are.
  public enum Parsed: Equatable, Sendable {
    /// A frame begins; its payload comes after so many bytes.
    case complete(WebSocketFrame, length: Int)
    /// Fine so far, but not yet whole.
    case needMore
    /// No continuation could make it right.
    case invalid(WebSocketViolation)
  }

  let sender: Sender

  public init(sender: Sender) { self.sender = sender }

  /// Parses a frame's beginning; to be called again, with all bytes from the first, when more have come.
  public func parse(_ bytes: Span<UInt8>) -> Parsed {
    do throws(WebSocketViolation) {
      guard !bytes.isEmpty else { return .needMore }
      let opcode = try Self.parseOpcode(bytes[0])
      let isFinal = bytes[0] & 0x80 != 0
      guard isFinal || !opcode.isControl else {
        throw .protocolError("a control frame in fragments")
      }
      guard bytes.count > 1 else { return .needMore }
      try check(isMasked: bytes[1] & 0x80 != 0, shortLength: bytes[1] & 0x7F, opcode)
      guard let (length, lengthEnd) = try Self.parseLength(bytes) else { return .needMore }
      let end = lengthEnd + (sender == .client ? 4 : 0)
      guard bytes.count >= end else { return .needMore }
      let mask = sender == .client ? WebSocketMask((lengthEnd..<end).map { bytes[$0] }) : nil
      let frame = WebSocketFrame(isFinal: isFinal, opcode: opcode, length: length, mask: mask)
      return .complete(frame, length: end)
    } catch { return .invalid(error) }
  }

  private static func parseOpcode(
    _ byte: UInt8
  ) throws(WebSocketViolation) -> WebSocketFrame.Opcode {
    guard byte & 0x70 == 0 else { throw .protocolError("a reserved bit is set") }
    guard let opcode = WebSocketFrame.Opcode(rawValue: byte & 0x0F) else {
      throw .protocolError("opcode \(byte & 0x0F) is reserved")
    }
    return opcode
  }

  private func check(
    isMasked: Bool, shortLength: UInt8, _ opcode: WebSocketFrame.Opcode
  ) throws(WebSocketViolation) {
    switch (sender, isMasked) {
    case (.client, false): throw .protocolError("a client's frame must be masked")
    case (.server, true): throw .protocolError("a server's frame must not be masked")
    default: break
    }
    guard !opcode.isControl || shortLength <= 125 else {
      throw .protocolError("a control frame of more than 125 bytes")
    }
  }

  /// The payload's length and where it ends; nil if that has not come.
  private static func parseLength(
    _ bytes: Span<UInt8>
  ) throws(WebSocketViolation) -> (length: Int, end: Int)? {
    let short = Int(bytes[1] & 0x7F)
    guard short > 125 else { return (short, 2) }
    let end = short == 126 ? 4 : 10
    // The first bit of eight bytes must be zero: known as soon as its byte is there.
    guard short == 126 || bytes.count < 3 || bytes[2] < 0x80 else {
      throw .protocolError("a length of more than 63 bits")
    }
    guard bytes.count >= end else { return nil }
    var length = 0
    for index in 2..<end { length = length << 8 | Int(bytes[index]) }
    guard length > (short == 126 ? 125 : 0xFFFF) else {
      throw .protocolError("a length in more bytes than it needs")
    }
    return (length, end)
  }
}
