// How much the other side of a WebSocket may ask for, and how long it may be silent.

/// The bounds of one WebSocket connection.
///
/// ```swift
/// var limits = WebSocketLimits()
/// limits.messageBytes = 10_000
/// let webSocket = try response.acceptWebSocket(request, limits: limits)
/// ```
///
/// Node: `maxPayload` and the heartbeat that users of `ws` write themselves
public nonisolated struct WebSocketLimits: Sendable {
  /// Bytes in a message, over all its frames: 1 MiB. A larger one is refused with 1009 before it has come.
  public var messageBytes = 1 << 20
  /// How often the other side is asked whether it is still there: every 30 s; nil: never.
  public var pingInterval: Duration? = .seconds(30)
  /// How long it may take to show that it is: 10 s, then the connection is cut.
  public var pingTimeout: Duration = .seconds(10)
  /// How long the other side may take to answer a close frame: 5 s, then the connection is cut.
  public var closeTimeout: Duration = .seconds(5)

  public init() {}
}
