// The end of a WebSocket. Each side sends a close frame; then the server ends the TCP connection, and the client after it.
// Each step has a deadline: a peer that does not play its part is cut off.
//
// Source: RFC 6455 section 7

extension WebSocket {
  /// Closes in good order: says so, with a code and a reason, and returns when the connection is closed: when
  /// `closeTimeout` has passed twice at the latest, unless the other side still takes what was sent before. Messages that
  /// still come are thrown away. Closing twice is harmless.
  ///
  /// Node: `webSocket.close`
  public func close(_ code: Int = 1000, reason: String = "") async {
    startClosing(WebSocketClose(code: code, reason: reason))
    guard phase != .closed else { return }
    await withCheckedContinuation { closers.append($0) }
  }

  /// Begins to close as `close` does, and does not wait for the other side.
  public func beginClosing(_ code: Int = 1000, reason: String = "") {
    startClosing(WebSocketClose(code: code, reason: reason))
  }

  /// Sends our close frame, if none has been, and awaits the other's.
  func startClosing(_ close: WebSocketClose) {
    guard phase == .open, !answerOwedClose() else { return }
    phase = .closing
    sendClose(close)
    guard phase == .closing else { return }  // The connection was broken, as sending showed.
    setDeadline()
    updateInterest()
  }

  private func sendClose(_ close: WebSocketClose) {
    var close = close
    if close.code != 1005, !WebSocketClose.isSendable(close.code) {
      report(
        "WebSocket: \(close.code) is no close code that can be sent (1000, 4000 to 4999, …); sent 1000 instead"
      )
      close = WebSocketClose(code: 1000, reason: close.reason)
    }
    transmit(.close, close.payload)
  }

  /// The other side's close frame has come. Messages that came before it may still be answered: our own close frame, after
  /// which nothing can be sent, waits for that (section 5.5.1), but not for long.
  func peerCloses(_ close: WebSocketClose) {
    closing = close
    guard phase == .open else { return finish(endsOutput: role == .server) }
    owesClose = true
    heartbeat?.cancel()
    if queue.isEmpty, !isAnswering {
      _ = answerOwedClose()
      return
    }
    deadline = setTimeout(limits.closeTimeout / 2) { _ = self.answerOwedClose() }
  }

  /// Answers the other side's close frame, if that is due; the answer repeats its code.
  func answerOwedClose() -> Bool {
    guard owesClose, phase == .open else { return false }
    owesClose = false
    sendClose(WebSocketClose(code: closing?.code ?? 1005))
    finish(endsOutput: role == .server)
    return true
  }

  /// The other side broke the protocol: it is told so, and not listened to any more.
  func refuse(_ violation: WebSocketViolation) {
    failure = .violated(violation)
    closing = WebSocketClose(code: 1006)
    if phase == .open { sendClose(WebSocketClose(code: violation.code, reason: violation.reason)) }
    finish(endsOutput: true)
  }

  /// Everything is said. The connection below ends when the other side ends it too; closing at once could take our last
  /// frame away again.
  private func finish(endsOutput: Bool) {
    guard phase < .finishing else { return }
    phase = .finishing
    setDeadline()
    if endsOutput || inputEnded { socket.end() }
    wakeReader()
    updateInterest()
    if inputEnded, socket.waitingBytes == 0 { end(wasCut: false) }
  }

  /// Who reads slowly has not come to our close frame yet: as long as something waits here and the other side takes some
  /// of it, its time begins anew.
  private func setDeadline() {
    heartbeat?.cancel()
    deadline?.cancel()
    let unread = socket.unreadBytes
    deadline = setTimeout(limits.closeTimeout) {
      let isTaking = self.socket.waitingBytes > 0 && self.socket.unreadBytes < unread
      if isTaking { self.setDeadline() } else { self.end(wasCut: false) }
    }
  }

  /// The other side has sent its last byte, or the connection is broken in both directions.
  func connectionEnded(isBroken: Bool) {
    inputEnded = true
    switch phase {
    case .open where owesClose && !isBroken: updateInterest()
    case .open where !owesClose: cut(.lost)
    case .open, .closing: end(wasCut: false)
    case .finishing:
      socket.end()
      if isBroken || socket.waitingBytes == 0 { end(wasCut: false) }
    case .closed: break
    }
  }

  /// Closes at once, without a word. Where everything has been said already, nothing has failed.
  func cut(_ error: WebSocketError) {
    guard phase != .closed else { return }
    if phase < .finishing { failure = failure ?? error }
    end(wasCut: true)
  }

  func end(wasCut: Bool) {
    guard phase != .closed else { return }
    phase = .closed
    closing = closing ?? WebSocketClose(code: 1006)
    heartbeat?.cancel()
    deadline?.cancel()
    socket.close()
    wakeReader()
    for closer in closers { closer.resume() }
    closers = []
    let onClosed = self.onClosed
    self.onClosed = nil
    onClosed?(wasCut)
  }
}
