// A connection that began as an HTTP request and speaks another protocol since `101 Switching Protocols`.
//
//     HTTPConnection ──101──▶ UpgradedConnection ──handler returned──▶ last bytes sent, then closed
//
// The server has taken its hands off: no parser, no time limits. It only keeps the connection on its list, so that
// nothing outlives `server.close()`. As with an answer, the handler's return is the end: what takes longer is awaited in
// it; and a handler whose client is gone is cancelled, also when it waits for something else.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What is left of an HTTP connection when its protocol has changed: bytes in, bytes out.
///
/// ```swift
/// HTTPServer { request, response in
///   let connection = try response.upgrade(request, to: "echo")
///   while let bytes = try await connection.read() { try await connection.write(bytes) }
/// }
/// ```
///
/// Node: the `socket` and `head` of the server's `'upgrade'` event
public final class UpgradedConnection {
  /// Called when the server closes: the moment for a protocol's last words. It closes the connection when they are said;
  /// otherwise that happens when the server's deadline passes. Unless this is set, `server.close()` closes it at once.
  public var onServerClosing: (@MainActor () -> Void)?

  let socket: Socket
  /// The handler that owns this connection. It is cancelled when nobody is there any more; as it can run before its task
  /// is known, that may have been before.
  var handler: Task<Void, Never>? {
    didSet { if clientIsGone, !hasEnded { handler?.cancel() } }
  }
  /// What a protocol on top of this does instead, when the handler is done and when the connection is cut.
  var onHandlerDone: (@MainActor ((any Error)?) -> Void)?
  var onCut: (@MainActor () -> Void)?
  private let server: HTTPServer
  private var clientIsGone = false
  /// Whether this side has said its last word.
  private var hasEnded = false
  /// For how long a client whose handler is done may take nothing of what waits for it. Who has taken everything has as
  /// long to close.
  var lingerPeriod = Duration.seconds(2)
  /// The end of that patience; nil as long as the handler is at work.
  private var lingering: Timer?
  /// What had come already, after the request.
  private var early: [UInt8]

  init(_ socket: Socket, early: [UInt8], handler: Task<Void, Never>?, server: HTTPServer) {
    self.socket = socket
    self.early = early
    self.handler = handler
    self.server = server
    socket.onGone = { self.clientLeft() }
    if !socket.isOpen { clientIsGone = true }
  }

  /// Nothing to do, and so no need to come back to the loop for it, which an isolated `deinit` would.
  nonisolated deinit {}

  /// The client's address, nil once it is gone.
  public var remoteAddress: SocketAddress? { socket.remoteAddress }

  /// The next bytes, at most `limit`, beginning with those that came right behind the request; nil when the client has
  /// sent everything.
  ///
  /// Throws `SystemError` when the connection breaks, and `CancellationError`.
  public func read(upTo limit: Int = 65_536) async throws -> [UInt8]? {
    guard early.isEmpty else {
      defer { early.removeFirst(min(limit, early.count)) }
      return Array(early.prefix(limit))
    }
    return try await socket.read(upTo: limit)
  }

  /// Sends bytes. Suspends while more than 64 KiB wait for the client; throws `SystemError` when it is gone.
  public func write(_ bytes: [UInt8]) async throws { try await socket.write(bytes) }

  /// Says that nothing more will be sent, once everything has been. The client may still send.
  public func end() {
    hasEnded = true
    socket.end()
  }

  /// Closes at once, in both directions, and cancels the handler's task if it is still at work.
  public func close() {
    socket.close()
    lingering?.cancel()
    let (handler, onCut) = (self.handler, self.onCut)
    (self.handler, self.onCut, onHandlerDone, onServerClosing) = (nil, nil, nil, nil)
    handler?.cancel()
    onCut?()
    server.forget(self)
  }

  /// Takes what came early away, for who reads from the socket itself.
  func takeEarlyBytes() -> [UInt8] {
    defer { early = [] }
    return early
  }

  // MARK: The server's side

  /// The connection is broken. A handler that had ended it does the rest for itself, and what came can still be read.
  private func clientLeft() {
    clientIsGone = true
    if lingering != nil { return close() }
    if !hasEnded { handler?.cancel() }
  }

  func serverIsClosing() {
    guard lingering == nil else { return }
    if let onServerClosing { onServerClosing() } else { close() }
  }

  func handlerReturned() {
    handler = nil
    if let onHandlerDone { return onHandlerDone(nil) }
    guard socket.isOpen else { return close() }
    linger()
  }

  func handlerThrew(_ error: any Error, _ name: String) {
    handler = nil
    if !Self.meansThatNobodyIsThere(error) { report("\(name): the handler threw: \(error)") }
    if let onHandlerDone { onHandlerDone(error) } else { close() }
  }

  /// Waits for the client to read what was sent and to close: closing at once could take it away again.
  private func linger() {
    guard !clientIsGone else { return close() }
    beginPatience(with: .max)
    socket.onReadable = { _ in
      switch self.socket.receiveNow(upTo: 65_536) {
      case .bytes, .wouldBlock: break
      case .ended, .failed: self.close()
      }
    }
    socket.wantsInput = true
    socket.end()
  }

  /// It ends when the client has taken everything, or nothing of so many bytes; else it begins anew.
  private func beginPatience(with unread: Int) {
    lingering = setTimeout(lingerPeriod) {
      let left = self.socket.unreadBytes
      if left > 0, left < unread { self.beginPatience(with: left) } else { self.close() }
    }
  }

  /// A client that leaves is no fault of the handler that was talking to it.
  private static func meansThatNobodyIsThere(_ error: any Error) -> Bool {
    switch error {
    case let error as SystemError: [ECONNRESET, EPIPE, EBADF].contains(error.number)
    case is CancellationError, WebSocketError.lost, WebSocketError.silent: true
    case WebSocketError.closed, WebSocketError.violated: true
    default: false
    }
  }
}
