// Upgrade: a client asks, within an HTTP request, to speak another protocol on the same connection.
//
//     GET /chat HTTP/1.1                  HTTP/1.1 101 Switching Protocols
//     Connection: Upgrade          ──▶    Upgrade: echo
//     Upgrade: echo                       Connection: Upgrade
//
// It is an offer. A handler that takes it calls `response.upgrade`; one that answers as usual has declined, and that is
// correct too. Bytes that came behind the request belong to the new protocol and go with the connection.
//
// A request that asks for an upgrade may have a body. It still belongs to HTTP: the new protocol begins behind it. So it
// must have been read to its end before `upgrade`; else its bytes would be taken for the new protocol's. Reading it also
// sends the `100 Continue` that an expecting client is owed before the 101.
//
// Source: RFC 9110 section 7.8

extension Request {
  /// The protocols that the client would rather speak, the best first: `["websocket"]`. Empty unless it asked in the
  /// way that HTTP/1.1 wants: with `Upgrade` and with `Connection: upgrade`.
  ///
  /// Source: RFC 9110 section 7.8
  public var upgradeProtocols: [String] {
    guard httpVersion == HTTPVersion.http11.rawValue, let offered = headers["Upgrade"],
      headers["Connection"]?.namesToken("upgrade") == true
    else { return [] }
    return offered.listElements.map(String.init)
  }
}

extension Response {
  /// Answers with `101 Switching Protocols` and gives the connection to you, with the bytes that have come already.
  ///
  /// ```swift
  /// let connection = try response.upgrade(request, to: "echo")
  /// try await connection.write(Array("hello in echo\n".utf8))
  /// ```
  ///
  /// The connection is yours until the handler returns; then it is closed, when the client has had a moment to read.
  ///
  /// Throws `UpgradeError` when the client did not offer this protocol (426) or when the request has a body that was not
  /// read to its end (400); unless you catch it, the client is answered so. Throws `IllegalHeader` for a field that
  /// cannot be sent, and `SystemError` when the client is gone.
  ///
  /// Source: RFC 9110 section 7.8. Node: the server's `'upgrade'` event
  public func upgrade(
    _ request: Request, to name: String, _ headers: Headers = [:]
  ) throws -> UpgradedConnection {
    guard request.upgradeProtocols.contains(where: { $0.equalsIgnoringCase(name) }) else {
      self.headers["Upgrade"] = name
      self.headers["Connection"] = "Upgrade"
      throw UpgradeError(status: 426, reason: "this address speaks \(name) only")
    }
    guard request.body.isReadToItsEnd else {
      throw UpgradeError(
        status: 400, reason: "the request's body must be read before the protocol changes")
    }
    guard !ended, !isUnderWay else {
      throw UpgradeError(status: 500, reason: "the request has been answered already")
    }
    guard let connection else { throw SystemError.clientIsGone }
    let upgraded = try connection.upgrade(switchingFields(name, headers))
    becomeUpgrade(upgraded)
    return upgraded
  }

  /// What was set before, what comes now, and the two fields that a 101 must have.
  private func switchingFields(_ name: String, _ more: Headers) -> Headers {
    var fields: Headers = ["Upgrade": name, "Connection": "Upgrade"]
    for field in headers.fields + more.fields
    where !field.name.equalsIgnoringCase("Upgrade") && !field.name.equalsIgnoringCase("Connection")
    {
      fields.append(field.name, field.value)
    }
    return fields
  }
}

extension HTTPConnection {
  /// Says 101 and lets go of the socket.
  fileprivate func upgrade(_ fields: Headers) throws(IllegalHeader) -> UpgradedConnection {
    let head = try headWriter(101, fields, "GET", .http11).write(.whole(count: 0))
    if awaitsContinue { send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) }
    send(head.bytes)
    flush()
    phase = .closed
    let early = inbox
    inbox = []
    socket.onReadable = nil
    socket.onDrained = nil
    if socket.isOpen { socket.wantsInput = false }
    let upgraded = UpgradedConnection(socket, early: early, handler: task, server: server)
    body?.onDemand = nil
    (response, task, body) = (nil, nil, nil)
    server.welcome(upgraded)
    server.forget(self)
    return upgraded
  }
}

/// Why a request does not become another protocol's connection, and the status that says so to the client.
public nonisolated struct UpgradeError: Error, Equatable, CustomStringConvertible {
  /// 426: another protocol is needed here. 400, 403, 405: the request is not as it must be.
  public let status: Int
  public let reason: String

  public init(status: Int, reason: String) {
    self.status = status
    self.reason = reason
  }

  public var description: String { reason }
}
