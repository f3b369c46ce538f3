// Who somebody is, is one question; what he may do, another. This answers the second, after `basicAuth`, `bearerAuth` or a
// middleware of yours has answered the first.

/// Middleware that lets through who has one of these roles.
///
/// ```swift
/// app.use("/api", bearerAuth(token: "only-for-this-lesson", as: Identity("ci", roles: ["writer"])))
/// app.post("/api/notes", requireRole("writer", "admin")) { request, response in
///   response.sendStatus(201)
/// }
/// // POST /api/notes → 401
/// // POST /api/notes  Authorization: Bearer only-for-this-lesson → 201
/// ```
///
/// Others are answered 403 (`role.missing`). Where no middleware has found out who asks, the program has a mistake, and the
/// log says so.
///
/// Express: `express-jwt-permissions`
public func requireRole(_ first: String, _ more: String...) -> Middleware {
  let roles = [first] + more
  return { request, _, next in
    let identity = try request.local(Identity.self)
    guard !identity.roles.isDisjoint(with: roles) else {
      throw HTTPError(
        403, "expected the role \(roles.joined(separator: " or "))", code: "role.missing")
    }
    try await next()
  }
}
