// How long the parts of an answer took, for the browser's network panel:
//
//     Server-Timing: db;desc="find users";dur=3.214, total;dur=5.001
//
// The field stands in front of the body, so a whole answer waits until its handler has returned; for one that is
// streamed, the times until its first `write` count.
//
// Source: W3C Server Timing

/// Middleware that sends `Server-Timing`: how long the answer took, and the parts that `request.measure` was told of.
///
/// ```swift
/// app.use(timing())
/// app.get("/users") { request, response in
///   let found = try await request.measure("db", "find users") { try slowLookup() }
///   response.json(found)
/// }
/// // GET /users → 200
/// ```
///
/// - Parameters:
///   - total: what the whole is called; nil leaves it out.
///   - shows: who gets the field. It tells strangers what your server is busy with, so show it to whom it helps.
///
/// Express: `server-timing`; `response-time`
public func timing(
  total: String? = "total", shows: @escaping (Request) -> Bool = { _ in true }
) -> Middleware {
  { request, response, next in
    let start = ContinuousClock.now
    let times = ServerTiming()
    request.locals[ServerTiming.self] = times
    let set: Response.Preparation = {
      guard shows(request) else { return }
      if let total { times.add(total, nil, ContinuousClock.now - start) }
      if !times.parts.isEmpty { response.append("Server-Timing", times.value) }
    }
    try await response.hold(until: set) { try await next() }
  }
}

extension Request {
  /// Measures a part of the work, for `Server-Timing`: where `timing()` is not there, it only does the work.
  ///
  /// - Parameters:
  ///   - name: the part's name, a token: letters, digits, `-`, `_`. Another one is left out, and so are parts beyond 50.
  ///   - description: what browsers show.
  ///   - work: what is measured, also where it throws.
  ///
  /// Express: `res.startTime` and `res.endTime` of `server-timing`
  public func measure<Result>(
    _ name: String, _ description: String? = nil, _ work: @MainActor () async throws -> Result
  ) async rethrows -> Result {
    guard let times = locals[ServerTiming.self] else { return try await work() }
    let start = ContinuousClock.now
    defer { times.add(name, description, ContinuousClock.now - start) }
    return try await work()
  }
}

/// The times of one request.
final class ServerTiming {
  private(set) var parts: [String] = []

  /// Nothing to do, and so no need to come back to the loop for it, which an isolated `deinit` would.
  nonisolated deinit {}

  var value: String { parts.joined(separator: ", ") }

  func add(_ name: String, _ description: String?, _ duration: Duration) {
    guard parts.count < 50, !name.isEmpty, name.utf8.allSatisfy(isTokenByte) else { return }
    let shown = description.map { text in
      let visible = String(
        decoding: text.utf8.map { (0x20...0x7E).contains($0) ? $0 : 63 }, as: UTF8.self)
      return ";desc=\"\(visible.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }
    let milliseconds = readableMilliseconds(duration).dropLast(3)
    parts.append("\(name)\(shown ?? "");dur=\(milliseconds)")
  }
}
