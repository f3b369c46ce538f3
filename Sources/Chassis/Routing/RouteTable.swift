// The table of routes as data: for a look at a program from outside, for documents, for tests.
//
//     GET   /users       main.swift:14   after main.swift:5
//     POST  /users       main.swift:18   after main.swift:5, main.swift:8
//     GET   /users/:id   main.swift:25   after main.swift:5
//
// Middleware has no name in Swift: it is a closure, or what a function returned. So the table says where it was
// registered, which leads to it at once.

/// A line of the table of routes.
///
/// Express: the layers of `app.router.stack`
public struct RouteDescription: Equatable, CustomStringConvertible {
  /// The method, `*` for all.
  public let method: String
  /// The whole path, with those of the routers around it.
  public let pattern: String
  /// Where it was registered.
  public let file: String
  public let line: Int
  /// Where the middleware was registered that runs before it, first to last: `main.swift:5`. It may answer or throw, and
  /// then the route is not reached.
  public let middleware: [String]

  public var description: String { "\(method) \(pattern) (\(file):\(line))" }
}

extension Router {
  /// All routes in the order in which they are asked, those of mounted routers at their place.
  ///
  /// ```swift
  /// for route in app.routes() { print(route) }    // GET /users/:id (main.swift:12)
  /// ```
  ///
  /// Every program that calls `app.listen` prints this table when it is started with `--routes`.
  ///
  /// Express: `app.router.stack`
  public func routes() -> [RouteDescription] { routes(under: "", after: []) }

  private func routes(under prefix: String, after outer: [String]) -> [RouteDescription] {
    var before: [(path: PathMatcher, place: String)] = []
    return layers.flatMap { layer -> [RouteDescription] in
      let pattern = layer.matcher.pattern.text
      switch layer.action {
      case .middleware:
        before.append((layer.matcher, "\(layer.source)"))
        return []
      case .router(let inner):
        return inner.routes(
          under: pattern == "/" ? prefix : PathPattern.joined(prefix, pattern),
          after: outer + places(before, pattern))
      case .route(let method, let middleware, _):
        let own = middleware.map { _ in "\(layer.source)" }
        return [
          RouteDescription(
            method: method ?? "*",
            pattern: PathPattern.joined(prefix, pattern),
            file: String(layer.source.fileName), line: Int(layer.source.line),
            middleware: outer + places(before, pattern) + own)
        ]
      }
    }
  }

  /// The places of the middleware whose path covers a pattern.
  private func places(
    _ middleware: [(path: PathMatcher, place: String)], _ pattern: String
  ) -> [String] {
    var captures: [Range<Int>] = []
    let path = Array(pattern.utf8)
    return middleware.filter { $0.path.match(path, &captures) != nil }.map(\.place)
  }
}

extension App {
  /// The table of routes in columns, a line a route.
  func routesTable() -> String {
    let routes = routes()
    let places = routes.map { "\($0.file):\($0.line)" }
    let methodWidth = routes.map(\.method.count).max() ?? 0
    let patternWidth = routes.map(\.pattern.count).max() ?? 0
    let placeWidth = places.map(\.count).max() ?? 0
    return zip(routes, places).map { route, place in
      let columns = [
        route.method.padded(to: methodWidth), route.pattern.padded(to: patternWidth),
        route.middleware.isEmpty
          ? place
          : place.padded(to: placeWidth) + "   after " + route.middleware.joined(separator: ", "),
      ]
      return columns.joined(separator: "   ") + "\n"
    }.joined()
  }

  func printRoutesAndExit() -> Never {
    print(routesTable(), terminator: "")
    if routes().isEmpty { report("no routes: what this program answers, its middleware answers") }
    endProcess()
  }
}

extension String {
  /// The text with spaces behind it, up to a width.
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
