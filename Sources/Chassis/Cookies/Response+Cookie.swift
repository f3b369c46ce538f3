// Setting cookies, and taking them back.

extension Response {
  /// Sets a cookie. Scripts cannot read it and other sites' forms do not carry it, unless you say so.
  ///
  /// ```swift
  /// response.cookie("theme", "dark", maxAge: .seconds(3_600))
  /// response.cookie("language", "de", maxAge: 3_600, httpOnly: false)
  /// response.cookie("cart", "17", signed: true)
  /// ```
  ///
  /// - Parameters:
  ///   - name: letters, digits and ``!#$%&'*+-.^_`|~``.
  ///   - value: any text; what may not stand in a cookie is percent-encoded.
  ///   - maxAge: how long it lasts; it also sets `Expires`, for old browsers. Without both it lasts until the browser is
  ///     closed.
  ///   - domain: where else than at this very host, with the hosts below.
  ///   - path: below which path it is sent.
  ///   - expires: until when, in seconds since 1970.
  ///   - httpOnly: whether scripts in the page cannot read it.
  ///   - secure: whether it goes over HTTPS only.
  ///   - partitioned: whether each site that embeds this one has a cookie of its own.
  ///   - priority: which ones a browser drops last.
  ///   - sameSite: which requests from other sites carry it.
  ///   - signed: whether it is signed by the secret of `cookies(secret:)`, to be read by `request.signedCookies`.
  ///
  /// What no browser would take (a bad name, `.none` without `secure`, more than 4,096 bytes) becomes the error of the
  /// handler, as with `status`.
  ///
  /// Source: RFC 6265 section 4.1. Express: `res.cookie`
  @discardableResult public func cookie(
    _ name: String, _ value: String, maxAge: Duration? = nil, domain: String? = nil,
    path: String = "/", expires: Int64? = nil, httpOnly: Bool = true, secure: Bool = false,
    partitioned: Bool = false, priority: CookiePriority? = nil, sameSite: SameSite = .lax,
    signed: Bool = false
  ) -> Response {
    var cookie = SetCookie(
      name: name, value: value, domain: domain, path: path, expires: expires, httpOnly: httpOnly,
      secure: secure, partitioned: partitioned, priority: priority, sameSite: sameSite)
    if signed {
      guard let key = exchange.found.locals[CookieSecrets.self]?.secrets.keys.first else {
        fail(
          Mistake(
            "cookie(\"\(name)\", signed: true): there is no secret to sign by: "
              + "add app.use(cookies(secret: …)) before this route"))
        return self
      }
      cookie.value = CookieSignature.sign(value, key)
    }
    return set(cookie, lasting: maxAge)
  }

  /// Sets a cookie that lasts for so many seconds.
  ///
  /// Express: `res.cookie`
  @discardableResult public func cookie(
    _ name: String, _ value: String, maxAge: Int, domain: String? = nil, path: String = "/",
    httpOnly: Bool = true, secure: Bool = false, partitioned: Bool = false,
    priority: CookiePriority? = nil, sameSite: SameSite = .lax, signed: Bool = false
  ) -> Response {
    cookie(
      name, value, maxAge: .seconds(maxAge), domain: domain, path: path, httpOnly: httpOnly,
      secure: secure, partitioned: partitioned, priority: priority, sameSite: sameSite,
      signed: signed)
  }

  /// Tells the browser to forget a cookie. Browsers do only where `domain` and `path` are those with which it was set.
  ///
  /// ```swift
  /// response.clearCookie("theme")
  /// ```
  ///
  /// Express: `res.clearCookie`
  @discardableResult public func clearCookie(
    _ name: String, domain: String? = nil, path: String = "/", httpOnly: Bool = true,
    secure: Bool = false, partitioned: Bool = false, sameSite: SameSite = .lax
  ) -> Response {
    set(
      SetCookie(
        name: name, value: "", domain: domain, path: path, expires: 0, httpOnly: httpOnly,
        secure: secure, partitioned: partitioned, sameSite: sameSite))
  }

  /// Sets a cookie, or keeps the reason why it cannot be set.
  @discardableResult func set(_ cookie: SetCookie, lasting maxAge: Duration? = nil) -> Response {
    var cookie = cookie
    if let seconds = maxAge?.components.seconds {
      (cookie.maxAge, cookie.expires) = (seconds, secondsSince1970(in: seconds))
    }
    if let problem = cookie.problem {
      fail(Mistake("cookie(\"\(cookie.name)\"): \(problem)"))
      return self
    }
    return append("Set-Cookie", cookie.text)
  }
}

/// When it will be, so many seconds from now, held within the years that four digits can name.
private func secondsSince1970(in seconds: Int64) -> Int64 {
  let lastSecondOf9999: Int64 = 253_402_300_799
  let now = wallClockSeconds()
  return seconds > lastSecondOf9999 - now ? lastSecondOf9999 : max(0, now + max(seconds, -now))
}
