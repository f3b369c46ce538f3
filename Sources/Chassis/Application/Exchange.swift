// What Chassis knows of one request and its answer. It sits in the slot that Engine keeps for a framework, so that
// there is one type of Request and one of Response, with or without Chassis.

final class Exchange: CustomStringConvertible {
  /// The app whose settings count now: a mounted one while it serves. Nil where a raw server only uses Chassis'
  /// conveniences.
  var app: App?
  /// The app that was asked first.
  let listeningApp: App?
  /// The answer, as long as an app is at work on it.
  var response: Response?

  // MARK: Where the request stands

  /// What mounted routers have cut off from `request.url`.
  var baseUrl = ""
  /// What the names in the matched path stand for.
  var parameters = Parameters()
  /// How the layer at work is named in messages.
  var layer: Layer?
  /// The route that answers, and the pattern under which its router is mounted.
  var route: (layer: Layer, mountPattern: String)?
  /// The path of `request.url` as bytes, worked out again when the target changes.
  private var path: [UInt8] = []
  private var pathOfUrl: String?

  /// Where in the program the answer is being written: `GET /users/:id (main.swift:12)`.
  var description: String { layer?.readableName ?? "an app without a route for it" }

  // MARK: How the answer goes

  /// What a method of Response could not do, to be thrown when the handler returns.
  var failure: (any Error)?
  private var steps = 0
  private var lastPassedOn = 0
  private var findings: Findings?

  init(app: App?) {
    self.app = app
    listeningApp = app
  }

  /// Nothing to do, and so no need to come back to the loop for it, which an isolated `deinit` would.
  nonisolated deinit {}

  /// The log of the app at work, or of the one that was asked first.
  var log: (String) -> Void { app?.ownLog ?? listeningApp?.ownLog ?? { report($0) } }

  /// The path of a target as bytes, its query cut off.
  func path(of url: String) -> [UInt8] {
    if pathOfUrl != url {
      pathOfUrl = url
      path = pathBytes(of: url)
    }
    return path
  }

  /// What was found out and left on the way. Most requests leave nothing, so it is made when it is first asked for.
  var found: Findings {
    if let findings { return findings }
    let findings = Findings()
    self.findings = findings
    return findings
  }

  /// Whether answers name their version.
  var etag: ETagSetting { findings?.etag ?? app?.etag ?? .off }

  // MARK: Next is called once

  /// Numbers a middleware that begins.
  func beginStep() -> Int {
    steps += 1
    return steps
  }

  /// Whether this middleware has passed the request on. Later ones begin only then, so one number tells.
  func hasPassedOn(_ step: Int) -> Bool { lastPassedOn >= step }

  func passOn(_ step: Int) { lastPassedOn = step }

  /// The answer is over.
  func finish() {
    defer { response = nil }  // It holds this, too.
    guard let findings, !findings.onFinish.isEmpty else { return }
    let finished = findings.onFinish
    findings.onFinish = []  // They hold the request, which holds them.
    withRequestID { for body in finished { body() } }
  }

  /// Throws what a method of Response could not do.
  func throwFailure() throws {
    guard let failure else { return }
    self.failure = nil
    throw failure
  }
}

/// The path of a target: what stands before the "?". A proxy's full form (`http://host/path`) counts from its path on.
nonisolated func pathBytes(of url: String) -> [UInt8] {
  let bytes = Array(url.utf8)
  let start = pathStart(of: url)
  let end = bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.count
  if start == 0, end == bytes.count { return bytes }
  return start == end && start > 0 ? [slash] : Array(bytes[start..<end])
}

/// Where the path of a target begins: its first byte, or behind the host in a proxy's full form.
nonisolated func pathStart(of url: String) -> Int {
  guard url.utf8.first != slash else { return 0 }
  let target = url.utf8.prefix { $0 != UInt8(ascii: "?") }
  guard let colon = target.firstIndex(of: UInt8(ascii: ":")) else { return 0 }
  guard target[colon...].starts(with: "://".utf8) else { return 0 }
  return target.count - target[colon...].dropFirst(3).drop { $0 != slash }.count
}

extension Request {
  /// What Chassis knows of this request; made when it is first asked for.
  var exchange: Exchange {
    if let exchange = frameworkState as? Exchange { return exchange }
    let exchange = Exchange(app: nil)
    frameworkState = exchange
    return exchange
  }
}

extension Response {
  /// What Chassis knows of the request that is answered.
  var exchange: Exchange { request.exchange }
}
