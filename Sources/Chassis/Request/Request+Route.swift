// Which route answers, by the pattern under which it was registered. A count for each path that clients ask for would grow
// without end; one for each pattern cannot.

extension Request {
  /// The pattern of the route that answers, with those of the routers around it: `/users/:id`. Nil where no route does:
  /// before one is found, where nothing is found, and where a middleware answers.
  ///
  /// ```swift
  /// app.use { request, response, next in
  ///   response.onFinish { print(request.route ?? "no route", response.statusCode) }
  ///   try await next()
  /// }
  /// ```
  ///
  /// Express: `req.route.path`, without the routers around it
  public var route: String? {
    exchange.route.map { $0.layer.pattern(under: $0.mountPattern) }
  }
}
