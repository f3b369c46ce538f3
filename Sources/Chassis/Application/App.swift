// The application: a router that can listen.

/// A web application.
///
/// ```swift
/// let app = App()
/// app.get("/") { request, response in
///   response.send("Welcome to the homepage")
/// }
/// app.listen(port: 3000) { port in print("http://127.0.0.1:\(port)/") }
/// ```
///
/// An app can be mounted in another. It keeps its own settings there; `trustProxy` is that of the app that was asked first, and
/// so are `log` and `views` where it has none.
///
/// Express: `express()`
public final class App: Router {
  /// Whether a known path answers an unknown method with 405 and `Allow`, rather than with 404.
  public var methodNotAllowed = false
  /// What brackets in the names of a query mean.
  public var queryParser = QueryParser.simple
  /// Which proxies are believed in what they say about a client. Also in apps that are mounted in this one: what counts is
  /// the setting of the app that is asked first.
  public var trustProxy = TrustProxy.off
  /// How many names of a host make up its domain, for `request.subdomains`.
  public var subdomainOffset = 2
  /// Whether `send` and `json` name the version of what they answer.
  public var etag = ETagSetting.off
  /// How `response.json` writes, where a call does not say otherwise.
  public var jsonOptions = JSON.Options()
  /// Takes the lines that Chassis has to say: errors that nobody answered, and mistakes of the program. Unless set, the log
  /// of the app that was asked first, which writes to standard error unless set.
  public var log: (String) -> Void {
    get { ownLog ?? { report($0) } }
    set { ownLog = newValue }
  }
  var ownLog: ((String) -> Void)?
  /// Where `response.render` finds its templates. Unless set, those of the app that was asked first.
  public var views: Views?
  /// Values that all views may show, by name.
  ///
  /// Express: `app.locals`
  public var locals = ViewLocals()
  /// Under which paths this app is mounted in other apps; empty for one that listens itself.
  ///
  /// Express: `app.mountpath`
  public private(set) var mountPaths: [String] = []

  /// An app without routes.
  ///
  /// - Parameters:
  ///   - caseSensitive: whether `/Users` is another path than `/users`.
  ///   - strict: whether `/users/` is another path than `/users`.
  ///   - mergeParams: of use to mounted routers only.
  public override init(
    caseSensitive: Bool = false, strict: Bool = false, mergeParams: Bool = false
  ) {
    super.init(caseSensitive: caseSensitive, strict: strict, mergeParams: mergeParams)
    HTTPServer.remindToListen()
  }

  override var asApp: App? { self }
  override func wasMounted(at path: String) { mountPaths.append(path) }

  /// Serves the app: short for an `HTTPServer` with it as handler, `listen`, and `EventLoop.main.run()`.
  ///
  /// - Parameters:
  ///   - port: the port, 0 for any free one.
  ///   - host: the address to listen on; this machine only, unless this or the environment's `HOST` says otherwise.
  ///   - started: called once, with the port, when requests are taken.
  ///
  /// It never returns: the thread belongs to the loop from here on. A port that cannot be had ends the program with one
  /// line that says why. Started with `--routes`, the program prints its table of routes instead, and ends.
  ///
  /// Express: `app.listen`
  @available(*, noasync)
  public func listen(
    port: Int, host: String = environment.host ?? "127.0.0.1", _ started: (Int) -> Void = { _ in }
  ) -> Never {
    if CommandLine.arguments.contains("--routes") { printRoutesAndExit() }
    let server = HTTPServer(handler)
    server.listen(port: port, host: host)
    started(server.port)
    EventLoop.main.run()
  }

  /// Serves one request. For a raw server that leaves a part of its work to an app:
  ///
  /// ```swift
  /// HTTPServer { request, response in
  ///   if request.url == "/fast" { return response.end("raw") }
  ///   await app.handle(request, response)
  /// }
  /// ```
  ///
  /// The answer is whole when it returns.
  ///
  /// Express: `http.createServer(app)`
  public func handle(_ request: Request, _ response: Response) async {
    try? await handler(request, response)  // It throws nothing.
  }

  /// What serves a request. A closure and not a method, which would be called by way of a closure: each function in between
  /// that may wait costs every request.
  private var handler: Handler {
    { request, response in
      let visit = Visit(beginning: self, request, response)
      do {
        // As in `Next`, but not by way of it, for the same reason.
        switch try visit.choose(.layers(from: 0)) {
        case .middleware(let middleware, let next):
          try await middleware(request, response, next)
          try visit.finish(next)
        case .handler(let handler, let layer):
          try await handler(request, response)
          try visit.check(layer)
        case .other(let index, let end): try await visit.runOther(index, end)
        case .leave: try await visit.leave()
        }
      } catch { await visit.end(error) }
      visit.exchange.finish()
    }
  }
}

/// How queries are read.
///
/// Express: the setting `query parser`
public nonisolated enum QueryParser: Sendable {
  /// Brackets are characters like any other.
  case simple
  /// `filter[name]=Priya` is a field in a field, `tags[]=new` a list.
  case extended
}
