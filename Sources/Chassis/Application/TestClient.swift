// Requests without a port: for tests of an app. They go through everything that a request from afar goes through, the
// parser, the limits, the writer, over a pair of sockets within the process. So what a test sees is what a client sees.
//
//     app.test ─▶ HTTPClient ═══ Socket.pair() ═══ HTTPServer ─▶ app

extension App {
  /// Sends requests to this app, for its tests.
  ///
  /// ```swift
  /// app.get("/users/:id") { request, response in response.send("user \(request.params["id"] ?? "")") }
  ///
  /// let answer = try await app.test.get("/users/1")
  /// print(answer.statusCode, try await answer.text())    // 200 user 1
  /// ```
  ///
  /// Express: `request(app)` of `supertest`
  public var test: TestClient { TestClient(self) }
}

/// Asks an app, without a port.
///
/// ```swift
/// let client = app.test
/// let created = try await client.post("/users", json: User(id: 3, name: "Priya"))
/// let user = try await client.get("/users/3").json(as: User.self)
/// ```
///
/// Any status is an answer, also a redirect. Cookies are not kept: pass on what `Set-Cookie` says, in `headers`.
///
/// Express: `supertest`
public final class TestClient {
  private let server: HTTPServer
  private let client: HTTPClient

  init(_ app: App) {
    let server = HTTPServer { request, response in await app.handle(request, response) }
    self.server = server
    client = HTTPClient { _, _ in try Self.connection(to: server) }
  }

  nonisolated deinit {}

  /// Asks for a page.
  ///
  /// Express: `request(app).get(path)`
  public func get(_ path: String, headers: Headers = [:]) async throws -> ClientResponse {
    try await send("GET", path, headers: headers)
  }

  /// Asks for a page's head alone.
  ///
  /// Express: `request(app).head(path)`
  public func head(_ path: String, headers: Headers = [:]) async throws -> ClientResponse {
    try await send("HEAD", path, headers: headers)
  }

  /// Sends a body by POST.
  ///
  /// Express: `request(app).post(path).send(body)`
  public func post(
    _ path: String, headers: Headers = [:], body: ClientBody = .none
  ) async throws -> ClientResponse { try await send("POST", path, headers: headers, body: body) }

  /// Sends a value as JSON by POST.
  ///
  /// Express: `request(app).post(path).send(value)`
  public func post(
    _ path: String, headers: Headers = [:], json value: some Encodable
  ) async throws -> ClientResponse {
    try await send("POST", path, headers: headers, json: value)
  }

  /// Sends a body by PUT.
  ///
  /// Express: `request(app).put(path).send(body)`
  public func put(
    _ path: String, headers: Headers = [:], body: ClientBody = .none
  ) async throws -> ClientResponse { try await send("PUT", path, headers: headers, body: body) }

  /// Sends a value as JSON by PUT.
  ///
  /// Express: `request(app).put(path).send(value)`
  public func put(
    _ path: String, headers: Headers = [:], json value: some Encodable
  ) async throws -> ClientResponse { try await send("PUT", path, headers: headers, json: value) }

  /// Sends a value as JSON by PATCH.
  ///
  /// Express: `request(app).patch(path).send(value)`
  public func patch(
    _ path: String, headers: Headers = [:], json value: some Encodable
  ) async throws -> ClientResponse { try await send("PATCH", path, headers: headers, json: value) }

  /// Asks by DELETE.
  ///
  /// Express: `request(app).delete(path)`
  public func delete(_ path: String, headers: Headers = [:]) async throws -> ClientResponse {
    try await send("DELETE", path, headers: headers)
  }

  /// Sends a value as JSON by any method.
  ///
  /// Express: `request(app)[method](path).send(value)`
  public func send(
    _ method: String, _ path: String, headers: Headers = [:], json value: some Encodable
  ) async throws -> ClientResponse {
    var headers = headers
    if !headers.contains("Content-Type") { headers["Content-Type"] = "application/json" }
    return try await send(method, path, headers: headers, body: .bytes(try JSON.encode(value)))
  }

  /// Sends any request, and waits for the head of its answer.
  ///
  /// Throws `HTTPClientError` for what cannot be sent, and where the app cut the connection.
  ///
  /// Express: `request(app)[method](path).send(body)`
  public func send(
    _ method: String, _ path: String, headers: Headers = [:], body: ClientBody = .none
  ) async throws -> ClientResponse {
    try await client.send(
      method, "http://localhost" + absolute(path), headers: headers, body: body)
  }

  /// Opens a WebSocket.
  ///
  /// ```swift
  /// let socket = try await app.test.webSocket("/chat/kitchen")
  /// try await socket.send("hello")
  /// let answer = try await socket.receive()
  /// await socket.close()
  /// ```
  ///
  /// Throws `WebSocketError.refused` with the status where the app does not let it.
  public func webSocket(
    _ path: String, protocols: [String] = [], headers: Headers = [:]
  ) async throws -> WebSocket {
    try await WebSocket.connect(
      "ws://localhost" + absolute(path), protocols: protocols, headers: headers
    ) { [server] _, _ in try Self.connection(to: server) }
  }

  private static func connection(to server: HTTPServer) throws -> Socket {
    let (ours, theirs) = try Socket.pair()
    server.serve(theirs)
    return ours
  }

  /// A path without its slash would become a part of the host's name.
  private func absolute(_ path: String) -> String { path.utf8.first == slash ? path : "/" + path }
}
