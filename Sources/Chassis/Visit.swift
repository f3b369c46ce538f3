// One request's way through one router: the heart of the framework.
//
//     proceed(from: 0)                     find the first layer that matches
//       middleware ── try await next() ──▸   proceed(from: 1)
//                                              handler ── answers
//       … its code behind next() ◂──────────   returns
//
// Nothing is built up beforehand: each layer runs inside the call of the one before it, so errors and the way back
// are Swift's own. A router mounted in another is visited inside the visit of the outer one; when it has no layer
// left, the outer visit goes on behind it, still inside.

final class Visit {
  /// The router's view of the request: what it finds in `url`, and what has been cut off before it.
  struct Place {
    var url: String
    var baseUrl: String
  }

  let router: Router
  let request: Request
  let response: Response
  let exchange: Exchange
  private let outer: (visit: Visit, layer: Int)?
  private let outerParameters: Parameters
  private var place: Place
  /// The app whose settings count here: the innermost around this router.
  private let app: App?
  /// For which values `param` has run already.
  private var seenParameters: [String: String] = [:]
  /// Whether an error came from behind this router, and so is none of its own.
  private var failedBehind = false

  init(
    _ router: Router, _ request: Request, _ response: Response, _ exchange: Exchange,
    outer: (visit: Visit, layer: Int)? = nil
  ) {
    self.router = router
    self.request = request
    self.response = response
    self.exchange = exchange
    self.outer = outer
    outerParameters = exchange.parameters
    app = router.asApp ?? exchange.app
    exchange.app = app
    place = Place(url: request.url, baseUrl: exchange.baseUrl)
  }

  /// Nothing to do, and so no need to come back to the loop for it, which an isolated `deinit` would.
  nonisolated deinit {}

  /// Serves the request with this router. Errors of its own go to its `onError`.
  func run() async throws {
    do { try await proceed(from: 0) } catch {
      if failedBehind { throw error }
      try await handle(error)
    }
  }

  /// Runs the first layer from `start` on that matches, and what it passes on to.
  func proceed(from start: Int) async throws {
    guard let (index, layer, end) = try find(from: start) else { return try await leave() }
    exchange.layer = layer
    if !router.parameterHandlers.isEmpty {
      try await runParameterHandlers(of: layer)
      if response.headersSent { return }
    }
    switch layer.action {
    case .route(_, let middleware, let handler) where middleware.isEmpty:
      try await handler(request, response)
      try check(layer)
    case .route:
      try await run(index, link: 0)
    case .middleware(let middleware):
      enter(end)
      try await run(middleware, of: index, link: 0)
    case .router(let inner):
      enter(end)
      try await Visit(inner, request, response, exchange, outer: (self, index)).run()
    }
  }

  /// Runs a route's middleware from `link` on, then its handler.
  func run(_ index: Int, link: Int) async throws {
    let layer = router.layers[index]
    guard case .route(_, let middleware, let handler) = layer.action else { return }
    if link < middleware.count {
      try await run(middleware[link], of: index, link: link + 1)
    } else {
      try await handler(request, response)
      try check(layer)
    }
  }

  /// Goes on behind this router, in the one around it.
  func leave() async throws {
    guard let outer else { return try answerUnmatched() }
    outer.visit.stepBack()
    do { try await outer.visit.proceed(from: outer.layer + 1) } catch {
      failedBehind = true
      throw error
    }
  }

  private func run(_ middleware: Middleware, of index: Int, link: Int) async throws {
    let step = exchange.beginStep()
    let place = Place(url: request.url, baseUrl: exchange.baseUrl)
    try await middleware(
      request, response, Next(visit: self, layer: index, link: link, step: step, place: place))
    if !exchange.hasPassedOn(step) { try check(router.layers[index]) }
    try exchange.throwFailure()
  }

  // MARK: Finding layers

  /// The first layer from `start` on for this path and method, and where its pattern ended.
  private func find(from start: Int) throws -> (index: Int, layer: Layer, end: Int)? {
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
      try setParameters(layer, match, captures, path)
      return (index, layer, match.end)
    }
    return nil
  }

  private func setParameters(
    _ layer: Layer, _ match: PathMatcher.Match, _ captures: [Range<Int>], _ path: [UInt8]
  ) throws {
    let names = layer.matcher.alternatives[match.alternative].names
    var parameters = Parameters()
    if !names.isEmpty {
      let wildcards = layer.wildcards[match.alternative]
      parameters = try Parameters(names, captures, wildcards: wildcards, in: path)
    }
    exchange.parameters =
      router.mergesParameters ? parameters.merged(over: outerParameters) : parameters
  }

  /// Runs what `param` was given for the parameters at hand, but once for each value.
  private func runParameterHandlers(of layer: Layer) async throws {
    for name in layer.matcher.alternatives.flatMap(\.names) {
      guard let value = exchange.parameters[name], seenParameters[name] != value else { continue }
      for handler in router.parameterHandlers[name] ?? [] where !response.headersSent {
        try await handler(request, response, value)
        try exchange.throwFailure()
      }
      seenParameters[name] = value
    }
  }

  // MARK: Places

  /// Cuts the matched path off from `url`, for middleware and routers under a path.
  private func enter(_ end: Int) {
    guard end > 0 else { return }
    let path = request.url.utf8.dropFirst(pathStart(of: request.url))
    let cut = path.index(path.startIndex, offsetBy: end, limitedBy: path.endIndex) ?? path.endIndex
    let rest = request.url[cut...]
    exchange.baseUrl += request.url[path.startIndex..<cut]
    request.url = rest.first == "/" ? String(rest) : "/" + rest
  }

  /// Takes the request back to this router's place, after a layer at `inner` passed it on. What the layer changed in
  /// `url` stays changed.
  func stepBack(from inner: Place) {
    if request.url != inner.url {
      place.url = inner.baseUrl.dropFirst(place.baseUrl.count) + request.url
    }
    stepBack()
  }

  /// Takes the request back to this router's place.
  private func stepBack() {
    exchange.app = app
    request.url = place.url
    exchange.baseUrl = place.baseUrl
  }

  // MARK: Silence and errors

  /// A layer that is done must have answered: nobody else will.
  private func check(_ layer: Layer) throws {
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

  /// Asks this router's error handlers, one after the other, until one has answered.
  private func handle(_ thrown: any Error) async throws {
    var error = thrown
    // It must not stand in the way of the answer to this error.
    if let failure = exchange.failure {
      exchange.failure = nil
      exchange.reportMistake(failure, request)
    }
    exchange.reportMistake(error, request)
    stepBack()
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
