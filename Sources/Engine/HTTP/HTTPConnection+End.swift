// How a connection ends: refused, closed in good order, or cut. A refusal must arrive before the connection is gone, so the
// server says its last word, closes its own side, and waits a moment for the client to close the other.

extension HTTPConnection {
  /// The client has sent everything. It may still wait for answers to what has come.
  func inputHasEnded() {
    inputEnded = true
    if phase == .serving {
      deadline = min(deadline, EventLoop.main.now + server.patience.halfClosed)
    }
    if phase == .head { serveWaiting() }
    endIfNothingCanCome()
    updateInterest()
  }

  /// After the client's last byte no request and no body can become whole any more; what was answered is still sent.
  func endIfNothingCanCome() {
    guard inputEnded, !isServing else { return }
    switch phase {
    case .serving where body?.isFull == false:
      keepsAlive = keepsAlive && decoder.isFinished
      body?.fail(.aborted)
    case .head where hasRoom: linger()
    case .lingering where socket.waitingBytes == 0: abort()
    default: break
    }
  }

  /// All that was sent has left: what waited for that goes on, and patience begins anew.
  func everythingIsSent() {
    switch phase {
    case .lingering:
      deadline = EventLoop.main.now + .seconds(2)
      endIfNothingCanCome()
    case .head:
      if inbox.isEmpty, decoder.isFinished { deadline = EventLoop.main.now + server.patience.idle }
      if !isServing, !inbox.isEmpty { setImmediate { self.received() } }
      updateInterest()
    default: break
    }
  }

  /// Answers with the status that the fault asks for, and closes.
  func refuse(_ malformed: MalformedMessage) {
    let text = "\(reasonPhrase(for: malformed.status)): \(malformed.reason)"
    keepsAlive = false
    let headers: Headers = [
      "Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff",
    ]
    let writer = headWriter(malformed.status, headers, "GET", .http11)
    if let written = try? writer.write(.whole(count: text.utf8.count)) {
      send(written.bytes + text.utf8)
    }
    linger()
  }

  /// Says that nothing more comes, then waits a moment for the client to read it and to close. Closing at once could
  /// reset the connection, and a reset takes away what the client has not read yet.
  func linger() {
    phase = .lingering
    inbox = []
    deadline = EventLoop.main.now + .seconds(2)
    flush()
    socket.end()
    if inputEnded, socket.waitingBytes == 0 { abort() } else { updateInterest() }
  }

  /// Closes at once. A handler that is still at work is cancelled: it stops at its next `await` that minds.
  func abort() {
    guard phase != .closed else { return }
    flush()  // Answers that are due already, and what there is of this one.
    isCutOff = phase == .serving
    phase = .closed
    task?.cancel()
    body?.fail(.aborted)
    body?.onDemand = nil
    response?.detach()
    response = nil
    socket.close()
    server.forget(self)
  }

  /// The server looks at its connections once in a while: has its patience with this one ended?
  func look(_ now: Instant) {
    let waiting = socket.waitingBytes
    let untaken = pace.look(
      waiting: waiting, taken: waiting > 0 ? socket.takenBytes : 0, at: now
    ).nanoseconds
    if deadline <= now {
      deadlinePassed(untaken)
    } else if phase == .serving, untaken >= server.patience.send {
      abort()  // The handler would wait for ever for a client that does not read.
    }
  }

  /// - Parameter untaken: for how many nanoseconds the client has taken nothing of what waits for it.
  private func deadlinePassed(_ untaken: Int64) {
    // A slow reader is not idle as long as it takes something.
    if phase != .serving, socket.waitingBytes > 0, untaken < server.patience.idle {
      deadline = EventLoop.main.now + (server.patience.idle - untaken)
      return
    }
    switch phase {
    case .serving where inputEnded: missClient()
    case .head where !decoder.isFinished: linger()  // It was answered already.
    case .head where inbox.isEmpty && decoder.isFinished: abort()  // Idle.
    case .head:
      refuse(MalformedMessage(status: 408, reason: "the request took too long", offset: 0))
    case .serving where response?.isUnderWay == false:
      body?.fail(.aborted)
      keepsAlive = false
      response?.fail(408, "\(reasonPhrase(for: 408)): the request took too long")
    default: abort()
    }
  }

  /// A client that has said that it sends no more may wait for its answer, or be gone: only bytes that are sent to it would
  /// tell. So it counts as gone where its handler sends nothing for long.
  private func missClient() {
    let sent = response?.bodyBytes ?? 0
    guard socket.waitingBytes > 0 || sent > sentWhenMissed else { return abort() }
    sentWhenMissed = sent
    deadline = EventLoop.main.now + server.patience.halfClosed
  }

  /// The server closes: an idle connection has no reason to stay.
  func closeIfIdle() {
    guard phase == .head, inbox.isEmpty, !isServing else { return }
    if socket.waitingBytes == 0 { abort() } else { linger() }
  }
}
