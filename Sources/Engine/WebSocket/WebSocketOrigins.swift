// From which pages a WebSocket may be opened.
//
// A browser lets any page open a WebSocket to any server, and sends the server's own cookies along. It says on whose behalf
// in the field `Origin`. A server that knows its users by cookies must look at it, or every page that they visit can speak
// in their name.
//
// Source: RFC 6455 sections 4.2.2 and 10.2, RFC 6454

/// Which pages may open a WebSocket. A client that is no browser sends no `Origin` and is always let in.
///
/// ```swift
/// let webSocket = try response.acceptWebSocket(request, origins: .only(["https://example.com"]))
/// ```
public nonisolated enum WebSocketOrigins: Equatable, Sendable {
  /// Pages that came from this server itself: their origin's host and port are those of the request.
  case same
  /// Pages of these origins, written as browsers do: `https://example.com`, `http://localhost:5173`.
  case only([String])
  /// Pages from anywhere. For servers that do not know their users by cookies.
  case any

  /// Throws `UpgradeError` (403) for a page that may not.
  func check(origin: String?, host: String?) throws(UpgradeError) {
    guard let origin else { return }
    let isAllowed =
      switch self {
      case .any: true
      case .only(let origins): origins.contains { $0.equalsIgnoringCase(origin) }
      case .same: Self.isSame(origin, host)
      }
    guard isAllowed else {
      throw UpgradeError(status: 403, reason: "pages of \(origin) may not open a WebSocket here")
    }
  }

  /// Whether an origin's host and port are what the client calls this server.
  private static func isSame(_ origin: String, _ host: String?) -> Bool {
    for (scheme, port) in [("http://", ":80"), ("https://", ":443")] where origin.hasPrefix(scheme)
    {
      let place = origin.dropFirst(scheme.count)
      let usual = host.map { $0.hasSuffix(port) ? $0.dropLast(port.count) : $0[...] }
      return usual.map { place.equalsIgnoringCase($0) } ?? false
    }
    return false
  }
}
