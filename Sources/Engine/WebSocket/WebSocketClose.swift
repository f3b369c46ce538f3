// What a close frame says: a code and a reason, or nothing.
//
//     88 07 03 e8 b4 79 65       close, 5 bytes: code 1000 (03 e8), then the reason as UTF-8
//
// Source: RFC 6455 sections 5.5.1 and 7.4, and the IANA registry of close codes

/// How a side ended the conversation.
///
/// | code | meaning |
/// |---|---|
/// | 1000 | done |
/// | 1001 | going away: the server closes, the page is left |
/// | 1002 | the other side broke the protocol |
/// | 1003 | a kind of message that it cannot use |
/// | 1005 | no code was given (never sent, only read here) |
/// | 1006 | gone without a close frame (never sent, only read here) |
/// | 1007 | a text that is no UTF-8 |
/// | 1008 | against the rules of the house |
/// | 1009 | too large a message |
/// | 1011 | an error in the server |
/// | 3000–3999, 4000–4999 | registered by libraries; free for your own |
///
/// Node: `CloseEvent`
public nonisolated struct WebSocketClose: Equatable, Sendable {
  public let code: Int
  /// For people who look for a fault; at most 123 bytes of UTF-8.
  public let reason: String

  public init(code: Int, reason: String = "") {
    self.code = code
    self.reason = reason
  }

  /// Whether a close frame may carry this code (section 7.4).
  public static func isSendable(_ code: Int) -> Bool {
    switch code {
    case 1000...1003, 1007...1014, 3000...4999: true
    default: false
    }
  }

  /// Reads a close frame's payload.
  init(payload: [UInt8]) throws(WebSocketViolation) {
    guard !payload.isEmpty else {
      self.init(code: 1005)
      return
    }
    guard payload.count >= 2 else { throw .protocolError("a close code of one byte") }
    let code = Int(payload[0]) << 8 | Int(payload[1])
    guard Self.isSendable(code) else { throw .protocolError("\(code) is no close code") }
    guard let reason = String(validating: payload[2...], as: UTF8.self) else {
      throw WebSocketViolation(code: 1007, reason: "a close reason that is not UTF-8")
    }
    self.init(code: code, reason: reason)
  }

  /// The payload of a close frame; a reason that is too long ends at a whole character.
  var payload: [UInt8] {
    guard code != 1005 else { return [] }
    var reason = reason
    while reason.utf8.count > 123 { reason.unicodeScalars.removeLast() }
    return [UInt8(truncatingIfNeeded: code >> 8), UInt8(truncatingIfNeeded: code)] + reason.utf8
  }
}
