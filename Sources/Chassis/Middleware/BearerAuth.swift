// A token with each request, as programs show who sent them.
//
//     GET /api                              ──▶
//                                           ◀── 401, WWW-Authenticate: Bearer realm="api"
//     Authorization: Bearer mF_9.B5f-4.1JqM ──▶ wrong or expired:
//                                           ◀── 401, WWW-Authenticate: Bearer realm="api", error="invalid_token"
//
// Source: RFC 6750

/// Middleware that lets through who has a token that a function of yours knows.
///
/// ```swift
/// app.use("/api", bearerAuth { token in
///   let user = try findUser(for: token)
///   return Identity(user.name, roles: user.isAdmin ? ["admin"] : [])
/// })
/// // GET /api/notes → 401  WWW-Authenticate: Bearer realm="Restricted"
/// // GET /api/notes  Authorization: Bearer rahul → 200
/// ```
///
/// - Parameters:
///   - realm: what the token is for, visible ASCII.
///   - check: whose token that is; nil where it is nobody's. Look tokens up by their SHA-256, so that the time of the
///     search says nothing about them.
///
/// Others are answered 401 (`auth.missing`, `auth.invalid`); what is no token at all 400 (`auth.malformed`). The identity
/// is left in `request.locals`. Tokens in queries or forms are not looked at: they end up in logs.
///
/// Express: `express-bearer-token`, `passport-http-bearer`
public func bearerAuth(
  realm: String = "Restricted", file: StaticString = #fileID, line: UInt = #line,
  _ check: @escaping @MainActor (_ token: String) async throws -> Identity?
) -> Middleware {
  let challenge = Challenge(scheme: "Bearer", realm: realm)
  challenge.check("bearerAuth", file, line)
  return { request, _, next in
    let credentials = Credentials(request.get("Authorization") ?? "")
    guard let credentials, credentials.scheme == "bearer" else {
      throw challenge.error("a bearer token is expected", code: "auth.missing")
    }
    guard let token = credentials.token else {
      throw challenge.error(
        "malformed bearer token", code: "auth.malformed", status: 400, ", error=\"invalid_request\""
      )
    }
    guard let identity = try await check(token) else {
      throw challenge.error(
        "unknown or expired token", code: "auth.invalid", ", error=\"invalid_token\"")
    }
    request.locals[Identity.self] = identity
    try await next()
  }
}

/// Middleware that lets through who has the one token.
///
/// ```swift
/// app.use("/api", bearerAuth(token: environment["API_TOKEN"] ?? "only-for-this-lesson"))
/// // GET /api/notes  Authorization: Bearer guessed → 401
/// // GET /api/notes  Authorization: Bearer only-for-this-lesson → 200
/// ```
///
/// - Parameters:
///   - token: the token. One that is empty, or that no client can send, ends the program.
///   - identity: who it belongs to.
///
/// It is compared in constant time.
///
/// Express: `express-bearer-token`
public func bearerAuth(
  token: String, as identity: Identity = Identity("token"), realm: String = "Restricted",
  file: StaticString = #fileID, line: UInt = #line
) -> Middleware {
  if let problem = bearerTokenProblem(token) {
    endProcess("\(SourceLocation(file: file, line: line)): bearerAuth: token: \(problem)")
  }
  return bearerAuth(realm: realm, file: file, line: line) { given in
    areSameSecrets(given, token) ? identity : nil
  }
}

/// Why a token protects nothing, nil if it does.
func bearerTokenProblem(_ token: String) -> String? {
  if token.isEmpty {
    return "it is empty; take 32 random bytes, kept outside the program: environment[\"API_TOKEN\"]"
  }
  guard Credentials("Bearer \(token)")?.token == token else {
    return "no client can send it: letters, digits and - . _ ~ + / are allowed, and = at its end"
  }
  return nil
}
