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
  /// The layer at hand; nil at the entrance of a router.
  let layer: Layer?
  /// Where it goes on.
  let position: Visit.Position
  let step: Int
  /// What the layer's path has cut off, where it has one.
  let detour: Detour?

  /// Runs what comes next, and returns when that is done. With a target, skips the rest of a route or of a router, and
  /// runs what comes behind it:
  ///
  /// ```swift
  /// if !user.isAdmin { return try await next(.route) }
  /// ```
  ///
  /// Throws what is thrown there, and an error when it is called a second time.
  ///
  /// Express: `next()`, `next('route')`, `next('router')`
  public func callAsFunction(
    _ target: Target? = nil, file: StaticString = #fileID, line: UInt = #line
  ) async throws {
    let parameters = try begin(file, line)
    defer { visit.comeBack(parameters, detour) }
    switch try visit.choose(position(target)) {
    case .middleware(let middleware, let next):
      try await middleware(visit.request, visit.response, next)
      try visit.finish(next)
    case .handler(let handler, let layer):
      try await handler(visit.request, visit.response)
      try visit.check(layer)
    case .other(let index, let end): try await visit.runOther(index, end)
    case .leave: try await visit.leave()
    }
    // Not on the way of an error: the log names where it was thrown.
    if let layer { visit.exchange.layer = layer }
  }

  /// Checks that it is called once, and steps out of what the layer sees. Returns the parameters to come back to.
  private func begin(_ file: StaticString, _ line: UInt) throws -> Parameters? {
    let exchange = visit.exchange
    guard !exchange.hasPassedOn(step) else {
      let place = SourceLocation(file: file, line: line)
      throw Mistake(
        "next() was called a second time at \(place), in \(layer?.readableName ?? "a router"): "
          + "call it once on every path, and return after it")
    }
    exchange.passOn(step)
    detour?.pause()
    return exchange.parameters.isEmpty ? nil : exchange.parameters
  }

  private func position(_ target: Target?) -> Visit.Position {
    guard let target else { return position }
    // The route at hand is left: it is not the one that answers.
    visit.exchange.route = nil
    switch target {
    case .route:
      return layer.map { .layers(from: visit.router.layerBehindGroup(of: $0)) } ?? .outside
    case .router: return .outside
    }
  }
}

extension Router {
  /// The first layer behind those of the same route.
  func layerBehindGroup(of layer: Layer) -> Int {
    let start = layers.firstIndex { $0 === layer } ?? layers.count
    return layers[start...].firstIndex { $0.group != layer.group } ?? layers.count
  }
}
