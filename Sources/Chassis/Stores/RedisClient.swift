// One connection to a Redis server, over which many commands are under way at once.
//
//     commands ──▸ outgoing ──▸ socket ──▸ Redis          Redis answers in the order in which it was asked, so the
//     waiting  ◂── parser   ◂── socket ◂── Redis          answer that comes belongs to the one who waits longest
//
// Nobody waits for another's answer before asking: what is asked in one turn of the loop goes out in one piece.
//
// The connection is opened by the first command, and after a failure by the next one. Whatever goes wrong (nobody listens,
// an answer that makes no sense, none in time), everyone who waits is told the same, at once; nothing is asked twice,
// because nobody knows whether a command without an answer was carried out.
//
// A bigger client has several connections, repeats what can be repeated, and follows a cluster.

/// Asks a Redis server.
final class RedisClient {
  private struct Waiting {
    let continuation: CheckedContinuation<RESPValue, any Error>
    let deadline: ContinuousClock.Instant
  }

  /// A connection, from the attempt to open it.
  private final class Link {
    var socket: Socket?
    var parser: RESPParser
    /// Whether the server knows who we are and which database we want: before, nobody's command is sent.
    var isReady = false
    var isWriting = false

    init(_ limits: RESPLimits) { parser = RESPParser(limits: limits) }

    /// The next answer; nil where the server has closed the connection.
    func answer(from socket: Socket) async throws -> RESPValue? {
      while true {
        if let value = try parser.next() { return value }
        guard let bytes = try await socket.read() else { return nil }
        parser.append(bytes)
      }
    }
  }

  let address: RedisAddress
  private let timeout: Duration
  private let limits: RESPLimits
  private let waitingLimit: Int
  private var link: Link?
  private var waiting: [Waiting] = []
  private var outgoing: [UInt8] = []
  private var alarm: Timer?

  init(_ address: RedisAddress, timeout: Duration, limits: RESPLimits, waitingLimit: Int) {
    (self.address, self.timeout) = (address, timeout)
    (self.limits, self.waitingLimit) = (limits, waitingLimit)
  }

  /// Sends a command and gives its answer.
  ///
  /// Throws `StoreError` where there is none in time, the connection breaks, or the answer is an error.
  func command(_ words: String...) async throws -> RESPValue {
    guard waiting.count < waitingLimit else {
      throw failure("\(waitingLimit) commands wait for an answer already")
    }
    let answer = try await withCheckedThrowingContinuation { continuation in
      waiting.append(Waiting(continuation: continuation, deadline: .now + timeout))
      outgoing += respCommand(words)
      setAlarm()
      if let link { flush(link) } else { open() }
    }
    if case .error(let words) = answer { throw failure(words) }
    return answer
  }

  /// How many commands wait for an answer.
  var waitingCount: Int { waiting.count }

  /// Closes the connection. Who still waits is told so.
  func close() { link.map { fail($0, "it was closed here") } }

  // MARK: The connection

  private func open() {
    let link = Link(limits)
    self.link = link
    Task {
      do { try await serve(link) } catch { fail(link, "\(error)") }
    }
  }

  private func serve(_ link: Link) async throws {
    let socket = try await connect()
    guard self.link === link else { return socket.close() }
    link.socket = socket
    try await introduce(link, socket)
    link.isReady = true
    flush(link)
    while let value = try await link.answer(from: socket) { deliver(value, link) }
    throw RESPError("it closed the connection")
  }

  private func connect() async throws -> Socket {
    switch address.place {
    case .host(let host, let port):
      try await Socket.connect(host: host, port: port, timeout: timeout)
    case .path(let path): try await Socket.connect(path: path)
    }
  }

  /// Says who we are and which database we want.
  private func introduce(_ link: Link, _ socket: Socket) async throws {
    if let password = address.password {
      try await introduce(["AUTH"] + [address.user, password].compactMap(\.self), link, socket)
    }
    if address.database != 0 {
      try await introduce(["SELECT", String(address.database)], link, socket)
    }
  }

  private func introduce(_ words: [String], _ link: Link, _ socket: Socket) async throws {
    try await socket.write(respCommand(words))
    switch try await link.answer(from: socket) {
    case .word: return
    case .error(let reason): throw RESPError("it refused \(words[0]): \(reason)")
    default: throw RESPError("it did not answer \(words[0])")
    }
  }

  /// Sends what is to be sent; what comes while that waits for the server goes with it.
  private func flush(_ link: Link) {
    guard link.isReady, !link.isWriting, let socket = link.socket else { return }
    link.isWriting = true
    Task {
      do {
        while self.link === link, !outgoing.isEmpty {
          let bytes = outgoing
          outgoing = []
          try await socket.write(bytes)
        }
        link.isWriting = false
      } catch { fail(link, "\(error)") }
    }
  }

  // MARK: Answers

  private func deliver(_ value: RESPValue, _ link: Link) {
    guard self.link === link else { return }
    guard !waiting.isEmpty else { return fail(link, "it answered what nobody had asked") }
    waiting.removeFirst().continuation.resume(returning: value)
  }

  private func fail(_ link: Link, _ reason: String) {
    guard self.link === link else { return }
    self.link = nil
    link.socket?.close()
    outgoing = []
    let told = waiting
    waiting = []
    alarm?.cancel()
    alarm = nil
    for one in told { one.continuation.resume(throwing: failure(reason)) }
  }

  /// One alarm for all: it looks at the one who waits longest.
  private func setAlarm() {
    guard alarm == nil, let first = waiting.first else { return }
    alarm = setTimeout(first.deadline - .now) { self.lookAtTheClock() }
  }

  private func lookAtTheClock() {
    alarm = nil
    guard let first = waiting.first else { return }
    guard first.deadline <= .now, let link else { return setAlarm() }
    fail(link, "no answer within \(timeout)")
  }

  private func failure(_ reason: String) -> StoreError { StoreError("redis \(address): \(reason)") }
}

/// A command as Redis reads it: a list of texts.
nonisolated func respCommand(_ words: [String]) -> [UInt8] {
  var bytes = Array("*\(words.count)\r\n".utf8)
  for word in words {
    bytes += Array("$\(word.utf8.count)\r\n".utf8)
    bytes += Array(word.utf8)
    bytes += [13, 10]
  }
  return bytes
}
