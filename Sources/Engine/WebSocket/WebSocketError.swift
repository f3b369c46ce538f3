// How a WebSocket connection fails. A connection that is closed in good order is no failure: then the messages end.

/// Why a WebSocket cannot be opened, or ended otherwise than by a close frame of each side.
///
/// ```swift
/// let webSocket = try response.acceptWebSocket(request)
/// do {
///   for try await message in webSocket { print(message) }
/// } catch WebSocketError.lost { print("the other side is gone") }
/// ```
public nonisolated enum WebSocketError: Error, Equatable, CustomStringConvertible {
  /// The connection broke, or ended without a close frame.
  case lost
  /// Nothing came for too long, not even the answer to a ping, or nothing was taken of what is sent.
  case silent
  /// The other side broke the protocol, and was told so.
  case violated(WebSocketViolation)
  /// Nothing can be sent any more: this side or the other has closed.
  case closed
  /// That is no address of a WebSocket.
  case badAddress(String)
  /// The server did not agree to speak WebSocket; the status is that of its answer.
  case refused(status: Int, reason: String)

  public var description: String {
    switch self {
    case .lost: "the connection broke without a close frame"
    case .silent: "the other side has been silent for too long"
    case .violated(let violation): "the other side broke the protocol: \(violation)"
    case .closed: "this WebSocket is closed: nothing can be sent any more"
    case .badAddress(let reason): reason
    case .refused(let status, let reason):
      "the server did not open a WebSocket (status \(status)): \(reason)"
    }
  }
}
