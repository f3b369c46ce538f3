// Who asks, once that has been found out.

/// The name and the roles of whoever makes a request. `basicAuth` and `bearerAuth` leave it in `request.locals`.
///
/// ```swift
/// app.get("/me", bearerAuth(token: environment["API_TOKEN"] ?? "only-for-this-lesson")) {
///   request, response in response.send(try request.local(Identity.self).name)
/// }
/// ```
///
/// Express: `req.user`, of `passport`; `req.auth`
public nonisolated struct Identity: Codable, Hashable, Sendable {
  /// How it is named, in logs too.
  public var name: String
  /// What it may do, for `requireRole`.
  public var roles: Set<String>

  public init(_ name: String, roles: Set<String> = []) {
    self.name = name
    self.roles = roles
  }
}
