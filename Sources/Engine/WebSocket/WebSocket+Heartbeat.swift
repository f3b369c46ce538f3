// Is the other side still there? A connection whose peer lost its power or its network looks like one on which nothing is
// said. So each side may ask, by a ping; whatever comes then is an answer.
//
// Cut is who was silent from the ping to the end of the patience, and who took nothing of what waits for it. Who was not
// listened to, because its messages pile up here, or whose ping had to queue behind much else, is not blamed for silence.
//
// Source: RFC 6455 sections 5.5.2 and 5.5.3

/// What has been seen of the other side since the last ping.
nonisolated struct SignsOfLife {
  /// Something came.
  var heard = false
  /// Silence means nothing: for a while we did not listen, or the ping had to wait.
  var mayBeSilent = false
  /// How many bytes were ever given to the socket.
  var queued = 0
  /// How many of these the other side's system had taken at the last ping. What our own takes would not show it: that
  /// takes more only when a good part of what it holds has left, which can last with a slow reader.
  var takenAtPing = 0
}

extension WebSocket {
  /// `waited`: how much of the time between two pings is over.
  func scheduleNextPing(waited: Duration = .zero) {
    guard let interval = limits.pingInterval, phase == .open else { return }
    heartbeat = setTimeout(interval - waited) { self.ping() }
  }

  private func ping() {
    signs.heard = false
    signs.mayBeSilent = !socket.wantsInput || socket.waitingBytes > 0
    signs.takenAtPing = signs.queued - socket.unreadBytes
    if socket.waitingBytes <= Socket.highWaterMark { transmit(.ping, []) }
    guard phase == .open else { return }
    heartbeat = setTimeout(limits.pingTimeout) {
      // When the loop was busy for long, the answer has come and is only not read yet: sockets have their turn first.
      self.heartbeat = setImmediate { self.judge() }
    }
  }

  private func judge() {
    let isSilent = !signs.heard && !signs.mayBeSilent
    let takesNothing =
      socket.waitingBytes > 0 && signs.queued - socket.unreadBytes == signs.takenAtPing
    if isSilent || takesNothing { return cut(.silent) }
    scheduleNextPing(waited: limits.pingTimeout)
  }
}
