// What one middleware finds out and a later handler needs: the user behind a token, the id of a request.

/// A small store that lasts as long as the request: one value for each type.
///
/// ```swift
/// app.use { request, response, next in
///   request.locals[User.self] = try findUser(for: request.get("Authorization"))
///   try await next()
/// }
/// app.get("/dashboard") { request, response in
///   let user = try request.local(User.self)
///   response.send("Welcome, \(user.name)")
/// }
/// ```
///
/// Express: `res.locals`
public struct Locals {
  private var values: [ObjectIdentifier: Any] = [:]

  /// The value of a type, nil unless somebody set it.
  public subscript<Value>(type: Value.Type) -> Value? {
    get { values[ObjectIdentifier(type)] as? Value }
    set { values[ObjectIdentifier(type)] = newValue }
  }
}
