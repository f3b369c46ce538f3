// The other side of the wire: asks servers, as a browser or a fellow service does.
//
// A call passes through these files, each of which can be read alone:
//
//     HTTPClient ──▶ ClientRequest    checks it, writes its head        (pure)
//                ──▶ ConnectionPool   a connection that is free, or a new one
//                ──▶ ClientConnection sends, and waits for the answer's head
//     ResponseBody ◀──                the rest of the answer, as its reader asks for it
//
// What a browser has and this has not: TLS, proxies, a cache, a cookie jar, compression.

/// Asks HTTP servers, over connections that are kept and used again.
///
/// ```swift
/// let client = HTTPClient()
/// let answer = try await client.get("http://127.0.0.1:3000/users/1")
/// print(answer.statusCode, try await answer.text())
/// ```
///
/// A task that is cancelled while it waits for an answer closes the connection and gets `CancellationError`.
///
/// Node: `http.request`, `http.Agent`, `fetch`
public final class HTTPClient {
  private let limits: ClientLimits
  private let pool: ConnectionPool

  /// A client with connections of its own. Most programs need one.
  ///
  /// `connect` opens its connections in another way than by a port:
  ///
  /// ```swift
  /// let server = HTTPServer { request, response in response.end("hello") }
  /// let client = HTTPClient { host, port in
  ///   let (ours, theirs) = try Socket.pair()
  ///   server.serve(theirs)
  ///   return ours
  /// }
  /// let answer = try await client.get("http://localhost/")
  /// ```
  ///
  /// Node: `new http.Agent()`, `agent.createConnection`
  public init(limits: ClientLimits = ClientLimits(), connect: Connect? = nil) {
    self.limits = limits
    pool = ConnectionPool(limits, connect)
  }

  /// Opens a connection to a host's port.
  public typealias Connect = @MainActor (_ host: String, _ port: Int) async throws -> Socket

  nonisolated deinit {
    Task { @MainActor [pool] in pool.close() }
  }

  /// Asks for a page. Short for `send("GET", url)`.
  ///
  /// Node: `http.get`
  public func get(
    _ url: String, headers: Headers = [:], redirects: Int = 0, timeout: Duration? = nil
  ) async throws -> ClientResponse {
    try await send("GET", url, headers: headers, redirects: redirects, timeout: timeout)
  }

  /// Sends a request and waits for the head of its answer; any status is an answer.
  ///
  /// ```swift
  /// let answer = try await HTTPClient().send(
  ///   "POST", "http://127.0.0.1:3000/users", headers: ["Content-Type": "application/json"],
  ///   body: .bytes(try JSON.encode(user)))
  /// ```
  ///
  /// Redirects are answers too, unless `redirects` says how many may be followed. `timeout` replaces the client's limit
  /// for the whole exchange. A request that a kept connection swallowed, because the server had closed it a moment ago,
  /// is sent once more if that changes nothing: an idempotent method, and a body that is still there.
  ///
  /// With `Expect: 100-continue` among the headers the body waits until the server wants it, at most
  /// `ClientLimits.goAhead`. An answer that comes instead is the answer, and the body stays unread; after 417 the
  /// request is sent once more without the expectation.
  ///
  /// Throws `HTTPClientError`, `CancellationError`, and what the source of the body throws.
  ///
  /// Source: RFC 9110 sections 9.2.2, 10.1.1 and 15.4. Node: `http.request`
  public func send(
    _ method: String, _ url: String, headers: Headers = [:], body: ClientBody = .none,
    redirects: Int = 0, timeout: Duration? = nil
  ) async throws -> ClientResponse {
    let request = try ClientRequest(method, url, headers, body)
    let patience = ClientPatience(timeout ?? limits.whole, url: "\(request.url)")
    do {
      let answer = try await patience.whileWaiting {
        try await self.answer(to: request, following: redirects, patience)
      }
      answer.body.keep(patience)
      return answer
    } catch {
      patience.over()
      throw error
    }
  }

  /// Why a URL cannot be asked, nil if it can: for a program that wants to know before it has something to ask.
  ///
  /// ```swift
  /// HTTPClient.problem(with: "127.0.0.1:3000")  // "a URL begins with http://"
  /// ```
  public nonisolated static func problem(with url: String) -> String? {
    do throws(HTTPURL.Refusal) { _ = try HTTPURL(url) } catch { return error.reason }
    return nil
  }

  /// Closes the connections that nobody uses, and refuses new requests. Answers that are being read go on.
  ///
  /// Node: `agent.destroy()`
  public func close() { pool.close() }

  // MARK: Redirects

  private func answer(
    to request: ClientRequest, following limit: Int, _ patience: ClientPatience
  ) async throws -> ClientResponse {
    var request = request
    var followed = 0
    while true {
      let answer = try await answer(to: request, patience)
      if answer.statusCode == 417, let plain = request.withoutExpectation {
        await forget(answer)
        request = plain
        continue
      }
      guard limit > 0,
        let next = try request.redirected(by: answer.statusCode, to: answer.headers["Location"])
      else { return answer }
      guard followed < limit else {
        throw HTTPClientError("\(request.url)", .tooManyRedirects(limit: limit))
      }
      await forget(answer)
      followed += 1
      request = next
    }
  }

  /// The few bytes that say "moved" are cheaper to read than a connection is to open.
  private func forget(_ answer: ClientResponse) async {
    _ = try? await answer.body.collect(upTo: 16_384)
  }

  // MARK: One exchange

  private func answer(
    to request: ClientRequest, _ patience: ClientPatience
  ) async throws -> ClientResponse {
    let connection = try await pool.connection(to: request.url, patience)
    let wasReused = connection.isReused
    do { return try await connection.ask(request, patience) } catch let error as HTTPClientError
      where error.reason == .connectionLost && wasReused && request.mayBeRepeated
    {
      let fresh = try await pool.connection(to: request.url, fresh: true, patience)
      return try await fresh.ask(request, patience)
    }
  }
}
