// One request's way through one router: the heart of the framework.
//
//     layers from 0 on                     choose the first that matches
//       middleware ── try await next() ──▸   layers from 1 on
//                                              handler ── answers
//       … its code behind next() ◂──────────   returns
//
// Nothing is built up beforehand: each layer runs inside the call of the one before it, so errors and the way back
// are Swift's own. A router mounted in another is visited inside the visit of the outer one; when it has no layer
// left, the outer visit goes on behind it, still inside.
//
// To choose the next layer takes no `await`, and is apart from calling it: each `await` between a middleware and the
// next would cost all requests as much as the choice does.

final class Visit {
  let router: Router
  let request: Request
  let response: Response
  let exchange: Exchange
  /// Where this router is mounted; nil for the app that was asked.
  private let outer: Mount?
  /// The app whose settings count here: the innermost around this router.
  private let app: App?
  /// For which values `param` has run already.
  private var seenParameters: [String: String] = [:]
  /// Whether an error came from behind this router, and so is none of its own.
  private var failedBehind = false

  init(
    _ router: Router, _ request: Request, _ response: Response, _ exchange: Exchange,
    outer: Mount? = nil
  ) {
    self.router = router
    self.request = request
    self.response = response
    self.exchange = exchange
    self.outer = outer
    app = router.asApp ?? exchange.app
  }

  var mountPattern: String { outer?.pattern ?? "" }

  /// The visit of an app in which a request begins.
  convenience init(beginning app: App, _ request: Request, _ response: Response) {
    let exchange = Exchange(app: app)
    request.frameworkState = exchange
    exchange.response = response
    self.init(app, request, response, exchange)
  }

  /// Nothing to do, and so no need to come back to the loop for it, which an isolated `deinit` would.
  nonisolated deinit {}

  /// Runs what this router has for the request.
  func run() async throws {
    exchange.app = app
    try await next(at: .layers(from: 0))()
  }

  /// What runs at a position, and what it passes on to: called like any `next`.
  private func next(at position: Position) -> Next {
    Next(visit: self, layer: nil, position: position, step: exchange.beginStep(), detour: nil)
  }

  // MARK: From layer to layer

  /// Where a request goes on.
  enum Position {
    /// At the first layer from this one on that matches.
    case layers(from: Int)
    /// At a piece of middleware of a route, or at its handler behind the last.
    case link(Int, of: Int)
    /// In the router around this one.
    case outside
  }

  /// What is to be done there.
  enum Step {
    case middleware(Middleware, Next)
    case handler(Handler, Layer)
    /// Anything that is seldom done.
    case other(index: Int, end: Int)
    case leave
  }

  func choose(_ position: Position) throws -> Step {
    switch position {
    case .outside: return .leave
    case .link(let link, let index): return chooseLink(link, of: index)
    case .layers(let start):
      if let step = chooseForAll(start) { return step }
      guard let (index, end) = try find(from: start) else { return .leave }
      let layer = router.layers[index]
      exchange.layer = layer
      if router.parameterHandlers.isEmpty, case .route = layer.action {
        return chooseLink(0, of: index)
      }
      return .other(index: index, end: end)
    }
  }

  /// Middleware for every path, the most common layer: nothing to compare, nothing to cut off.
  private func chooseForAll(_ index: Int) -> Step? {
    let layers = router.layers
    guard index < layers.count else { return nil }
    let layer = layers[index]
    guard layer.isForAll else { return nil }
    exchange.layer = layer
    if !exchange.parameters.isEmpty { setParameters(Parameters()) }
    guard case .middleware(let middleware) = layer.action else {
      return .other(index: index, end: 0)
    }
    return .middleware(middleware, next(behind: layer, .layers(from: index + 1)))
  }

  private func chooseLink(_ link: Int, of index: Int) -> Step {
    let layer = router.layers[index]
    guard case .route(_, let middleware, let handler) = layer.action else { return .leave }
    if link == 0 { exchange.route = (layer, mountPattern) }
    if link == middleware.count { return .handler(handler, layer) }
    return .middleware(middleware[link].run, next(behind: layer, .link(link + 1, of: index)))
  }

  private func next(behind layer: Layer, _ position: Position, _ detour: Detour? = nil) -> Next {
    Next(
      visit: self, layer: layer, position: position, step: exchange.beginStep(), detour: detour)
  }

  /// What came next may have changed params, url and baseUrl; the middleware that passed it on finds them as they were.
  func comeBack(_ parameters: Parameters?, _ detour: Detour?) {
    detour?.resume()
    if let parameters {
      exchange.parameters = parameters
    } else if !exchange.parameters.isEmpty {
      exchange.parameters = Parameters()
    }
  }

  /// A middleware has returned.
  func finish(_ next: Next) throws {
    if !exchange.hasPassedOn(next.step), let layer = next.layer { try check(layer) }
    try exchange.throwFailure()
  }

  // MARK: What is seldom done

  /// `param`, and layers under a path.
  func runOther(_ index: Int, _ end: Int) async throws {
    let layer = router.layers[index]
    try await runParameterHandlers(of: layer)
    if response.headersSent { return }
    switch layer.action {
    case .route: try await next(at: .link(0, of: index))()
    case .middleware(let middleware):
      let detour = cutOff(end)
      defer { detour?.end() }
      let next = next(behind: layer, .layers(from: index + 1), detour)
      try await middleware(request, response, next)
      try finish(next)
    case .router(let inner):
      let detour = cutOff(end)
      defer {
        detour?.end()
        exchange.app = app
      }
      let mount = Mount(self, index, detour)
      let visit = Visit(inner, request, response, exchange, outer: mount)
      do { try await visit.run() } catch { try await visit.handle(error) }
    }
  }

  /// Nothing to do for a path of "/".
  private func cutOff(_ end: Int) -> Detour? {
    end > 0 ? Detour(request, exchange, end) : nil
  }

  /// Runs what `param` was given for the parameters at hand, but once for each value.
  private func runParameterHandlers(of layer: Layer) async throws {
    guard !router.parameterHandlers.isEmpty else { return }
    for name in layer.matcher.alternatives.flatMap(\.names) {
      guard let value = exchange.parameters[name], seenParameters[name] != value else { continue }
      for handler in router.parameterHandlers[name] ?? [] where !response.headersSent {
        try await handler(request, response, value)
        try exchange.throwFailure()
      }
      seenParameters[name] = value
    }
  }

  /// Goes on behind this router, in the one around it.
  func leave() async throws {
    guard let outer else { return try answerUnmatched() }
    outer.detour?.pause()
    exchange.app = outer.visit.app
    defer {
      exchange.app = app
      outer.detour?.resume()
    }
    do { try await outer.visit.next(at: .layers(from: outer.layer + 1))() } catch {
      failedBehind = true
      throw error
    }
  }

  // MARK: Finding layers

  /// The first layer from `start` on for this path and method, and where its pattern ended.
  private func find(from start: Int) throws -> (index: Int, end: Int)? {
    let path = exchange.path(of: request.url)
    var captures: [Range<Int>] = []
    var start = start
    while let index = router.layer(from: start, for: path) {
      start = index + 1
      let layer = router.layers[index]
      guard let match = layer.matcher.match(path, &captures) else { continue }
      if case .route(let method, _, _) = layer.action, !layer.answers(request.method, method) {
        exchange.allow(method)
        continue
      }
      let names = layer.matcher.alternatives[match.alternative].names
      if !names.isEmpty {
        let wildcards = layer.wildcards[match.alternative]
        setParameters(try Parameters(names, captures, wildcards: wildcards, in: path))
      } else if !exchange.parameters.isEmpty {
        setParameters(Parameters())
      }
      return (index, match.end)
    }
    return nil
  }

  private func setParameters(_ parameters: Parameters) {
    if router.mergesParameters, let outer {
      exchange.parameters = parameters.merged(over: outer.parameters)
    } else {
      exchange.parameters = parameters
    }
  }

  // MARK: Silence and errors

  /// A layer that is done must have answered: nobody else will.
  func check(_ layer: Layer) throws {
    try exchange.throwFailure()
    guard !response.headersSent, !response.ended else { return }
    let duty =
      if case .middleware = layer.action { "neither answered nor called next()" } else {
        "did not answer"
      }
    throw Mistake(
      "\(layer.readableName) \(duty): every path through it must end in a response method, or throw"
    )
  }

  /// Answers for an error, in the app in which the request began.
  func end(_ thrown: any Error) async {
    do { try await handle(thrown) } catch {
      exchange.withRequestID { app?.answer(error, request, response, exchange) }
    }
  }

  /// Asks this router's error handlers, one after the other, until one has answered. Throws what none has answered.
  func handle(_ thrown: any Error) async throws {
    if failedBehind { throw thrown }
    try await exchange.waitWithRequestID { try await askErrorHandlers(thrown) }
  }

  private func askErrorHandlers(_ thrown: any Error) async throws {
    var error = thrown
    // It must not stand in the way of the answer to this error.
    if let failure = exchange.failure {
      exchange.failure = nil
      exchange.reportMistake(failure, request)
    }
    exchange.reportMistake(error, request)
    for handler in router.errorHandlers where !response.headersSent {
      do {
        try await handler(error, request, response)
        try exchange.throwFailure()
        if response.headersSent { return }
      } catch let another { error = another }
    }
    throw error
  }
}
