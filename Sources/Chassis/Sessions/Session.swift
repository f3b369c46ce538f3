// What a server remembers of one visitor between requests.
//
// The visitor's cookie holds only an id: 128 random bits, signed. The values stand in a store, under the digest of the id,
// so that whoever reads the store cannot take sessions over. An id that the store does not know is never adopted: a
// visitor who brings one gets another (else a stranger could choose the id first, and use it after the login).
//
// Two requests of one visitor may run at the same time, in two processes even. Each notes which names it has changed; on
// the way out these are put onto what the store has by then, and written only if nobody has written in between:
//
//     request 1   reads {}         cart = 3                  writes {cart: 3}
//     request 2   reads {}         theme = dark    finds {cart: 3}, writes {cart: 3, theme: dark}
//
// So names do not get lost. For one name the last write counts: what must be counted exactly belongs into a database, or
// is counted by a store's `increment`. A session that was ended meanwhile stays ended: what was changed in it is dropped,
// and the log says so.

/// Values that belong to one visitor, from request to request.
///
/// ```swift
/// app.use(session(secret: environment["SESSION_SECRET"] ?? "only for this lesson"))
/// app.post("/login") { request, response in
///   try await request.session.regenerate()
///   request.session["user"] = "rahul"
///   response.redirect("/")
/// }
/// app.get("/") { request, response in
///   guard let user = request.session["user", as: String.self] else { throw HTTPError(401) }
///   response.send("Welcome back, \(user)")
/// }
/// ```
///
/// Express: `req.session`
public final class Session {
  private let store: any Store
  private let options: SessionOptions
  private var id: String
  /// What the store had under the id when it was last read or written; nil where nothing is there.
  private var stored: String?
  private var values: [String: String]
  /// The names that were changed since, with their new values; nil for one that was removed.
  private var changes: [String: String?] = [:]
  private var mistake: Mistake?

  /// Whether the visitor's browser needs a new cookie.
  private(set) var needsCookie = false
  /// Whether the session that the browser has a cookie of has ended.
  private(set) var hasEnded = false
  private var dropped = 0

  /// A session that begins.
  init(_ store: any Store, _ options: SessionOptions) {
    (self.store, self.options) = (store, options)
    (id, values) = (Self.newId(), [:])
  }

  /// A session that goes on; nil if the store does not know the id.
  ///
  /// Throws `HTTPError` 503 where the store does not answer.
  init?(id: String, _ store: any Store, _ options: SessionOptions) async throws {
    do {
      guard let text = try await store.get(Self.key(id)) else { return nil }
      values = try Self.read(text)
      (self.store, self.options, self.id, stored) = (store, options, id, text)
    } catch { throw HTTPError.unavailable(error, "session") }
  }

  /// Nothing to do, and so no need to come back to the loop for it, which an isolated `deinit` would.
  nonisolated deinit {}

  // MARK: Values

  /// Whether nothing of this session has been stored yet.
  public var isNew: Bool { stored == nil }

  /// Whether it holds no value.
  public var isEmpty: Bool { values.isEmpty }

  /// A value by its name. Nil where there is none, and where what is there is of another type; setting nil removes it.
  ///
  /// ```swift
  /// request.session["user"] = User(id: 3, name: "Priya")
  /// let user = request.session["user", as: User.self]
  /// ```
  ///
  /// Any type that is `Codable` can be kept. Setting a value that is there already changes nothing.
  public subscript<Value: Codable>(name: String, as type: Value.Type = Value.self) -> Value? {
    get { values[name].flatMap { try? JSON.parse($0, as: type) } }
    set {
      guard let newValue else { return remove(name) }
      do { change(name, try JSON.stringify(newValue, JSON.Options(sortedKeys: true))) } catch {
        mistake = Mistake("session[\"\(name)\"] cannot keep this value: \(error)")
      }
    }
  }

  /// A value by its name, or another where there is none: for counters and lists.
  ///
  /// ```swift
  /// request.session["visits", default: 0] += 1
  /// ```
  public subscript<Value: Codable>(name: String, default value: @autoclosure () -> Value) -> Value {
    get { self[name, as: Value.self] ?? value() }
    set { self[name, as: Value.self] = newValue }
  }

  /// Removes a value.
  ///
  /// Express: `delete req.session.name`
  public func remove(_ name: String) { change(name, nil) }

  private func change(_ name: String, _ text: String?) {
    // By bytes: texts that look the same may differ, an accent being part of its letter or a sign of its own.
    guard values[name].map({ Array($0.utf8) }) != text.map({ Array($0.utf8) }) else { return }
    values[name] = text
    changes[name] = .some(text)
  }

  // MARK: Its life

  /// Gives the visitor a new id, and ends the session under the old one. Call it where somebody logs in or gains rights:
  /// an id that was stolen or foisted before is worth nothing then.
  ///
  /// - Parameter keepingValues: whether the values go on too, such as the cart of a visitor who logs in.
  ///
  /// Throws `HTTPError` 503 where the store does not answer.
  ///
  /// Express: `req.session.regenerate`
  public func regenerate(keepingValues: Bool = false) async throws {
    let old = stored == nil ? nil : id
    if let old {
      do { try await store.delete(Self.key(old)) } catch {
        throw HTTPError.unavailable(error, "session")
      }
      hasEnded = true
    }
    if !keepingValues { values = [:] }
    (id, stored) = (Self.newId(), nil)
    changes = values.mapValues { .some($0) }
  }

  /// Ends the session: its values are gone, and the browser is told to forget its cookie. Call it where somebody logs out.
  ///
  /// A value that is set afterwards begins another session.
  ///
  /// Throws `HTTPError` 503 where the store does not answer.
  ///
  /// Express: `req.session.destroy`
  public func destroy() async throws { try await regenerate() }

  /// Stores what was changed. The middleware does that before the answer leaves; call it where something else needs to
  /// find the values before.
  ///
  /// Throws `HTTPError` 503 where the store does not answer, and an error where a value cannot be kept or the session
  /// has more bytes than its limit.
  ///
  /// Express: `req.session.save`
  public func save() async throws {
    if let mistake {
      self.mistake = nil
      throw mistake
    }
    guard !changes.isEmpty || options.rolling && stored != nil else { return }
    do { try await write() } catch { throw HTTPError.unavailable(error, "session") }
  }

  /// Whether something was changed and not stored yet.
  var isChanged: Bool { !changes.isEmpty || mistake != nil }

  /// The cookie's value.
  var signedId: String { CookieSignature.sign(id, options.secrets.keys.first ?? []) }

  /// What was to be done with the cookie has been done.
  func cookieIsSent() { (needsCookie, hasEnded) = (false, false) }

  /// How many changes were dropped because the session had ended meanwhile; asked for once.
  func takeDropped() -> Int {
    defer { dropped = 0 }
    return dropped
  }

  // MARK: Writing

  private func write() async throws {
    // Each further round means that another request has written in between, and so got on.
    for _ in 0..<32 {
      let text = try JSON.stringify(values, JSON.Options(sortedKeys: true))
      guard text.utf8.count <= options.limit else {
        throw Mistake(
          "the session has \(text.utf8.count) bytes, more than its limit of \(options.limit): "
            + "keep an id in it and the rest in a database, or raise session(limit:)")
      }
      let key = Self.key(id)
      if try await store.replace(key, stored, with: text, expiresIn: options.maxAge) {
        (stored, needsCookie) = (text, true)
        changes = [:]
        return
      }
      guard let now = try await store.get(key) else { return forget() }
      try catchUp(with: now)
    }
    throw StoreError("other requests change it all the time")
  }

  /// Puts this request's changes onto what another one has written.
  private func catchUp(with text: String) throws {
    stored = text
    values = try Self.read(text)
    for (name, value) in changes { values[name] = value }
  }

  /// The session was ended while this request was on its way. The browser's cookie is left alone: it may have another one
  /// already, from the login or logout that ended this session.
  private func forget() {
    dropped += changes.count
    (id, stored) = (Self.newId(), nil)
    (values, changes) = ([:], [:])
  }

  private static func read(_ text: String) throws -> [String: String] {
    guard let values = try? JSON.parse(text, as: [String: String].self) else {
      throw StoreError("what the store holds under its id is no session")
    }
    return values
  }

  private static func newId() -> String { Base64.encode(randomBytes(16), as: .url) }

  private static func key(_ id: String) -> String {
    "session:" + Base64.encode(SHA256.digest(of: Array(id.utf8)), as: .url)
  }
}

/// What `session(…)` was told.
nonisolated struct SessionOptions: Sendable {
  var secrets: Secrets
  var maxAge: Duration
  var rolling: Bool
  var limit: Int
}
