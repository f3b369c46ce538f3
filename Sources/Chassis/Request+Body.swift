// The body as a value of the program's own types. A parser such as `json()` read it before.

extension Request {
  /// The body as a value, read by the parser that was registered before.
  ///
  /// ```swift
  /// app.use(json())
  /// app.post("/users") { request, response in
  ///   let user = try request.body(as: User.self)
  ///   response.send("Welcome, \(user.name)")
  /// }
  /// ```
  ///
  /// Throws `HTTPError` 400 where there is no body or its shape is another (`email: expected a string, found a
  /// number`), 415 where it is of another type than the parser reads; and an error that names the missing middleware
  /// where no parser ran.
  ///
  /// Express: `req.body`
  public func body<Value: Decodable>(as type: Value.Type) throws -> Value {
    switch exchange.parsedBody {
    case .none:
      let route = exchange.layer?.readableName ?? "a handler"
      throw Mistake(
        "\(route) asks for the body, but nothing has read it: add app.use(json()) before this route"
      )
    case .absent:
      throw HTTPError(400, "a body is expected, none came", code: "body.missing")
    case .otherType(let found, let expected):
      throw HTTPError(
        415, "expected a body of type \(expected), found \(found ?? "none named")",
        code: "type.unsupported")
    case .json(let text):
      do { return try text.decode(type) } catch let error as JSONError {
        throw HTTPError(400, error.description, code: "body.invalid")
      }
    }
  }
}
