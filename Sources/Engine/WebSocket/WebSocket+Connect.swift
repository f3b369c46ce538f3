// A client's side of opening a WebSocket.

extension WebSocket {
  /// Opens a WebSocket to a server.
  ///
  /// ```swift
  /// let webSocket = try await WebSocket.connect("ws://127.0.0.1:3000/chat", protocols: ["chat"])
  /// try await webSocket.send("hello")
  /// for try await message in webSocket { print(message) }
  /// ```
  ///
  /// `protocols` are subprotocols, the best first; `headers` are sent with the request (`Origin`, `Cookie`, …). `timeout`
  /// bounds the connecting and the handshake, each. `connect` opens the connection in another way than by a port.
  ///
  /// Throws `WebSocketError.badAddress` (also for `wss`: no TLS here), `.refused` when the server answers anything but a
  /// right 101, `.lost` when it goes away before; `IllegalHeader`; and what `Socket.connect` throws.
  ///
  /// Source: RFC 6455 section 4.1. Node: `new WebSocket(url, protocols)`
  public static func connect(
    _ address: String, protocols: [String] = [], headers: Headers = [:],
    limits: WebSocketLimits = WebSocketLimits(), timeout: Duration = .seconds(10),
    connect: HTTPClient.Connect? = nil
  ) async throws -> WebSocket {
    let address = try WebSocketAddress(address)
    let key = WebSocketHandshake.randomKey()
    let request = try requestBytes(address, key, protocols, headers)
    let connect = connect ?? { try await Socket.connect(host: $0, port: $1, timeout: timeout) }
    let socket = try await connect(address.host, address.port)
    var isLate = false
    let alarm = setTimeout(timeout) {
      isLate = true
      socket.close()
    }
    defer { alarm.cancel() }
    do {
      try await socket.write(request)
      let (answer, early) = try await readHead(socket)
      let chosen = try WebSocketHandshake.checkAnswer(answer, key: key, subprotocols: protocols)
      return WebSocket(socket, early: early, role: .client, subprotocol: chosen, limits: limits)
    } catch {
      socket.close()
      guard error is SystemError else { throw error }
      throw isLate ? WebSocketError.silent : .lost
    }
  }

  private static func requestBytes(
    _ address: WebSocketAddress, _ key: String, _ protocols: [String], _ more: Headers
  ) throws(IllegalHeader) -> [UInt8] {
    var fields: Headers = [
      "Host": address.authority, "Upgrade": "websocket", "Connection": "Upgrade",
      "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": key,
    ]
    if !protocols.isEmpty { fields["Sec-WebSocket-Protocol"] = protocols.joined(separator: ", ") }
    for field in more.fields { fields.append(field.name, field.value) }
    var text = "GET \(address.target) HTTP/1.1\r\n"
    for field in fields.fields {
      try IllegalHeader.check(field)
      text += "\(field.name): \(field.value)\r\n"
    }
    return Array((text + "\r\n").utf8)
  }

  /// Reads the head of the answer, and what came right behind it.
  private static func readHead(_ socket: Socket) async throws -> (ResponseHead, early: [UInt8]) {
    var parser = ResponseHeadParser()
    var bytes: [UInt8] = []
    while let more = try await socket.read() {
      bytes += more
      switch parser.parse(bytes.span) {
      case .needMore: continue
      case .complete(let head, let length): return (head, Array(bytes[length...]))
      case .invalid(let malformed):
        throw WebSocketError.refused(status: 0, reason: "the answer is no HTTP: \(malformed)")
      }
    }
    throw WebSocketError.lost
  }
}
