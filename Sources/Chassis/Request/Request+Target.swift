// What the target of a request says: path, parameters, query, each worked out when it is first asked for.

extension Request {
  /// The target as it was sent, also where a mounted router sees a shorter `url`.
  ///
  /// Express: `req.originalUrl`
  public var originalUrl: String { head.target }

  /// What mounted routers have cut off from `url`: `/users` while a router at `/users` serves `/users/42`.
  ///
  /// Express: `req.baseUrl`
  public var baseUrl: String { exchange.baseUrl }

  /// The path of `url`, without its query, still encoded.
  ///
  /// Express: `req.path`
  public var path: String { String(decoding: exchange.path(of: url), as: UTF8.self) }

  /// What the names in the route's path stand for.
  ///
  /// Express: `req.params`
  public var params: Parameters { exchange.parameters }

  /// A parameter as the type that is wanted.
  ///
  /// ```swift
  /// app.get("/users/:id") { request, response in
  ///   let id = try request.param("id", as: Int.self)
  ///   response.send("User \(id)")
  /// }
  /// ```
  ///
  /// Throws `HTTPError` 400 that names the parameter, what was expected, and what came.
  ///
  /// Express: `req.params.id`, which is text
  public func param<Value: LosslessStringConvertible>(
    _ name: String, as type: Value.Type = String.self
  ) throws -> Value {
    guard let text = params[name] else {
      let route = exchange.layer?.readableName ?? "this route"
      throw Mistake(
        "\(route) has no parameter \"\(name)\" for this request; it has: \(params.readableNames)")
    }
    return try convert(text, name, type)
  }

  /// The query of `url`.
  ///
  /// Express: `req.query`
  public var query: FormFields {
    exchange.found.query(of: url, extended: exchange.app?.queryParser == .extended)
  }

  /// The query as a value.
  ///
  /// ```swift
  /// struct Filter: Codable { var role: String?, page: Int?, tags: [String]? }
  /// let filter = try request.query(as: Filter.self)   // GET /users?role=admin&page=2&tags=new
  /// ```
  ///
  /// Text counts as the number or truth that it spells, a lone value as an array of one, and empty text as nil where the
  /// type allows nil. Brackets in names nest where `app.queryParser` is `.extended`.
  ///
  /// Throws `HTTPError` 400 that names the field, what was expected, and what came.
  ///
  /// Express: `req.query`, which is text
  public func query<Value: Decodable>(as type: Value.Type) throws -> Value {
    do {
      return try JSON.Text(query.tree).decode(type, readingText: true)
    } catch let error as JSONError {
      throw HTTPError(400, error.description, code: "query.invalid")
    }
  }

  /// A value of the query as the type that is wanted, nil where it is absent.
  ///
  /// ```swift
  /// let page = try request.query("page", as: Int.self) ?? 1
  /// ```
  ///
  /// Throws `HTTPError` 400 that names it, what was expected, and what came.
  ///
  /// Express: `req.query.page`, which is text
  public func query<Value: LosslessStringConvertible>(
    _ name: String, as type: Value.Type = String.self
  ) throws -> Value? {
    try query[name].map { try convert($0, name, type) }
  }

  private func convert<Value: LosslessStringConvertible>(
    _ text: String, _ name: String, _ type: Value.Type
  ) throws -> Value {
    if let value = Value(text) { return value }
    throw HTTPError(
      400, "\(name): expected \(readable(type)), found \"\(text)\"", code: "param.invalid")
  }

  private func readable(_ type: Any.Type) -> String {
    switch type {
    case is any BinaryInteger.Type: "a whole number"
    case is any BinaryFloatingPoint.Type: "a number"
    case is Bool.Type: "true or false"
    default: "a value of type \(type)"
    }
  }
}
