// A name for each request, so that all lines that a log has of it can be found, and a client's complaint leads to them.
//
//     client ──▶ X-Request-Id: 9f86d081…       only where the field is trusted: a proxy of ours has set it
//                 │ RequestID.current           known to everything that the request's task does
//            ◀── X-Request-Id: 9f86d081…       echoed, for the client to quote
//
// It follows the task by a task-local value: functions that know nothing of requests find it too, however deep they are
// called and however often they have waited.

/// The name of the request that is being served.
public nonisolated enum RequestID {
  /// The name of the request in whose task this runs; nil outside of one.
  ///
  /// ```swift
  /// app.log = { line in report("[\(RequestID.current ?? "-")] \(line)") }
  /// ```
  @TaskLocal public static var current: String?

  /// A name that no request had before: 128 random bits in hexadecimal, like the trace ids of W3C's Trace Context.
  public static func random() -> String { Hexadecimal.encode(randomBytes(16)) }

  /// Whether a name that came from outside may stand in log lines and fields: 1 to 128 letters, digits and `-_.~:=+/@`.
  public static func isWellFormed(_ text: String) -> Bool {
    (1...128).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "-_.~:=+/@".utf8.contains(byte)
        }
      }
  }
}

/// Middleware that gives each request a name: `request.id`, `RequestID.current`, and `X-Request-Id` in the answer.
///
/// ```swift
/// app.use(requestID(trusting: "X-Request-Id"))    // where a proxy of yours sets it
/// app.log = { line in report("[\(RequestID.current ?? "-")] \(line)") }
/// // GET /  X-Request-Id: order-7 → 200  X-Request-Id: order-7
/// ```
///
/// - Parameters:
///   - trusted: the field from which the name is taken where it is well-formed: `X-Request-Id`, if a proxy of yours sets
///     it. Nil: what clients send is ignored, so that nobody can give his request the name of another's.
///   - echo: the field of the answer that says the name; nil for none.
///   - make: makes a name.
///
/// Everything in the request's task finds it: handlers, `onError`, `onFinish`, the lines of `app.log`, and tasks begun
/// with `Task { … }`. Timers and `Task.detached` do not. Register it first.
///
/// Express: `express-request-id`
public func requestID(
  trusting trusted: String? = nil, echo: String? = "X-Request-Id",
  make: @escaping () -> String = RequestID.random
) -> Middleware {
  { request, response, next in
    let given = trusted.flatMap { request.get($0) }.flatMap {
      RequestID.isWellFormed($0) ? $0 : nil
    }
    let id = given ?? make()
    request.exchange.found.requestID = id
    if let echo { response.set(echo, id) }
    try await RequestID.$current.withValue(id) { try await next() }
  }
}

extension Request {
  /// The name that `requestID()` gave this request, nil without it.
  ///
  /// Express: `req.id`, of `express-request-id`
  public var id: String? { exchange.found.requestID }
}

extension Exchange {
  /// Runs what belongs to the request, but runs outside of the middleware that named it.
  func withRequestID(_ body: () -> Void) {
    guard let requestID = found.requestID else { return body() }
    RequestID.$current.withValue(requestID, operation: body)
  }

  /// The same for what may wait.
  func waitWithRequestID(_ body: () async throws -> Void) async throws {
    guard let requestID = found.requestID else { return try await body() }
    try await RequestID.$current.withValue(requestID, operation: body)
  }
}
