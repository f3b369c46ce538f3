// Passes requests on to another server, and its answers back, both as they come: neither is ever in memory as a whole.
//
//     client ══ this app ══ one origin, chosen by the program, never by a request
//
// What is slow on one side makes the other wait: a piece is read when the one before has been taken. Who leaves ends both.

/// Middleware that passes every request that comes to it on to another server.
///
/// ```swift
/// app.use("/api", authenticate, proxy(to: "http://127.0.0.1:4000"))    // /api/users asks for /users there
/// // GET /api/users → 200  {"id":1,"name":"Rahul","isAdmin":false}
/// ```
///
/// Fields of the connection itself are not passed on. The other server learns about the client from `X-Forwarded-For`,
/// `X-Forwarded-Proto` and `X-Forwarded-Host`; what a client says there itself is dropped unless it is trusted.
///
/// The client is answered 502 where the other server cannot be reached or does not speak HTTP as it must, 504 where it does
/// not answer in time, 413 for a body that is too large; the log says why. WebSockets are not passed on.
///
/// - Parameters:
///   - origin: the other server, `http://host:port`, perhaps with a path to stand before that of the request.
///   - timeout: how long it may neither take bytes of the request nor begin its answer.
///   - limit: the bytes that a request's body may have.
///   - connections: how many requests are on their way to it at most; others wait their turn.
///   - keepsHost: whether it sees the `Host` that the client asked for, instead of its own.
///   - trustsForwarded: whether `X-Forwarded-…` and `Forwarded` of the request are believed: only behind a proxy that sets
///     them.
///
/// Express: `http-proxy-middleware`
public func proxy(
  to origin: String, timeout: Duration = .seconds(60), limit: Int = 10_485_760,
  connections: Int = 128, keepsHost: Bool = false, trustsForwarded: Bool = false,
  file: StaticString = #fileID, line: UInt = #line
) -> Middleware {
  let target: ProxyOrigin
  do throws(Mistake) { target = try ProxyOrigin(origin) } catch {
    endProcess("\(SourceLocation(file: file, line: line)): \(error)")
  }
  let client = HTTPClient(limits: proxyLimits(timeout, connections))
  return { request, response, _ in
    guard request.method != "CONNECT", request.method != "TRACE" else {
      throw HTTPError(501, "\(request.method) is not passed on")
    }
    let url = try target.url(for: request.url)
    let fields = request.headers.forProxiedRequest(
      from: ProxyClient(
        address: request.remoteAddress, isSecure: request.secure,
        httpVersion: request.httpVersion),
      keepsHost: keepsHost, trustsForwarded: trustsForwarded)
    do throws {
      let answer = try await client.send(
        request.method, url, headers: fields, body: try request.proxiedBody(limit))
      defer { answer.body.cancel() }
      try await response.pass(on: answer)
    } catch let error as HTTPClientError {
      throw HTTPError(error.meansLate ? 504 : 502, "proxy(to: \"\(target)\"): \(error)")
    }
  }
}

private func proxyLimits(_ timeout: Duration, _ connections: Int) -> ClientLimits {
  var limits = ClientLimits()
  limits.connectionsPerOrigin = max(1, connections)
  limits.connections = max(1, connections)
  limits.connect = min(timeout, limits.connect)
  limits.firstByte = timeout
  limits.whole = nil  // A stream of events may last for days.
  return limits
}

extension Request {
  /// The body, piece by piece, until it is too long.
  fileprivate func proxiedBody(_ limit: Int) throws -> ClientBody {
    if body.isAbsent { return .none }
    guard body.announcedLength ?? 0 <= limit else { throw BodyError.tooLarge(limit: limit) }
    let pieces = body.makeAsyncIterator()
    var count = 0
    return .chunks {
      let piece = try await pieces.next()
      count += piece?.count ?? 0
      guard count <= limit else { throw BodyError.tooLarge(limit: limit) }
      return piece
    }
  }
}

extension Response {
  /// Answers with another server's answer, as it comes.
  fileprivate func pass(on answer: ClientResponse) async throws {
    let fields = answer.headers.withoutFieldsOfTheConnection
    for field in fields.fields { headers[field.name] = nil }
    for field in fields.fields { headers.append(field.name, field.value) }
    statusCode = answer.statusCode
    // The head goes first: the first piece of the body may be long in coming.
    try await write([UInt8]())
    if sendsBody {
      for try await piece in answer.body { try await write(piece) }
    }
    end()
  }
}

extension HTTPClientError {
  /// The other server took too long.
  fileprivate nonisolated var meansLate: Bool {
    if case .timedOut = reason { true } else { false }
  }
}
