// A name and a password with each request, as browsers ask for them by themselves.
//
//     GET /admin                          ──▶
//                                         ◀── 401, WWW-Authenticate: Basic realm="admin", charset="UTF-8"
//     Authorization: Basic cmFodWw6c2VjcmV0 ──▶   base64 of "rahul:secret"; it hides nothing: use HTTPS
//
// Source: RFC 7617

/// Middleware that lets through who knows a name's password, found by a function of yours.
///
/// ```swift
/// app.use("/admin", basicAuth(realm: "admin") { name, password in
///   let user = try findUser(for: name)
///   return user.isAdmin ? Identity(user.name, roles: ["admin"]) : nil
/// })
/// // GET /admin → 401  WWW-Authenticate: Basic realm="admin", charset="UTF-8"
/// // GET /admin  Authorization: Basic cmFodWw6c2VjcmV0 → 200
/// ```
///
/// - Parameters:
///   - realm: what browsers show when they ask: visible ASCII.
///   - check: who that is; nil where the password is wrong. It takes as long for a name that there is not: compare
///     passwords by `PBKDF2`, or with `timingSafeEqual`, for every name.
///
/// Others are answered 401 with a challenge (`auth.missing`, `auth.invalid`). The identity is left in `request.locals`.
///
/// Express: `express-basic-auth`
public func basicAuth(
  realm: String = "Restricted", file: StaticString = #fileID, line: UInt = #line,
  _ check: @escaping @MainActor (_ name: String, _ password: String) async throws -> Identity?
) -> Middleware {
  let challenge = Challenge(scheme: "Basic", realm: realm, parameters: ", charset=\"UTF-8\"")
  challenge.check("basicAuth", file, line)
  return { request, _, next in
    let credentials = Credentials(request.get("Authorization") ?? "")
    guard credentials?.scheme == "basic" else {
      throw challenge.error("name and password are expected", code: "auth.missing")
    }
    guard let (name, password) = credentials?.nameAndPassword,
      let identity = try await check(name, password)
    else { throw challenge.error("wrong name or password", code: "auth.invalid") }
    request.locals[Identity.self] = identity
    try await next()
  }
}

/// Middleware that lets through who knows the password of one of a few names.
///
/// ```swift
/// app.use("/admin", basicAuth(users: ["rahul": environment["ADMIN_PASSWORD"] ?? "only here"]))
/// // GET /admin  Authorization: Basic cmFodWw6Z3Vlc3NlZA== → 401
/// ```
///
/// How long the comparison takes tells neither which names there are nor how much of a password was right.
///
/// Express: `express-basic-auth`
public func basicAuth(
  users: [String: String], realm: String = "Restricted", file: StaticString = #fileID,
  line: UInt = #line
) -> Middleware {
  basicAuth(realm: realm, file: file, line: line) { name, password in
    var isKnown = false
    for (user, secret) in users {
      let isSameUser = areSameSecrets(user, name)
      let isSamePassword = areSameSecrets(secret, password)
      isKnown = isKnown || (isSameUser && isSamePassword)
    }
    return isKnown ? Identity(name) : nil
  }
}
