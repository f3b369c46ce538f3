// Finds a visitor's session, and stores what was changed in it before the answer leaves.

/// Middleware that gives each visitor a session: `request.session` keeps values from request to request.
///
/// ```swift
/// app.use(session(secret: environment["SESSION_SECRET"] ?? "only for this lesson"))
/// app.get("/") { request, response in
///   request.session["visits", default: 0] += 1
///   response.send("Visit \(request.session["visits", default: 0])")
/// }
/// // GET / → 200  Visit 1
/// ```
///
/// - Parameters:
///   - store: where the values are kept: `MemoryStore`, `FileStore`, `RedisStore`, or one of your own.
///   - secret: signs the cookie. To change it, put the new one first: the first signs, all are accepted. None, or an
///     empty one, ends the program.
///   - name: the cookie's.
///   - maxAge: how long a session lasts after its last change.
///   - rolling: whether it lasts that long after each request; each is a write then.
///   - domain: the cookie's, as in `response.cookie`.
///   - path: the cookie's.
///   - secure: whether the cookie goes over HTTPS only. It does anyway where the request came so.
///   - sameSite: which requests from other sites carry the cookie.
///   - limit: how many bytes the values of a session may have, as JSON.
///   - cookieLimit: how many cookies a request may have. More are answered 400.
///
/// A session is stored, and its cookie set, only when something in it was changed. The answer waits until that is done:
/// whole answers are kept until the handler has returned; for a streamed one, everything must be changed before its first
/// `write`. Where the store does not answer, the client gets 503.
///
/// Express: `express-session`
public func session(
  store: any Store = MemoryStore(), secret: String..., name: String = "session",
  maxAge: Duration = .seconds(86_400), rolling: Bool = false, domain: String? = nil,
  path: String = "/", secure: Bool = false, sameSite: SameSite = .lax, limit: Int = 65_536,
  cookieLimit: Int = 200, file: StaticString = #fileID, line: UInt = #line
) -> Middleware {
  let source = SourceLocation(file: file, line: line)
  let secrets = Secrets.orEnd(secret, of: "session", source)
  if secrets.keys.isEmpty {
    endProcess(
      "\(source): session(secret:): a secret is missing; take 32 random bytes, kept outside the program: environment[\"SECRET\"]"
    )
  }
  let options = SessionOptions(secrets: secrets, maxAge: maxAge, rolling: rolling, limit: limit)
  let cookie = SetCookie(
    name: name, value: "", domain: domain, path: path, secure: secure, sameSite: sameSite)
  if let problem = cookie.problem {
    endProcess("\(source): session(name: \"\(name)\"): \(problem)")
  }
  return { request, response, next in
    let session = try await findSession(request, store, options, name, cookieLimit)
    request.locals[Session.self] = session
    let storeFirst: Response.Preparation = {
      try await finish(session, request, response, cookie, maxAge)
    }
    try await response.hold(until: storeFirst) { try await next() }
    try await saveBehindHead(session, request)
  }
}

/// The session that the cookie names, where its signature is genuine and the store knows it; else a new one.
private func findSession(
  _ request: Request, _ store: any Store, _ options: SessionOptions, _ name: String,
  _ cookieLimit: Int
) async throws -> Session {
  guard let cookies = Cookies(request.get("Cookie") ?? "", limit: cookieLimit) else {
    throw HTTPError(400, "more than \(cookieLimit) cookies", code: "cookies.too.many")
  }
  if let signed = cookies[name], let id = CookieSignature.verify(signed, options.secrets.keys),
    let session = try await Session(id: id, store, options)
  {
    return session
  }
  return Session(store, options)
}

/// Stores what was changed, and sets or takes back the cookie.
private func finish(
  _ session: Session, _ request: Request, _ response: Response, _ cookie: SetCookie,
  _ maxAge: Duration
) async throws {
  try await session.save()
  reportDropped(session, request)
  var cookie = cookie
  cookie.secure = cookie.secure || request.secure
  if session.needsCookie {
    cookie.value = session.signedId
    response.set(cookie, lasting: maxAge)
  } else if session.hasEnded {
    cookie.expires = 0
    response.set(cookie)
  }
  session.cookieIsSent()
}

/// Stores what a handler changed while it streamed its answer. For a cookie it is too late.
private func saveBehindHead(_ session: Session, _ request: Request) async throws {
  guard session.isChanged else { return }
  let wasNew = session.isNew
  try await session.save()
  reportDropped(session, request)
  if wasNew {
    throw Mistake(
      "a session was begun after the head of the answer was sent, so its cookie was not: "
        + "change request.session before the first write")
  }
}

private func reportDropped(_ session: Session, _ request: Request) {
  let count = session.takeDropped()
  guard count > 0 else { return }
  let changes = count == 1 ? "1 change" : "\(count) changes"
  request.exchange.log(
    "\(request.method) \(request.originalUrl): \(changes) of the session dropped: it was ended or expired meanwhile"
  )
}
