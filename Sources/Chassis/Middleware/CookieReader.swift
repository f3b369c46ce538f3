// Reads the cookies of a request, and remembers the secret by which cookies are signed.

/// Middleware that reads the `Cookie` field: `request.cookies` and `request.signedCookies` have what came.
///
/// ```swift
/// app.use(cookies(secret: environment["COOKIE_SECRET"] ?? "only for this lesson"))
/// app.post("/theme/:name") { request, response in
///   response.cookie("theme", try request.param("name"), maxAge: .seconds(86_400))
///   response.sendStatus(204)
/// }
/// app.get("/theme") { request, response in
///   response.send(request.cookies["theme"] ?? "light")
/// }
/// // POST /theme/dark → 204
/// // GET /theme  Cookie: theme=dark → 200  dark
/// ```
///
/// - Parameters:
///   - secret: signs cookies that are set with `signed: true`. To change it, put the new one first: the first signs, all
///     are accepted. An empty one ends the program.
///   - limit: how many cookies a request may have. More are answered 400.
///
/// Values are percent-decoded, where that makes sense. Of cookies with one name the first counts.
///
/// Express: `cookie-parser`
public func cookies(
  secret: String..., limit: Int = 200, file: StaticString = #fileID, line: UInt = #line
) -> Middleware {
  let secrets = Secrets.orEnd(secret, of: "cookies", SourceLocation(file: file, line: line))
  return { request, _, next in
    guard let all = Cookies(request.get("Cookie") ?? "", limit: limit) else {
      throw HTTPError(400, "more than \(limit) cookies", code: "cookies.too.many")
    }
    request.locals[ReadCookies.self] = ReadCookies(all, secrets)
    if !secrets.keys.isEmpty {
      request.locals[CookieSecrets.self] = CookieSecrets(secrets: secrets)
    }
    try await next()
  }
}
