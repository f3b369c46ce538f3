// The session, once `session()` has found it.

extension Request {
  /// What the server remembers of this visitor.
  ///
  /// ```swift
  /// request.session["visits", default: 0] += 1
  /// ```
  ///
  /// Without the middleware `session()` before this route it is empty and keeps nothing, and the request is answered 500
  /// with a line in the log that says so.
  ///
  /// Express: `req.session`
  public var session: Session {
    if let session = locals[Session.self] { return session }
    let route = exchange.layer?.readableName ?? "a handler"
    keep(
      Mistake(
        "\(route) asks for request.session, but there is none: "
          + "add app.use(session(secret: …)) before this route"))
    return Session(
      MemoryStore(limit: 1),
      SessionOptions(secrets: Secrets([]), maxAge: .zero, rolling: false, limit: 0))
  }
}
