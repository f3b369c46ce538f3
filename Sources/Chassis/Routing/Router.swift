// A list of layers in declaration order, and the table that finds those which a path needs.
//
// A router decides nothing when it is built: it only remembers. What happens to a request is in Visit.swift.

/// A set of routes and middleware that can be mounted as one.
///
/// ```swift
/// let users = Router()
/// users.get("/") { request, response in response.send("all users") }
/// users.get("/:id") { request, response in response.send("one user") }
/// app.use("/users", users)    // GET /users, GET /users/42
/// ```
///
/// Express: `express.Router`
public class Router {
  /// The layers, in declaration order.
  private(set) var layers: [Layer] = []
  /// Those of `onError`, in declaration order.
  private(set) var errorHandlers: [ErrorHandler] = []
  /// Those of `param`, in declaration order.
  private(set) var parameterHandlers: [String: [ParameterHandler]] = [:]
  let mergesParameters: Bool
  private var table: RoutingTable
  private let caseSensitive: Bool
  private let strict: Bool
  private var groups = 0

  /// What answers errors.
  public typealias ErrorHandler = @MainActor (any Error, Request, Response) async throws -> Void

  /// What looks at a parameter's value before the routes do.
  public typealias ParameterHandler = @MainActor (Request, Response, String) async throws -> Void

  /// An empty router.
  ///
  /// - Parameters:
  ///   - caseSensitive: whether `/Users` is another path than `/users`.
  ///   - strict: whether `/users/` is another path than `/users`.
  ///   - mergeParams: whether `params` also has those of the path under which the router is mounted.
  public init(caseSensitive: Bool = false, strict: Bool = false, mergeParams: Bool = false) {
    self.caseSensitive = caseSensitive
    self.strict = strict
    mergesParameters = mergeParams
    table = RoutingTable(caseSensitive: caseSensitive)
  }

  // MARK: Middleware and mounted routers

  /// Adds middleware for every path. It runs in declaration order, before what is registered after it.
  ///
  /// Express: `app.use`
  public func use(
    _ first: @escaping Middleware, _ more: Middleware..., file: StaticString = #fileID,
    line: UInt = #line
  ) {
    let source = SourceLocation(file: file, line: line)
    add("/", isPrefix: true, .middleware(first), source)
    for middleware in more { add("/", isPrefix: true, .middleware(middleware), source) }
  }

  /// Adds middleware for a path and all below it.
  ///
  /// ```swift
  /// app.use("/admin", authenticate)   // /admin, /admin/users, but not /administrator
  /// ```
  ///
  /// While it runs, `request.url` is what follows the path, and `request.baseUrl` the path.
  ///
  /// The path is compared as it was sent, as in Express: a guard at `/admin` is not asked for `/%61dmin`. Routes are not
  /// reached by that either. `staticFiles` decodes what comes behind its own path, so mount it below the guarded path, and not
  /// above: `app.use("/admin", guard, staticFiles("admin"))`.
  ///
  /// Express: `app.use(path, middleware)`
  public func use(
    _ path: String, _ first: @escaping Middleware, _ more: Middleware...,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    let source = SourceLocation(file: file, line: line)
    add(path, isPrefix: true, .middleware(first), source)
    for middleware in more { add(path, isPrefix: true, .middleware(middleware), source) }
  }

  /// Mounts a router: its paths are asked here too.
  ///
  /// Express: `app.use(router)`
  public func use(_ router: Router, file: StaticString = #fileID, line: UInt = #line) {
    use("/", router, file: file, line: line)
  }

  /// Mounts a router: its paths begin where this path ends.
  ///
  /// Express: `app.use(path, router)`
  public func use(
    _ path: String, _ router: Router, file: StaticString = #fileID, line: UInt = #line
  ) {
    add(path, isPrefix: true, .router(router), SourceLocation(file: file, line: line))
    router.wasMounted(at: path)
  }

  /// Adds an answer to errors: those that this router's middleware and handlers throw.
  ///
  /// ```swift
  /// app.onError { error, request, response in
  ///   let status = (error as? HTTPError)?.status ?? 500
  ///   response.status(status).json(["error": "\(error)"])
  /// }
  /// ```
  ///
  /// The router in which the error was thrown is asked first, then the one around it; within a router in declaration
  /// order. One that throws passes on what it throws; one that returns without an answer passes on the same error.
  ///
  /// Express: middleware with four parameters
  public func onError(_ handler: @escaping ErrorHandler) { errorHandlers.append(handler) }

  // MARK: Parameters

  /// Runs `body` whenever a path has a parameter of that name, before what was registered for the path: once a request
  /// for each value.
  ///
  /// ```swift
  /// app.param("id") { request, response, value in
  ///   request.locals[User.self] = try findUser(for: value)   // throws 404 where there is none
  /// }
  /// app.get("/users/:id") { request, response in response.json(try request.local(User.self)) }
  /// ```
  ///
  /// What it throws goes to `onError`; where it answers, nothing more runs. Mounted routers do not inherit it.
  ///
  /// Express: `app.param`
  public func param(_ name: String, _ body: @escaping ParameterHandler) {
    parameterHandlers[name, default: []].append(body)
  }

  // MARK: Within Chassis

  /// This router as an app, if it is one.
  var asApp: App? { nil }

  /// It is part of another router now.
  func wasMounted(at path: String) {}

  /// Remembers a layer. A path that makes no sense ends the program: it would do so at every start.
  func add(
    _ path: String, isPrefix: Bool = false, _ action: Layer.Action, group: Int? = nil,
    _ source: SourceLocation
  ) {
    do throws(PathPatternError) {
      let rules = PathMatcher.Rules(
        caseSensitive: caseSensitive, strict: strict && !isPrefix, isPrefix: isPrefix)
      let matcher = PathMatcher(try PathPattern(path), rules)
      let layer = Layer(matcher, action, group: group ?? newGroup(), source: source)
      // Taken out while they grow: then a request's look at them needs no check at run time.
      var (grown, table) = (layers, table)
      (layers, self.table) = ([], RoutingTable(caseSensitive: caseSensitive))
      table.insert(grown.count, matcher)
      grown.append(layer)
      (layers, self.table) = (grown, table)
    } catch { endProcess("\(source): \(error)") }
  }

  func newGroup() -> Int {
    groups += 1
    return groups
  }

  /// The first layer from `start` on that may match a path.
  func layer(from start: Int, for path: [UInt8]) -> Int? {
    let table = table
    return table.first(from: start, for: path)
  }
}
