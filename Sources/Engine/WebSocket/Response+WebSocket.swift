// A server's side of opening a WebSocket: the request is checked, the connection taken over.

extension Response {
  /// Opens a WebSocket with the client that asks for one.
  ///
  /// ```swift
  /// HTTPServer { request, response in
  ///   let webSocket = try response.acceptWebSocket(request, protocols: ["chat"])
  ///   for try await message in webSocket { try await webSocket.send(message) }
  /// }
  /// ```
  ///
  /// `protocols` are the subprotocols that this server speaks; of these the one is taken that the client named first.
  /// `origins` says which pages may open it: only those of this server, unless you say otherwise.
  ///
  /// Throws `UpgradeError` for a request that does not ask for it as it must: 405 unless it is a GET, 426 when it is no
  /// upgrade to WebSocket or one of another version than 13, 400 without a good key or with a body that was not read, 403
  /// for a page of another origin. Unless you catch it, the client is answered so. Throws `SystemError` when the client
  /// is gone.
  ///
  /// Source: RFC 6455 section 4.2. Node: `new WebSocketServer({ server })` of `ws`
  public func acceptWebSocket(
    _ request: Request, protocols: [String] = [], origins: WebSocketOrigins = .same,
    limits: WebSocketLimits = WebSocketLimits()
  ) throws -> WebSocket {
    let agreement: WebSocketHandshake.Agreement
    do throws(UpgradeError) {
      agreement = try WebSocketHandshake.agree(
        method: request.method, upgrades: request.upgradeProtocols, headers: request.headers,
        subprotocols: protocols, origins: origins)
    } catch {
      sayWhatIsSpoken(error.status)
      throw error
    }
    var fields: Headers = ["Sec-WebSocket-Accept": agreement.accept]
    fields["Sec-WebSocket-Protocol"] = agreement.subprotocol
    let connection = try upgrade(request, to: "websocket", fields)
    let webSocket = WebSocket(
      connection.socket, early: connection.takeEarlyBytes(), role: .server,
      subprotocol: agreement.subprotocol, limits: limits)
    webSocket.live(on: connection)
    return webSocket
  }

  /// The fields by which a refused client learns how to do better.
  private func sayWhatIsSpoken(_ status: Int) {
    switch status {
    case 405: headers["Allow"] = "GET"
    case 426:
      headers["Upgrade"] = "websocket"
      headers["Connection"] = "Upgrade"
      headers["Sec-WebSocket-Version"] = "13"
    default: break
    }
  }
}

extension WebSocket {
  /// Ties its end to that of the handler and of the server.
  fileprivate func live(on connection: UpgradedConnection) {
    guard phase != .closed else { return connection.close() }
    connection.onServerClosing = {
      self.startClosing(WebSocketClose(code: 1001, reason: "the server is closing"))
    }
    connection.onHandlerDone = { error in
      self.startClosing(WebSocketClose(code: error == nil ? 1000 : 1011))
    }
    connection.onCut = { self.cut(.lost) }
    onClosed = { wasCut in
      // A handler that has been told by a close frame ends by itself; one whose client is gone may wait for something else.
      if !wasCut { connection.handler = nil }
      connection.close()
    }
  }
}
