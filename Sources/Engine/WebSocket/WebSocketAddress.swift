// An address such as `ws://127.0.0.1:3000/chat?room=1`, taken apart.
//
// Source: RFC 6455 section 3

/// The parts of a WebSocket's address.
nonisolated struct WebSocketAddress: Equatable {
  var host: String
  var port: Int
  /// Path and query, as they stand in the request.
  var target: String
  /// Host and port as the field `Host` says them.
  var authority: String

  /// Takes an address apart. Throws `WebSocketError.badAddress`.
  init(_ text: String) throws(WebSocketError) {
    guard let end = text.firstIndex(of: ":"), text[end...].hasPrefix("://") else {
      throw .badAddress("\"\(text)\" is no address of a WebSocket: ws://host:port/path")
    }
    let scheme = text[..<end].lowercased()
    guard scheme == "ws" else {
      let why = scheme == "wss" ? "there is no TLS here" : "the scheme must be ws"
      throw .badAddress("\"\(text)\" cannot be connected to: \(why)")
    }
    let rest = text[end...].dropFirst(3)
    authority = String(rest.prefix { !"/?#".contains($0) })
    target = String(rest.dropFirst(authority.count))
    if !target.hasPrefix("/") { target = "/" + target }
    (host, port) = ("", 80)
    guard target.consists(of: \.isTargetCharacter), splitAuthority() else {
      throw .badAddress("\"\(text)\" is no address of a WebSocket: ws://host:port/path")
    }
  }

  /// `host`, `host:port`, or `[IPv6]:port`.
  private mutating func splitAuthority() -> Bool {
    guard authority.consists(of: \.isHostCharacter), !authority.contains("@") else { return false }
    let isBracketed = authority.hasPrefix("[")
    let name = authority.prefix { isBracketed ? $0 != "]" : $0 != ":" }
    var rest = authority.dropFirst(name.count)
    if isBracketed {
      guard rest.hasPrefix("]") else { return false }
      rest = rest.dropFirst()
    }
    host = String(isBracketed ? name.dropFirst() : name)
    guard !rest.isEmpty else { return !host.isEmpty }
    let digits = rest.dropFirst()
    guard rest.hasPrefix(":"), digits.consists(of: \.isDigit), let number = UInt16(digits) else {
      return false
    }
    port = Int(number)
    return !host.isEmpty && port > 0
  }
}
