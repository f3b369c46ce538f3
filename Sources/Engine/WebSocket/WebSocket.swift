// One end of a WebSocket connection: messages in, messages out.
//
//     open ──close frame sent──▶ closing ──close frame came──▶ finishing ──TCP closed──▶ closed
//       │                                                          ▲
//       ├──close frame came, messages dealt with, answered─────────┤
//       ├──the protocol was broken: close frame sent───────────────┘
//       └──the connection broke, or is silent──────────────────────────────────────────▶ closed
//
// Frames are read whenever they come, so that a ping is answered and a close is noticed also while nobody asks for
// messages. Messages are *pulled*: they wait here until somebody asks. When more than 64 KiB wait, nothing more is read, and
// a peer that goes on sending is stopped by its own full buffers. Sending is *pushed* up to a mark, as with `Socket`.
//
// Source: RFC 6455. No extensions (compression is one): bigger servers offer `permessage-deflate`.

/// One end of a WebSocket connection.
///
/// ```swift
/// HTTPServer { request, response in
///   let webSocket = try response.acceptWebSocket(request)
///   for try await message in webSocket { try await webSocket.send(message) }
/// }
/// ```
///
/// The messages end when the connection was closed in good order; `closing` says how. They end with a `WebSocketError`
/// when the other side broke the protocol, or was suddenly gone.
///
/// In a server the WebSocket lives as long as its handler: when that returns, the connection is closed with 1000, when it
/// throws, with 1011. When the server closes, every WebSocket is closed with 1001.
///
/// Node: `WebSocket`, and `ws` from npm for servers
public final class WebSocket: AsyncSequence {
  public typealias Element = WebSocketMessage

  enum Phase: Comparable {
    case open
    /// Our close frame is sent; the other's is awaited.
    case closing
    /// Nothing more is said; the other side has a moment to end the connection below.
    case finishing
    case closed
  }

  /// The subprotocol that both sides agreed upon, nil if none.
  public let subprotocol: String?
  /// How the other side closed, nil as long as it has not: its code and reason; 1005 when it gave none, 1006 when it
  /// went without a close frame.
  ///
  /// Node: `CloseEvent`
  public internal(set) var closing: WebSocketClose?

  let socket: Socket
  let role: WebSocketFrameParser.Sender
  let limits: WebSocketLimits
  var phase = Phase.open
  var failure: WebSocketError?
  var frames: WebSocketMessageReader
  var queue = MessageQueue()
  private var reader: CheckedContinuation<Void, Never>?
  /// A message was given out, and whoever took it has not asked for the next.
  private(set) var isAnswering = false
  /// The other side has closed; our answer waits until its messages are dealt with.
  var owesClose = false
  var closers: [CheckedContinuation<Void, Never>] = []
  /// The answer to the latest ping, while the peer takes nothing.
  var owedPong: [UInt8]?
  var inputEnded = false
  /// The next ping, or the end of the patience with the last one.
  var heartbeat: Timer?
  /// When the patience with a connection that closes is over.
  var deadline: Timer?
  var signs = SignsOfLife()
  /// Called once, when the connection is closed; says whether it was cut.
  var onClosed: (@MainActor (_ wasCut: Bool) -> Void)?

  /// Takes a connection over after its handshake; `early` are the bytes that came behind that.
  init(
    _ socket: Socket, early: [UInt8], role: WebSocketFrameParser.Sender, subprotocol: String?,
    limits: WebSocketLimits
  ) {
    self.socket = socket
    self.role = role
    self.subprotocol = subprotocol
    self.limits = limits
    let sender: WebSocketFrameParser.Sender = role == .server ? .client : .server
    frames = WebSocketMessageReader(sender: sender, messageLimit: limits.messageBytes)
    socket.onReadable = { self.ready($0) }
    socket.onDrained = { self.everythingIsSent() }
    receive(early.span)
    updateInterest()
    scheduleNextPing()
  }

  /// Nothing to do, and so no need to come back to the loop for it, which an isolated `deinit` would.
  nonisolated deinit {}

  /// The other end's address, nil once it is gone.
  public var remoteAddress: SocketAddress? { socket.remoteAddress }

  /// Whether messages can be sent: neither side has closed.
  ///
  /// Node: `webSocket.readyState === WebSocket.OPEN`
  public var isOpen: Bool { phase == .open }

  /// How many bytes wait for the other side. Who sends the same to many looks here and leaves out, or closes, the slow.
  ///
  /// Node: `webSocket.bufferedAmount`
  public var bufferedBytes: Int { socket.waitingBytes }

  // MARK: Sending

  /// Sends a message of text. Returns at once while little waits; suspends while more than 64 KiB wait for the peer.
  ///
  /// Throws `WebSocketError.closed` after either side has closed, and `.lost` when the peer is gone.
  ///
  /// Node: `webSocket.send`
  public func send(_ text: String) async throws { try await send(.text, Array(text.utf8)) }

  /// Sends a message of bytes.
  public func send(_ bytes: [UInt8]) async throws { try await send(.binary, bytes) }

  /// Sends a message as it came, for one.
  public func send(_ message: WebSocketMessage) async throws {
    switch message {
    case .text(let text): try await send(text)
    case .binary(let bytes): try await send(bytes)
    }
  }

  private func send(_ opcode: WebSocketFrame.Opcode, _ payload: [UInt8]) async throws {
    guard phase == .open else { throw failure ?? .closed }
    transmit(opcode, payload)
    do { try await socket.belowHighWaterMark() } catch { throw failure ?? .lost }
  }

  /// Hands a frame to the socket. A broken connection is told by the loop.
  func transmit(_ opcode: WebSocketFrame.Opcode, _ payload: [UInt8]) {
    let bytes = WebSocketFrame.bytes(opcode, payload, mask: role == .client ? .random() : nil)
    signs.queued += bytes.count
    try? socket.sendSoon(bytes)
  }

  // MARK: Receiving

  /// The next message; nil when the connection was closed in good order.
  ///
  /// ```swift
  /// let webSocket = try await WebSocket.connect("ws://127.0.0.1:3000/chat")
  /// try await webSocket.send("hello")
  /// let answer = try await webSocket.receive()  // .text("hello")
  /// ```
  ///
  /// Throws `WebSocketError` when it was not, after the messages that had come before; and `CancellationError`.
  public func receive() async throws -> WebSocketMessage? {
    isAnswering = false
    while true {
      if let message = queue.popFirst() {
        isAnswering = true
        updateInterest()
        return message
      }
      if let failure { throw failure }
      _ = answerOwedClose()
      if phase >= .finishing { return nil }
      try Task.checkCancellation()
      await something()
    }
  }

  public struct AsyncIterator: AsyncIteratorProtocol {
    let webSocket: WebSocket
    public func next() async throws -> WebSocketMessage? { try await webSocket.receive() }
  }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(webSocket: self) }

  private func something() async {
    precondition(reader == nil, "two tasks read from one WebSocket: each would get some messages")
    await withTaskCancellationHandler {
      await withCheckedContinuation { reader = $0 }
    } onCancel: {
      Task { @MainActor in self.wakeReader() }
    }
  }

  func wakeReader() {
    reader?.resume()
    reader = nil
  }
}
