// The body as what a parser made of it. Each way to ask says which middleware has to have read it before.

extension Request {
  /// The body as a value, read by `json()`, `urlencoded()` or `multipart()`.
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
  /// where no parser ran. `validated(as:)` finds all that is wrong, not only the first.
  ///
  /// Express: `req.body`
  public func body<Value: Decodable>(as type: Value.Type) throws -> Value {
    let (text, isForm) = try readBody()
    do { return try text.decode(type, readingText: isForm) } catch let error as JSONError {
      throw HTTPError(400, error.description, code: "body.invalid")
    }
  }

  /// The fields of a form, read by `urlencoded()` or `multipart()`.
  ///
  /// ```swift
  /// let name = try request.form["name"] ?? "nobody"
  /// ```
  ///
  /// Throws as `body(as:)` does.
  ///
  /// Express: `req.body`
  public var form: FormFields {
    get throws {
      switch exchange.found.body.content {
      case .form(let fields): return fields
      case .multipart(let form): return form.fields
      default: throw unreadBody("request.form", .forms, missing: "urlencoded()")
      }
    }
  }

  /// The body as text, read by `text()`. Throws as `body(as:)` does.
  ///
  /// Express: `req.body`
  public var bodyText: String {
    get throws {
      if case .text(let text) = exchange.found.body.content { return text }
      throw unreadBody("request.bodyText", .text, missing: "text()")
    }
  }

  /// The body as bytes, read by `raw()`. Throws as `body(as:)` does.
  ///
  /// Express: `req.body`
  public var bodyBytes: [UInt8] {
    get throws {
      if case .bytes(let bytes) = exchange.found.body.content { return bytes }
      throw unreadBody("request.bodyBytes", .raw, missing: "raw()")
    }
  }

  /// The body as JSON, and whether it is a form, which knows nothing but text.
  func readBody() throws -> (text: JSON.Text, isForm: Bool) {
    switch exchange.found.body.content {
    case .json(let text): return (text, false)
    case .form(let fields): return (JSON.Text(fields.tree), true)
    case .multipart(let form): return (JSON.Text(form.fields.tree), true)
    default: throw unreadBody("the body", .values, missing: "json()")
    }
  }
}

extension Request {
  /// Why a body is not there as it is asked for: the program has not registered a parser for it, or the client sent none
  /// or one of another type.
  func unreadBody(_ what: String, _ parsers: BodyParsers, missing: String) -> any Error {
    let route = exchange.layer?.readableName ?? "a handler"
    let body = exchange.found.body
    guard !body.parsers.isDisjoint(with: parsers) else {
      return Mistake(
        "\(route) asks for \(what), but nothing has read it: add app.use(\(missing)) before this route"
      )
    }
    guard body.isThere else {
      return HTTPError(400, "a body is expected, none came", code: "body.missing")
    }
    let types = body.passedBy.filter { parsers.contains($0.parser) }.map { "\($0.types)" }
    guard !types.isEmpty else {
      return Mistake(
        "\(route) asks for \(what), but another parser has read the body before \(missing): "
          + "register \(missing) first, or let the other one take fewer types")
    }
    let found = headers["Content-Type"] ?? "none named"
    return HTTPError(
      415, "expected a body of type \(types.joined(separator: " or ")), found \(found)",
      code: "type.unsupported")
  }
}
