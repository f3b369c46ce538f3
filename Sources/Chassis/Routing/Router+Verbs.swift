// The methods of HTTP as methods of a router. Each only adds a layer; `Route` says several of them for one path.
//
// Up to four pieces of middleware may stand before the handler. They are four parameters and not a variadic one,
// because a variadic parameter would also take the closure behind the parentheses, which is the handler.

extension Router {
  /// Answers GET, and HEAD with the same head.
  ///
  /// ```swift
  /// app.get("/users/:id", authenticate) { request, response in … }
  /// ```
  ///
  /// Middleware between path and handler runs first, for this route alone.
  ///
  /// Express: `app.get(path, …)`
  public func get(
    _ path: String, _ first: Middleware? = nil, _ second: Middleware? = nil,
    _ third: Middleware? = nil, _ fourth: Middleware? = nil,
    file: StaticString = #fileID, line: UInt = #line, handler: @escaping Handler
  ) { add("GET", path, [first, second, third, fourth], handler, file, line) }

  /// Answers POST.
  ///
  /// Express: `app.post(path, …)`
  public func post(
    _ path: String, _ first: Middleware? = nil, _ second: Middleware? = nil,
    _ third: Middleware? = nil, _ fourth: Middleware? = nil,
    file: StaticString = #fileID, line: UInt = #line, handler: @escaping Handler
  ) { add("POST", path, [first, second, third, fourth], handler, file, line) }

  /// Answers PUT.
  ///
  /// Express: `app.put(path, …)`
  public func put(
    _ path: String, _ first: Middleware? = nil, _ second: Middleware? = nil,
    _ third: Middleware? = nil, _ fourth: Middleware? = nil,
    file: StaticString = #fileID, line: UInt = #line, handler: @escaping Handler
  ) { add("PUT", path, [first, second, third, fourth], handler, file, line) }

  /// Answers PATCH.
  ///
  /// Express: `app.patch(path, …)`
  public func patch(
    _ path: String, _ first: Middleware? = nil, _ second: Middleware? = nil,
    _ third: Middleware? = nil, _ fourth: Middleware? = nil,
    file: StaticString = #fileID, line: UInt = #line, handler: @escaping Handler
  ) { add("PATCH", path, [first, second, third, fourth], handler, file, line) }

  /// Answers DELETE.
  ///
  /// Express: `app.delete(path, …)`
  public func delete(
    _ path: String, _ first: Middleware? = nil, _ second: Middleware? = nil,
    _ third: Middleware? = nil, _ fourth: Middleware? = nil,
    file: StaticString = #fileID, line: UInt = #line, handler: @escaping Handler
  ) { add("DELETE", path, [first, second, third, fourth], handler, file, line) }

  /// Answers HEAD, where GET's head is not what is wanted.
  ///
  /// Express: `app.head(path, …)`
  public func head(
    _ path: String, _ first: Middleware? = nil, _ second: Middleware? = nil,
    _ third: Middleware? = nil, _ fourth: Middleware? = nil,
    file: StaticString = #fileID, line: UInt = #line, handler: @escaping Handler
  ) { add("HEAD", path, [first, second, third, fourth], handler, file, line) }

  /// Answers OPTIONS, where the list of methods is not what is wanted.
  ///
  /// Express: `app.options(path, …)`
  public func options(
    _ path: String, _ first: Middleware? = nil, _ second: Middleware? = nil,
    _ third: Middleware? = nil, _ fourth: Middleware? = nil,
    file: StaticString = #fileID, line: UInt = #line, handler: @escaping Handler
  ) { add("OPTIONS", path, [first, second, third, fourth], handler, file, line) }

  /// Answers every method.
  ///
  /// Express: `app.all(path, …)`
  public func all(
    _ path: String, _ first: Middleware? = nil, _ second: Middleware? = nil,
    _ third: Middleware? = nil, _ fourth: Middleware? = nil,
    file: StaticString = #fileID, line: UInt = #line, handler: @escaping Handler
  ) { add(nil, path, [first, second, third, fourth], handler, file, line) }

  /// Answers a method that has no name of its own here: `app.method("PURGE", "/cache") { … }`.
  ///
  /// Express: `app[method](path, …)`
  public func method(
    _ method: String, _ path: String, _ first: Middleware? = nil, _ second: Middleware? = nil,
    _ third: Middleware? = nil, _ fourth: Middleware? = nil,
    file: StaticString = #fileID, line: UInt = #line, handler: @escaping Handler
  ) { add(method, path, [first, second, third, fourth], handler, file, line) }

  /// Several methods of one path, without saying the path again.
  ///
  /// ```swift
  /// app.route("/users")
  ///   .get { request, response in … }
  ///   .post { request, response in … }
  /// ```
  ///
  /// Express: `app.route`
  public func route(_ path: String) -> Route { Route(router: self, path: path, group: newGroup()) }

  private func add(
    _ method: String?, _ path: String, _ middleware: [Middleware?], _ handler: @escaping Handler,
    _ file: StaticString, _ line: UInt
  ) {
    add(
      path,
      .route(
        method: method, middleware: middleware.compactMap { $0.map(Layer.Link.init) },
        handler: handler),
      SourceLocation(file: file, line: line))
  }
}
