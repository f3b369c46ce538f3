// One registration in a router: a path, and what is to happen there.

/// What stands between a request and its handler: it may look, change, answer, or pass on with `next`.
///
/// ```swift
/// app.use { request, response, next in
///   let start = ContinuousClock.now
///   try await next()
///   print("\(request.method) \(request.url) took \(ContinuousClock.now - start)")
/// }
/// ```
///
/// Express: middleware
public typealias Middleware = @MainActor (Request, Response, Next) async throws -> Void

final class Layer {
  /// One piece of a route's middleware.
  struct Link { let run: Middleware }

  enum Action {
    /// Answers one method, or all where it is nil; the middleware runs before the handler.
    case route(method: String?, middleware: [Link], handler: Handler)
    case middleware(Middleware)
    case router(Router)
  }

  let matcher: PathMatcher
  /// Which captures of each alternative are wildcards.
  let wildcards: [[Bool]]
  let action: Action
  /// Layers registered through one `route(path)` share a number: `next(.route)` leaves all of them.
  let group: Int
  let source: SourceLocation
  /// Whether it is middleware, or a router, for every path.
  let isForAll: Bool
  /// The whole pattern, and under which mount: nearly every router is mounted once, so the last one is remembered.
  private var wholePattern: (mount: String, pattern: String)?

  init(_ matcher: PathMatcher, _ action: Action, group: Int, source: SourceLocation) {
    self.matcher = matcher
    self.action = action
    self.group = group
    self.source = source
    isForAll = matcher.rules.isPrefix && matcher.alternatives.allSatisfy(\.tokens.isEmpty)
    wildcards = matcher.alternatives.map { alternative in
      alternative.tokens.compactMap { token in
        switch token {
        case .text: nil
        case .parameter: false
        case .wildcard: true
        }
      }
    }
  }

  /// Whether a route answers this method; GET answers HEAD as well.
  func answers(_ requested: String, _ method: String?) -> Bool {
    guard let method else { return true }
    return method == requested || (requested == "HEAD" && method == "GET")
  }

  /// The pattern of this layer in a router that is mounted under another pattern, which is empty where it is not.
  func pattern(under mount: String) -> String {
    if let wholePattern, wholePattern.mount == mount { return wholePattern.pattern }
    let own = matcher.pattern.text
    let isRouter = if case .router = action { true } else { false }
    let pattern = own == "/" && isRouter ? mount : PathPattern.joined(mount, own)
    wholePattern = (mount, pattern)
    return pattern
  }

  /// How messages name it: `GET /users/:id (main.swift:12)`.
  var readableName: String {
    switch action {
    case .route(let method, _, _): "\(method ?? "all") \(matcher.pattern.text) (\(source))"
    case .middleware: "the middleware at \(source)"
    case .router: "the router at \(source)"
    }
  }
}
