// The HTTP server: a listener, its connections, and the one handler that sees every request.

/// What answers requests: one function for all of them.
public typealias Handler = @MainActor (Request, Response) async throws -> Void

/// An HTTP/1.1 server.
///
/// ```swift
/// let server = HTTPServer { request, response in
///   response.end("Hello, \(request.url)")
/// }
/// server.listen(port: 3000)
/// EventLoop.main.run()
/// ```
///
/// The handler runs on the loop. When it returns, its answer must be whole: what has to be waited for is awaited in it.
/// One that returns without an answer, or throws, is answered for with 500, and the terminal says why.
///
/// No TLS and no HTTP/2 here: a proxy (nginx, Caddy) stands in front of a server that needs them.
///
/// Node: `http.createServer`
public final class HTTPServer {
  let limits: Limits
  let patience: Patience
  let handlers: HandlerQueue
  private var listener: Listener?
  private var connections: [ObjectIdentifier: HTTPConnection] = [:]
  /// Those that began as requests and speak another protocol now.
  private var upgraded: [ObjectIdentifier: UpgradedConnection] = [:]
  private var sweep: Timer?
  private(set) var isClosing = false
  private var stopHook: EventLoop.StopHook?
  private var closers: [CheckedContinuation<Void, Never>] = []
  /// Where all connections read into, one after the other.
  private let scratch = ReadBuffer()
  /// What `Date` says, and nothing else: deadlines stand on the clock that never jumps. Tests let it jump.
  var wallClock: () -> Int64 = wallClockSeconds
  private var standing: (second: Int64, lines: StandingLines)?

  /// A server that gives every request to `handler`.
  public init(limits: Limits = Limits(), _ handler: @escaping Handler) {
    self.limits = limits
    patience = Patience(limits)
    handlers = HandlerQueue(handler)
    Self.remindToListen()
  }

  /// The port it listens on, 0 before it does.
  public var port: Int { listener?.address.port ?? 0 }

  /// How many clients are connected.
  ///
  /// Node: `server.getConnections`
  public var openConnections: Int { connections.count + upgraded.count }

  // MARK: Listening

  /// Begins to listen, on this machine only unless `host` or the environment's `HOST` says otherwise (`0.0.0.0`: all
  /// networks). Port 0 takes any free one; `port` tells which.
  ///
  /// A port that cannot be had ends the program with one line that says why, and status 1. Use `bind(port:host:)` in a
  /// program that wants to go on.
  ///
  /// Node: `server.listen`
  public func listen(port: Int, host: String = environment.host ?? "127.0.0.1") {
    guard listener == nil else {
      endProcess(
        "this server listens already, on port \(self.port); make a second server for a second port")
    }
    do { try bind(port: port, host: host) } catch { endProcess("\(error)") }
  }

  /// Begins to listen on a Unix socket: a file by which programs on this machine come, such as a proxy.
  ///
  /// Ends the program with one line and status 1 where that cannot be; `bind(path:)` throws instead.
  ///
  /// Node: `server.listen(path)`
  public func listen(path: String) {
    guard listener == nil else {
      endProcess("this server listens already; make a second server for a second address")
    }
    do { try bind(path: path) } catch { endProcess("\(error)") }
  }

  /// Begins to listen as `listen` does; once only. Throws `ListenError` where the port cannot be had.
  public func bind(port: Int, host: String = environment.host ?? "127.0.0.1") throws(ListenError) {
    if let handedOver = Handover.nextListener() { return begin(with: handedOver) }
    begin(with: try Listener(host: host, port: port))
  }

  /// Begins to listen on a Unix socket. Throws `ListenError` where it cannot be made.
  public func bind(path: String) throws(ListenError) {
    if let handedOver = Handover.nextListener() { return begin(with: handedOver) }
    begin(with: try Listener(path: path))
  }

  private func begin(with listener: Listener) {
    precondition(self.listener == nil, "this server listens already")
    self.listener = listener
    EventLoop.main.stopOnSignals()  // Before anybody can have been told that it listens.
    ForgottenListen.serverListens()
    listener.onConnection { socket in self.welcome(socket) }
    stopHook = EventLoop.main.addStopHook { await self.close() }
    Handover.tellReady()
  }

  /// Serves a connection that came by another way than a port: an end of `Socket.pair()`, for one.
  ///
  /// Node: `server.emit('connection', socket)`
  public func serve(_ socket: Socket) {
    ForgottenListen.serverListens()
    if isClosing { socket.close() } else { welcome(socket) }
  }

  /// Stops: takes no more connections, closes the idle ones, lets running handlers finish, and returns when all are
  /// done; after `deadline` the rest is cut off.
  ///
  /// Node: `server.close`
  public func close(deadline: Duration = .seconds(10)) async {
    isClosing = true
    listener?.close()
    stopHook?.remove()
    stopHook = nil
    // A worker that another has replaced leaves idle connections to their timeout: the others serve on, so clients do not stop
    // asking, and a request that is on its way now is answered, with the word that the connection closes.
    if !Cluster.isReplaced {
      for connection in connections.values { connection.closeIfIdle() }
    }
    for connection in upgraded.values { connection.serverIsClosing() }
    guard !connections.isEmpty || !upgraded.isEmpty else { return }
    let alarm = setTimeout(deadline) {
      for connection in self.connections.values { connection.abort() }
      for connection in self.upgraded.values { connection.close() }
    }
    await withCheckedContinuation { closers.append($0) }
    alarm.cancel()
  }

  // MARK: Connections

  private func welcome(_ socket: Socket) {
    ForgottenListen.loopRuns()
    let connection = HTTPConnection(socket, server: self)
    connections[ObjectIdentifier(connection)] = connection
    if openConnections == limits.connections { listener?.isPaused = true }
    if sweep == nil { sweep = setInterval(sweepPeriod) { self.endOverdue() } }
  }

  func forget(_ connection: HTTPConnection) {
    connections[ObjectIdentifier(connection)] = nil
    acceptMore()
    guard connections.isEmpty else { return }
    sweep?.cancel()
    sweep = nil
    resumeClosers()
  }

  func welcome(_ connection: UpgradedConnection) {
    upgraded[ObjectIdentifier(connection)] = connection
    // A protocol that has a last word to say has told so by then.
    if isClosing { setImmediate { connection.serverIsClosing() } }
  }

  func forget(_ connection: UpgradedConnection) {
    upgraded[ObjectIdentifier(connection)] = nil
    acceptMore()
    resumeClosers()
  }

  /// One connection has ended: is there room for another?
  private func acceptMore() {
    guard listener?.isPaused == true, openConnections < limits.connections ?? .max else { return }
    listener?.isPaused = false
  }

  private func resumeClosers() {
    guard connections.isEmpty, upgraded.isEmpty else { return }
    for closer in closers { closer.resume() }
    closers = []
  }

  /// Looking at all connections once in a while costs less than a timer for each, set and cancelled at every request.
  private func endOverdue() {
    let now = EventLoop.main.now
    for connection in connections.values { connection.look(now) }
  }

  /// Once a second, or more often where a limit is shorter than that.
  private var sweepPeriod: Duration {
    min(
      .seconds(1), limits.headTimeout / 4, limits.requestTimeout / 4, limits.keepAliveTimeout / 4,
      limits.sendTimeout / 4, limits.halfClosedTimeout / 4)
  }

  // MARK: What connections need

  /// Reads what has come over a socket to the end of `inbox`.
  func receive(_ socket: Socket, into inbox: inout [UInt8]) -> Transfer {
    let result = Engine.receive(from: socket.descriptor, .socket, into: scratch.memory)
    if case .moved(let count) = result {
      inbox.append(contentsOf: UnsafeRawBufferPointer(rebasing: scratch.memory[..<count]))
    }
    return result
  }

  /// Answers for a handler that has not.
  func handlerReturned(_ request: Request, _ response: Response) {
    if let upgraded = response.upgraded { return upgraded.handlerReturned() }
    guard !response.isEnded else { return }
    report(
      "\(request.method) \(request.url): the handler returned without ending its answer; call response.end(…) on every path, and await what takes time"
    )
    answerFailure(response)
  }

  /// Answers for a handler that failed.
  func handlerThrew(_ error: any Error, _ request: Request, _ response: Response) {
    let canAnswer = !response.isEnded && !response.isUnderWay
    switch error {
    case _ where response.upgraded != nil:
      response.upgraded?.handlerThrew(error, "\(request.method) \(request.url)")
    case let error as UpgradeError where canAnswer:
      response.fail(error.status, "\(reasonPhrase(for: error.status)): \(error)")
    case let error as BodyError where canAnswer:
      response.fail(error.status, "\(reasonPhrase(for: error.status)): \(error)")
    case is BodyError: response.destroy()
    case is CancellationError where response.clientIsGone: break
    case is SystemError where response.clientIsGone: break
    default:
      report("\(request.method) \(request.url): the handler threw: \(error)")
      answerFailure(response)
    }
  }

  private func answerFailure(_ response: Response) {
    if response.isUnderWay { return response.destroy() }
    if !response.isEnded { response.fail(500, reasonPhrase(for: 500)) }
  }

  /// The lines that stand in nearly every answer, written anew once a second.
  func standingLines() -> StandingLines {
    let second = wallClock()
    if let standing, standing.second == second { return standing.lines }
    let lines = StandingLines(
      date: httpDate(second), keepAliveSeconds: Int(limits.keepAliveTimeout.components.seconds))
    standing = (second, lines)
    return lines
  }
}

/// Memory to read into, used again and again.
private nonisolated final class ReadBuffer {
  let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)
  deinit { memory.deallocate() }
}

/// The times of `Limits` in nanoseconds, worked out once: they are needed several times a request.
nonisolated struct Patience {
  let head: Int64
  let request: Int64
  let idle: Int64
  let send: Int64
  let halfClosed: Int64

  init(_ limits: Limits) {
    head = limits.headTimeout.nanoseconds
    request = limits.requestTimeout.nanoseconds
    idle = limits.keepAliveTimeout.nanoseconds
    send = limits.sendTimeout.nanoseconds
    halfClosed = limits.halfClosedTimeout.nanoseconds
  }
}

extension Limits {
  nonisolated var head: HeadParser.Limits {
    HeadParser.Limits(headBytes: headBytes, fieldCount: fieldCount)
  }
}
