// The loop's side of a WebSocket: bytes come, messages are queued, control frames are answered.

extension WebSocket {
  /// Where all WebSockets read into, one after the other: ten thousand idle ones need one such piece of memory.
  private static var scratch = [UInt8](repeating: 0, count: 65_536)

  func ready(_ readiness: Readiness) {
    guard !readiness.contains(.gone) || readiness.contains(.read) else {
      return connectionEnded(isBroken: true)
    }
    let result = Self.scratch.withUnsafeMutableBytes { memory in
      Engine.receive(from: socket.descriptor, .socket, into: memory)
    }
    switch result {
    case .moved(let count): receive(Self.scratch.span.extracting(0..<count))
    case .wouldBlock: break
    case .ended: connectionEnded(isBroken: false)
    case .failed: connectionEnded(isBroken: true)
    }
    updateInterest()
  }

  /// Takes bytes that have come.
  func receive(_ bytes: Span<UInt8>) {
    signs.heard = true
    guard phase < .finishing else { return }
    var events: [WebSocketMessageReader.Event] = []
    do throws(WebSocketViolation) {
      try frames.read(bytes, into: &events)
      handle(events)
    } catch {
      handle(events)
      refuse(error)
    }
  }

  private func handle(_ events: [WebSocketMessageReader.Event]) {
    for event in events {
      switch event {
      case .message(let message): if phase == .open { queue.append(message) }
      case .ping(let payload): answerPing(payload)
      case .pong: break  // That something came is all that it says.
      case .close(let close): peerCloses(close)
      }
    }
    if !events.isEmpty { wakeReader() }
  }

  /// A peer that sends pings and takes no pongs would fill our memory: it is owed only the latest (section 5.5.3).
  private func answerPing(_ payload: [UInt8]) {
    guard phase == .open else { return }
    if socket.waitingBytes > Socket.highWaterMark {
      owedPong = payload
    } else {
      transmit(.pong, payload)
    }
  }

  func everythingIsSent() {
    if let pong = owedPong, phase == .open {
      owedPong = nil
      transmit(.pong, pong)
    }
    if phase == .finishing, inputEnded { end(wasCut: false) }
  }

  /// Input is wanted while there is room for messages; a connection that closes only looks for its end.
  func updateInterest() {
    guard phase != .closed else { return }
    let room = phase != .open || queue.weight <= Socket.highWaterMark
    if !room { signs.mayBeSilent = true }
    socket.wantsInput = room && !inputEnded
  }
}
