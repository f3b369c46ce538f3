// How a middleware passes a request on.

/// The rest of the way: what comes after a middleware.
///
/// ```swift
/// app.use { request, response, next in
///   print("before")
///   try await next()    // everything after this middleware, up to the answer
///   print("after")
/// }
/// ```
///
/// What is thrown further on comes out of `next()`; let it pass, or catch what you can mend.
///
/// Express: `next`
public struct Next {
  /// Where to go on.
  public enum Target {
    /// Behind the route at hand.
    case route
    /// Behind the router at hand.
    case router
  }

  let visit: Visit
  /// The layer at hand, and the piece of its chain that comes next.
  let layer: Int
  let link: Int
  let step: Int
  /// What the layer's path cut off from `request.url`.
  let place: Visit.Place

  /// Runs what comes next, and returns when that is done.
  ///
  /// Throws what is thrown there, and an error when it is called a second time.
  public func callAsFunction(file: StaticString = #fileID, line: UInt = #line) async throws {
    try begin(file, line)
    try await restoring {
      if link > 0 {
        try await visit.run(layer, link: link)
      } else {
        try await visit.proceed(from: layer + 1)
      }
    }
  }

  /// Skips the rest of a route, or of a router, and runs what comes behind it.
  ///
  /// ```swift
  /// if !user.isAdmin { return try await next(.route) }
  /// ```
  ///
  /// Express: `next('route')`, `next('router')`
  public func callAsFunction(
    _ target: Target, file: StaticString = #fileID, line: UInt = #line
  ) async throws {
    try begin(file, line)
    try await restoring {
      switch target {
      case .route: try await visit.proceed(from: visit.router.layerBehindGroup(of: layer))
      case .router: try await visit.leave()
      }
    }
  }

  private func begin(_ file: StaticString, _ line: UInt) throws {
    let exchange = visit.exchange
    guard !exchange.hasPassedOn(step) else {
      throw Mistake(
        "next() was called a second time at \(SourceLocation(file: file, line: line)), in \(visit.router.layers[layer].readableName): "
          + "call it once on every path, and return after it")
    }
    exchange.passOn(step)
    visit.stepBack(from: place)
  }

  /// What comes next may change params, url and baseUrl; the middleware finds them as they were.
  private func restoring(_ rest: () async throws -> Void) async throws {
    let (request, exchange) = (visit.request, visit.exchange)
    let (parameters, layer) = (exchange.parameters, exchange.layer)
    defer {
      request.url = place.url
      exchange.baseUrl = place.baseUrl
      exchange.parameters = parameters
    }
    try await rest()
    exchange.layer = layer  // Not on the way of an error: the log names where it was thrown.
  }
}

extension Router {
  /// The first layer that is not of the same route.
  func layerBehindGroup(of layer: Int) -> Int {
    let group = layers[layer].group
    return layers[layer...].firstIndex { $0.group != group } ?? layers.count
  }
}
