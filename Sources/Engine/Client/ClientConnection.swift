// One connection to a server: a request goes out, its answer comes in, then the next; or nobody needs it for a while.
//
//     idle ──taken──▶ busy ──answer whole, both sides stay──▶ idle …
//       │               └── anything else ──▶ closed
//       └── the server closes or says something unasked ──▶ closed
//
// Reading is pulled straight from the socket: who reads an answer's body slowly makes the server wait, and nothing
// piles up between. What is sent, and how an answer begins, stands in `ClientConnection+Exchange.swift`.

/// A connection in the hands of one exchange at a time.
final class ClientConnection {
  enum Phase {
    case idle
    case busy
    case closed
  }

  let socket: Socket
  let origin: HTTPURL.Origin
  let pool: ConnectionPool
  private(set) var phase = Phase.busy
  /// Whether it has served before: then it may have died unnoticed.
  private(set) var isReused = false
  /// Since when nobody needs it.
  private(set) var idleSince = Instant.distantFuture
  private var idleAlarm: Timer?

  /// What has come and is not used yet.
  var inbox: [UInt8] = []
  /// Why this exchange was ended from outside: a deadline, a cancellation, a request body that failed.
  private(set) var failure: (any Error)?

  // The present exchange.
  var url = ""
  weak var patience: ClientPatience?
  /// A request whose body waits for the server's word (`Expect: 100-continue`), and what ends that waiting.
  var heldBack: ClientRequest?
  var goAheadAlarm: Timer?
  var upload: Task<Void, Never>?
  var requestIsWhole = false
  var queuedBytes = 0
  /// Whether anything has come, if only of an interim answer: then the server lives, and has read the request.
  var answerHasBegun = false
  /// Whether the next word is the server's.
  var awaitsWord = false
  var firstByteAlarm: Timer?
  /// Whether both sides would go on after this exchange, and for how long the server would.
  var keepsAlive = false
  var announcedIdle: Duration?

  init(_ socket: Socket, to origin: HTTPURL.Origin, pool: ConnectionPool) {
    self.socket = socket
    self.origin = origin
    self.pool = pool
    socket.readsAfterFailedWrite = true
  }

  nonisolated deinit {}

  // MARK: Reading

  /// What one attempt to read more gave.
  enum More {
    case bytes
    case ended
    case broken(SystemError)
  }

  /// Waits for more of the answer. Throws what ended this exchange from outside.
  func readMore() async throws -> More {
    do {
      guard let bytes = try await socket.read() else {
        return socket.failure.map { .broken($0) } ?? .ended
      }
      if inbox.isEmpty { inbox = bytes } else { inbox += bytes }
      answerHasBegun = true
      awaitsWord = false
      firstByteAlarm?.cancel()
      return .bytes
    } catch let error as SystemError {
      if let failure { throw failure }
      return .broken(error)
    }
  }

  // MARK: The end of an exchange

  /// The answer has been read to its end. If nothing stands in the way, the next request may use the connection; bytes
  /// behind the answer do, and so does a request that is still being sent.
  func answerIsWhole() {
    guard phase == .busy else { return }
    guard keepsAlive, requestIsWhole, inbox.isEmpty, socket.failure == nil, socket.waitingBytes == 0
    else {
      return close()
    }
    endExchange()
    phase = .idle
    isReused = true
    idleSince = EventLoop.main.now
    pool.giveBack(self)
  }

  /// Ends the exchange from outside; whoever reads its answer gets `error`.
  func fail(_ error: any Error) {
    guard phase == .busy else { return }
    failure = failure ?? error
    close()
  }

  /// Closes at once, whatever is under way.
  func close() {
    guard phase != .closed else { return }
    phase = .closed
    endExchange()
    stopIdling()
    socket.close()
    pool.closed(self)
  }

  private func endExchange() {
    heldBack = nil
    goAheadAlarm?.cancel()
    upload?.cancel()
    upload = nil
    firstByteAlarm?.cancel()
    patience?.stop = nil
    patience = nil
  }

  // MARK: Idle

  /// Waits for the next request. A server that closes, or talks unasked, is not asked again (RFC 9112 section 9.5).
  func idle(for limit: Duration) {
    let limit = min(limit, announcedIdle ?? limit)
    idleAlarm = setTimeout(limit) { [weak self] in self?.close() }
    socket.onReadable = { [weak self] _ in self?.close() }
    socket.wantsInput = true
  }

  /// Takes it up again; false if the server has closed it in the meantime.
  func wake() -> Bool {
    stopIdling()
    guard phase == .idle, case .wouldBlock = socket.receiveNow(upTo: 1) else { return false }
    phase = .busy
    return true
  }

  private func stopIdling() {
    idleAlarm?.cancel()
    idleAlarm = nil
    guard socket.isOpen else { return }
    socket.onReadable = nil
    socket.wantsInput = false
  }
}
