// Answers made from views.

extension Response {
  /// Values for the view of this answer, besides those that `render` is given. Middleware leaves here what every page
  /// shows.
  ///
  /// ```swift
  /// app.use { request, response, next in
  ///   response.locals["user"] = try findUser(for: request.get("Authorization"))
  ///   try await next()
  /// }
  /// ```
  ///
  /// Express: `res.locals`
  public var locals: ViewLocals {
    get { exchange.found.viewLocals }
    set { exchange.found.viewLocals = newValue }
  }

  /// Answers with a view: `text/html; charset=utf-8`, unless a type was set.
  ///
  /// ```swift
  /// struct Profile: Codable { var name: String, isAdmin = false }
  /// try await response.render("profile", Profile(name: "Rahul"))    // views/profile.mustache
  /// ```
  ///
  /// A name in the template is looked up in `values`, then in `response.locals`, then in `app.locals`. Values are what they
  /// are in JSON: a date is ISO 8601, so give one that is to be read as text.
  ///
  /// Throws what the value's own `encode(to:)` throws, and an error that says what to write where the app has no views,
  /// the view is not there, or its template makes no sense: with file, line and column.
  ///
  /// Express: `res.render`
  public func render(_ view: String, _ values: some Encodable) async throws {
    try await render(view, layer: ViewValue(values))
  }

  /// Answers with a view that needs no values of its own.
  ///
  /// Express: `res.render(view)`
  public func render(_ view: String) async throws {
    try await render(view, layer: .fields([:]))
  }

  /// There only for its message: what the compiler would say otherwise leads a beginner astray.
  @available(
    *, unavailable,
    message: "values of several types belong in a struct: struct Page: Codable { … }"
  )
  public func render(_ view: String, _ values: [String: Any]) async throws {}

  private func render(_ view: String, layer: ViewValue) async throws {
    let name = exchange.layer?.readableName ?? "a handler"
    guard let app = exchange.app, let views = app.views ?? exchange.listeningApp?.views else {
      throw Mistake(
        "\(name) renders \"\(view)\", but the app has no views: "
          + "add app.views = Views(\"views\") before the routes")
    }
    let layers = [try app.locals.tree(), try exchange.found.viewLocals.tree(), layer].compactMap {
      $0
    }
    do {
      send(try await views.render(view, layers, log: { exchange.log($0) }))
    } catch let error as TemplateError {
      throw Mistake("\(name) cannot render \"\(view)\": \(error)")
    } catch let error as Mistake {
      throw Mistake("\(name) cannot render \"\(view)\": \(error)")
    }
  }
}
