// A WebSocket as a route: it begins as a GET, so it passes through the middleware before it like any other. What refuses
// a request there refuses the WebSocket.

extension Router {
  /// Answers a path with a WebSocket.
  ///
  /// ```swift
  /// app.webSocket("/chat/:room", authenticate) { request, socket in
  ///   try await socket.send("Welcome to \(request.params["room"] ?? "")")
  ///   for try await message in socket { try await socket.send(message) }
  /// }
  /// // GET /chat/kitchen → 426  Upgrade: websocket
  /// ```
  ///
  /// The WebSocket is closed when the handler returns, with 1000, or throws, with 1011; the log says what it threw. A client
  /// that is suddenly gone is no error.
  ///
  /// A request that asks for anything else is answered as `acceptWebSocket` says: a plain GET with 426 and
  /// `Upgrade: websocket`, a page of another origin with 403.
  ///
  /// - Parameters:
  ///   - protocols: the subprotocols that are spoken here.
  ///   - origins: which pages may open it: those of this server, unless you say otherwise.
  ///   - limits: sizes and times.
  ///
  /// Express: `express-ws`
  public func webSocket(
    _ path: String, _ first: Middleware? = nil, _ second: Middleware? = nil,
    _ third: Middleware? = nil, _ fourth: Middleware? = nil, protocols: [String] = [],
    origins: WebSocketOrigins = .same, limits: WebSocketLimits = WebSocketLimits(),
    file: StaticString = #fileID, line: UInt = #line,
    handler: @escaping @MainActor (Request, WebSocket) async throws -> Void
  ) {
    get(path, first, second, third, fourth, file: file, line: line) { request, response in
      let socket = try response.acceptWebSocket(
        request, protocols: protocols, origins: origins, limits: limits)
      do { try await handler(request, socket) } catch {
        if error.meansThatNobodyIsThere { return }
        socket.beginClosing(1011)
        throw error
      }
    }
  }
}

extension Error {
  /// The other side left while a handler was talking to it.
  fileprivate var meansThatNobodyIsThere: Bool {
    switch self {
    case is CancellationError: true
    case let error as WebSocketError: [.lost, .silent, .closed].contains(error)
    default: false
    }
  }
}
