// The cookies that came, once `cookies()` has read them.

extension Request {
  /// The cookies that came, without those that are signed where there is a secret.
  ///
  /// ```swift
  /// let theme = request.cookies["theme"] ?? "light"
  /// ```
  ///
  /// Without the middleware `cookies()` before this route it is empty, and the request is answered 500 with a line in
  /// the log that says so.
  ///
  /// Express: `req.cookies`
  public var cookies: Cookies { readCookies("cookies").plain }

  /// The cookies that came with a genuine signature, and the names of those whose signature is not.
  ///
  /// ```swift
  /// guard let cart = request.signedCookies["cart"] else { throw HTTPError(400, "no cart") }
  /// ```
  ///
  /// Express: `req.signedCookies`
  public var signedCookies: SignedCookies { readCookies("signedCookies").signed }

  private func readCookies(_ property: String) -> ReadCookies {
    if let cookies = locals[ReadCookies.self] { return cookies }
    let route = exchange.layer?.readableName ?? "a handler"
    keep(
      Mistake(
        "\(route) asks for request.\(property), but nothing has read the cookies: "
          + "add app.use(cookies()) before this route"))
    return ReadCookies()
  }

  /// Keeps an error for the router to throw when the handler returns; the first one counts.
  func keep(_ error: any Error) {
    if exchange.app == nil { return report("\(error)") }
    if exchange.failure == nil { exchange.failure = error }
  }
}

/// What `cookies()` leaves in the request's locals.
nonisolated struct ReadCookies: Sendable {
  var plain = Cookies()
  var signed = SignedCookies()

  init() {}

  /// Takes the signed ones out of those that came.
  init(_ all: Cookies, _ secrets: Secrets) {
    guard !secrets.keys.isEmpty else {
      plain = all
      return
    }
    for (name, value) in all {
      if value.utf8.starts(with: CookieSignature.mark.utf8) {
        signed.add(name, CookieSignature.verify(value, secrets.keys))
      } else {
        plain.add(name, value)
      }
    }
  }
}

/// What `cookies(secret:)` leaves for `response.cookie(…, signed: true)`.
nonisolated struct CookieSecrets: Sendable {
  let secrets: Secrets
}
