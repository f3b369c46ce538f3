// The handshake: an HTTP request that asks to go on as WebSocket, and the answer that shows that this was understood.
//
//     GET /chat HTTP/1.1                            HTTP/1.1 101 Switching Protocols
//     Host: localhost:3000                          Upgrade: websocket
//     Upgrade: websocket                    ──▶     Connection: Upgrade
//     Connection: Upgrade                           Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
//     Sec-WebSocket-Version: 13
//     Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
//
// The accept value is the base64 of SHA-1 of the key and a fixed text. It keeps nothing secret: it shows that the server
// speaks WebSocket and did not just repeat what it was sent.
//
// Pure functions. Source: RFC 6455 sections 1.3, 4.1 and 4.2

/// The pure part of opening a WebSocket.
nonisolated enum WebSocketHandshake {
  /// What a server agrees to.
  struct Agreement: Equatable {
    var accept: String
    var subprotocol: String?
  }

  /// Checks a client's request. Throws `UpgradeError`: 405, 426, 400 or 403.
  static func agree(
    method: String, upgrades: [String], headers: Headers, subprotocols: [String],
    origins: WebSocketOrigins
  ) throws(UpgradeError) -> Agreement {
    guard method == "GET" else {
      throw UpgradeError(status: 405, reason: "a WebSocket is opened by GET, not by \(method)")
    }
    guard upgrades.contains(where: { $0.equalsIgnoringCase("websocket") }) else {
      throw UpgradeError(
        status: 426,
        reason: "this address speaks WebSocket: ask with Upgrade: websocket and Connection: Upgrade"
      )
    }
    guard headers["Sec-WebSocket-Version"] == "13" else {
      throw UpgradeError(status: 426, reason: "only version 13 of WebSocket is spoken here")
    }
    guard let key = headers["Sec-WebSocket-Key"], isKey(key) else {
      throw UpgradeError(
        status: 400, reason: "Sec-WebSocket-Key must be the base64 of 16 bytes, once")
    }
    try origins.check(origin: headers["Origin"], host: headers["Host"])
    let offered = tokens(headers["Sec-WebSocket-Protocol"])
    return Agreement(
      accept: accept(key), subprotocol: offered.first { subprotocols.contains($0) })
  }

  /// Checks a server's answer to a request with this key; returns the subprotocol it chose. Throws `WebSocketError`.
  static func checkAnswer(
    _ answer: ResponseHead, key: String, subprotocols: [String]
  ) throws(WebSocketError) -> String? {
    func refused(_ reason: String) -> WebSocketError {
      .refused(status: answer.status, reason: reason)
    }
    guard answer.status == 101 else { throw refused(answer.reason) }
    guard answer.headers["Upgrade"]?.equalsIgnoringCase("websocket") == true,
      answer.headers["Connection"]?.namesToken("upgrade") == true
    else { throw refused("the answer does not say Upgrade: websocket and Connection: Upgrade") }
    guard answer.headers["Sec-WebSocket-Accept"] == accept(key) else {
      throw refused("Sec-WebSocket-Accept does not fit the key")
    }
    guard tokens(answer.headers["Sec-WebSocket-Extensions"]).isEmpty else {
      throw refused("the server chose an extension that nobody offered")
    }
    guard let chosen = answer.headers["Sec-WebSocket-Protocol"] else { return nil }
    guard subprotocols.contains(chosen) else {
      throw refused("the server chose a subprotocol that nobody offered: \(chosen)")
    }
    return chosen
  }

  /// The value by which a server shows that it has understood (section 4.2.2).
  static func accept(_ key: String) -> String {
    Base64.encode(sha1(Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)))
  }

  /// A new key.
  static func randomKey() -> String { Base64.encode(randomBytes(16)) }

  private static func isKey(_ text: String) -> Bool { (try? Base64.decode(text))?.count == 16 }

  /// The parts of a comma-separated list.
  private static func tokens(_ list: String?) -> [String] {
    list.map { $0.listElements.map(String.init) } ?? []
  }
}
