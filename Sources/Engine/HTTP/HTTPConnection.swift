// One client's connection: turns the bytes that come into requests, and runs a handler for each, one at a time.
//
//     head ──whole──▶ serving ──answer ended──▶ head …            as long as both sides keep the connection
//       │                 └── client gone ──▶ closed
//       └──malformed──▶ lingering ──▶ closed                       the refusal must arrive before the connection ends
//
// Everything happens when the loop says that bytes have come, so most requests are read, handled and answered in one
// go, without a single suspension.

/// Serves the requests that come over one connection.
final class HTTPConnection {
  enum Phase {
    /// Waiting for a request, or in the middle of its head.
    case head
    /// A handler is at work.
    case serving
    /// Everything is said; the client may still read and send for a moment.
    case lingering
    case closed
  }

  let socket: Socket
  let server: HTTPServer
  var phase = Phase.head
  /// What has come and is not used yet.
  var inbox: [UInt8] = []
  private var parser: RequestHeadParser
  /// The present request's body: how it is taken from the bytes, and where it goes.
  var decoder = BodyDecoder(.none)
  var body: RequestBody?
  private var discardedBytes = 0
  private var requests = 0
  var response: Response?
  var task: Task<Void, Never>?
  /// Whether it was closed before its handler had ended the answer.
  var isCutOff = false
  var keepsAlive = true
  var awaitsContinue = false
  var inputEnded = false
  /// How much of the answer had been sent when it was asked last whether a client that sends no more is still there.
  var sentWhenMissed = 0
  /// Whether requests are being served: from the first byte read until no handler of this connection is left that could
  /// answer without waiting. What is sent meanwhile is gathered, and goes out at the end.
  var isServing = false
  /// Whether a request has been read whose handler is to be called next.
  private var awaitsHandler = false
  private var outbox: [UInt8] = []
  /// When the server loses patience with this connection.
  var deadline: Instant
  private var requestDeadline = Instant.distantFuture
  /// Whether the client takes its answers.
  var pace: ReadingPace

  init(_ socket: Socket, server: HTTPServer) {
    self.socket = socket
    self.server = server
    parser = RequestHeadParser(limits: server.limits.head)
    deadline = EventLoop.main.now + server.patience.head
    pace = ReadingPace(EventLoop.main.now)
    socket.onReadable = { [unowned self] in ready($0) }
    socket.onDrained = { [unowned self] in everythingIsSent() }
    socket.wantsInput = true
  }

  // MARK: Bytes come in

  private func ready(_ readiness: Readiness) {
    guard !readiness.contains(.gone) else { return abort() }
    // Taken out while it grows. The compiler checks at run time that no two accesses to a property overlap; it can leave
    // that out where none is open during a call, and all such checks together were a seventh of a request's work.
    var bytes = inbox
    inbox = []
    let outcome = server.receive(socket, into: &bytes)
    inbox = bytes
    switch outcome {
    case .moved: received()
    case .wouldBlock: break
    case .ended: inputHasEnded()
    case .failed: abort()
    }
  }

  func received() {
    switch phase {
    case .lingering: inbox = []
    case .head, .serving: serveWaiting()
    case .closed: break
    }
    endIfNothingCanCome()
    updateInterest()
  }

  /// Whether the client takes its answers: who asks and does not read is not asked for more.
  var hasRoom: Bool { outbox.count + socket.waitingBytes <= Socket.highWaterMark }

  /// Takes from the inbox what can be taken: the present body's bytes, then requests, as long as each is answered.
  func serveWaiting() {
    guard !isServing else { return }
    isServing = true
    var used = 0
    while phase == .head || phase == .serving, !awaitsHandler {
      let step =
        phase == .serving || !decoder.isFinished ? takeBody(from: used) : takeHead(from: used)
      if step == 0 { break }
      used += step
    }
    removeFromInbox(used)
    if awaitsHandler {
      awaitsHandler = false
      server.handlers.add(self)
    } else {
      isServing = false
      flush()
    }
  }

  private func removeFromInbox(_ used: Int) {
    var bytes = inbox
    inbox = []
    bytes.removeFirst(min(used, bytes.count))
    // What a large request needed is not kept for a small one.
    if !bytes.isEmpty || bytes.capacity <= 4_096 { inbox = bytes }
  }

  /// Reads a request's head and makes ready for its handler; returns the bytes used.
  private func takeHead(from start: Int) -> Int {
    let bytes = inbox
    guard start < bytes.count, hasRoom else { return 0 }
    if requestDeadline == .distantFuture {
      deadline = EventLoop.main.now + server.patience.head
      requestDeadline = EventLoop.main.now + server.patience.request
    }
    switch parser.parse(bytes.span.extracting(start...)) {
    case .needMore: return 0
    case .invalid(let malformed):
      refuse(malformed)
      return bytes.count - start
    case .complete(let head, let length):
      parser = RequestHeadParser(limits: server.limits.head)
      begin(head)
      // The body's part of these bytes is taken before the handler looks for it.
      let bodyLength = takeBody(from: start + length)
      if phase == .serving { prepareHandler(head) }
      return length + bodyLength
    }
  }

  /// Moves what has come of the present body to where the handler reads it; returns the bytes used.
  private func takeBody(from start: Int) -> Int {
    guard !decoder.isFinished, start < inbox.count, body?.isFull != true else { return 0 }
    let used = body.map { fill($0, from: start) } ?? discardBody(from: start)
    if decoder.isFinished { requestIsWhole() }
    return used
  }

  private func fill(_ body: RequestBody, from start: Int) -> Int {
    let bytes = inbox
    var (decoder, output) = (decoder, [UInt8]())
    defer { self.decoder = decoder }
    do throws(MalformedMessage) {
      let used = try decoder.decode(bytes.span.extracting(start...), into: &output)
      body.receive(output, trailers: decoder.isFinished ? decoder.trailers : nil)
      return used
    } catch {
      keepsAlive = false  // Where the next request would begin, nobody knows.
      body.receive(output, trailers: nil)
      body.fail(.malformed(error.reason, status: error.status))
      return bytes.count - start
    }
  }

  /// The answer is given and the handler did not want the rest of the body: it is thrown away, up to a limit.
  private func discardBody(from start: Int) -> Int {
    let bytes = inbox
    var (decoder, discarded) = (decoder, [UInt8]())
    defer { self.decoder = decoder }
    guard let used = try? decoder.decode(bytes.span.extracting(start...), into: &discarded) else {
      linger()
      return bytes.count - start
    }
    discardedBytes += used
    if discardedBytes > server.limits.unreadBodyBytes { linger() }
    return used
  }

  private func requestIsWhole() {
    awaitsContinue = false
    requestDeadline = .distantFuture
    switch phase {
    case .serving where inputEnded: deadline = EventLoop.main.now + server.patience.halfClosed
    case .serving: deadline = .distantFuture
    default: deadline = EventLoop.main.now + server.patience.idle
    }
  }

  // MARK: A request begins

  private func begin(_ head: RequestHead) {
    keepsAlive = head.asksToStay && !server.isClosing
    decoder = BodyDecoder(
      head.framing, chunkExtensionBytes: server.limits.chunkExtensionBytes)
    requests += 1
    if let limit = server.limits.requestsPerConnection, requests >= limit { keepsAlive = false }
    discardedBytes = 0
    body = head.framing == .none ? .absent : RequestBody(head.framing)
    phase = .serving
    deadline = requestDeadline
    if decoder.isFinished { requestIsWhole() }
    if let expectation = head.headers["Expect"], head.version == .http11 {
      awaitsContinue = expectation.equalsIgnoringCase("100-continue")
      if !awaitsContinue {
        refuse(
          MalformedMessage(status: 417, reason: "only 100-continue can be expected", offset: 0))
      }
    }
  }

  private func prepareHandler(_ head: consuming RequestHead) {
    guard let body else { return }
    if !decoder.isFinished { body.onDemand = { self.bodyIsWanted() } }
    let request = Request(head, body: body, socket: socket)
    response = Response(to: request, connection: self)
    awaitsHandler = true
  }

  /// The handler asks for (more of) the body: the client may send it now, if it asked first.
  private func bodyIsWanted() {
    if awaitsContinue, response?.isUnderWay == false {
      awaitsContinue = false
      send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
    }
    if !inbox.isEmpty { serveWaiting() }
    endIfNothingCanCome()
    updateInterest()
  }

  // MARK: An answer goes out

  func send(_ bytes: [UInt8], thenKeepAlive keepsAlive: Bool) {
    self.keepsAlive = keepsAlive
    send(bytes)
  }

  /// Sends, or gathers while several requests are served in one go.
  func send(_ bytes: [UInt8]) {
    if outbox.isEmpty { outbox = bytes } else { gather(bytes) }
    if !isServing || outbox.count > Socket.highWaterMark { flush() }
  }

  private func gather(_ bytes: [UInt8]) {
    var gathered = outbox
    outbox = []
    gathered += bytes
    outbox = gathered
  }

  func flush() {
    guard !outbox.isEmpty, phase != .closed else { return }
    let bytes = outbox
    outbox = []
    try? socket.sendSoon(bytes)  // A broken connection is told by the loop, as `.gone`.
  }

  /// The present answer is whole.
  func answerEnded() {
    guard phase == .serving else { return }
    response = nil
    task = nil
    body?.fail(.aborted)
    body?.onDemand = nil
    body = nil
    guard keepsAlive, !server.isClosing, !inputEnded || !inbox.isEmpty else { return linger() }
    phase = .head
    requestDeadline = .distantFuture
    deadline = EventLoop.main.now + server.patience.idle
    guard !isServing else { return }
    updateInterest()
    // What has come meanwhile is served in a turn of its own, not within the handler that has just ended its answer.
    if !inbox.isEmpty { setImmediate { self.received() } }
  }

  /// Input is wanted as long as there is room for it.
  func updateInterest() {
    guard phase != .closed else { return }
    let room =
      switch phase {
      case .serving: body?.isFull != true && inbox.count < Socket.highWaterMark
      case .head: hasRoom
      default: true
      }
    socket.wantsInput = room && !inputEnded
  }
}
