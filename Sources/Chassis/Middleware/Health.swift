// Two questions that those who run servers ask them every few seconds:
//
//     GET /livez    do you run at all?           no: they start it anew
//     GET /readyz   can you serve requests now?  no: they send requests elsewhere for a while
//
// They are two, because a server whose database is down is not helped by a restart. One that ends is alive, and not ready.

/// Middleware that answers `/livez` and `/readyz`, for supervisors and load balancers.
///
/// ```swift
/// app.use(health(checks: ["database": { await database.close() }]))
/// // GET /livez → 200
/// // GET /readyz → 200  {"checks":{"database":"ok"},"status":"ready"}
/// ```
///
/// - Parameters:
///   - live: the path that says whether the program runs.
///   - ready: the path that says whether it can serve.
///   - checks: what it takes to serve, each with a name. A check that throws, or takes too long, says no.
///   - timeout: how long a check may take.
///   - keep: how long what a check said counts, so that nobody makes a database busy by asking.
///
/// The answer is JSON, 200 or 503: `{"checks":{"database":"ok"},"status":"ready"}`. Why a check failed is told to the log
/// alone. While the program ends, it is not ready. Register it before loggers and whatever asks who is there.
///
/// Express: `@godaddy/terminus`, `lightship`
public func health(
  live: String = "/livez", ready: String = "/readyz",
  checks: KeyValuePairs<String, HealthCheck> = [:], timeout: Duration = .seconds(2),
  keep: Duration = .seconds(1)
) -> Middleware {
  let checks = checks.map { Checkup(name: $0.key, check: $0.value, timeout, keep) }
  return { request, response, next in
    let path = request.path
    guard path == live || path == ready, ["GET", "HEAD"].contains(request.method) else {
      return try await next()
    }
    response.set("Cache-Control", "no-store")
    if path == live { return response.json(Health(status: "live")) }
    if EventLoop.main.isStopping { return response.status(503).json(Health(status: "stopping")) }
    var results: [String: String] = [:]
    for checkup in checks {
      let isGood = await checkup.isGood { request.exchange.log($0) }
      results[checkup.name] = isGood ? "ok" : "failed"
    }
    let isReady = results.values.allSatisfy { $0 == "ok" }
    let health = Health(
      status: isReady ? "ready" : "not ready", checks: results.isEmpty ? nil : results)
    response.status(isReady ? 200 : 503).json(health, options: JSON.Options(sortedKeys: true))
  }
}

/// What it takes to serve: returns where all is well, and throws where it is not.
public typealias HealthCheck = @MainActor () async throws -> Void

private nonisolated struct Health: Encodable {
  var status: String
  var checks: [String: String]?
}

/// A check, and what it last said. Those who ask while it runs wait for the same run.
private final class Checkup {
  let name: String
  private let check: HealthCheck
  private let timeout: Duration
  private let keep: Duration
  private var last: (isGood: Bool, time: ContinuousClock.Instant)?
  private var running: Task<Bool, Never>?

  init(name: String, check: @escaping HealthCheck, _ timeout: Duration, _ keep: Duration) {
    self.name = name
    self.check = check
    self.timeout = timeout
    self.keep = keep
  }

  func isGood(_ log: @escaping (String) -> Void) async -> Bool {
    if let last, ContinuousClock.now - last.time < keep { return last.isGood }
    if let running { return await running.value }
    let task = Task { await run(log) }
    running = task
    return await task.value
  }

  private func run(_ log: (String) -> Void) async -> Bool {
    var isGood = true
    do {
      try await Chassis.run(within: timeout, orThrow: CheckTookTooLong(timeout), work: check)
    } catch {
      log("health: \(name): \(error)")
      isGood = false
    }
    last = (isGood, .now)
    running = nil
    return isGood
  }
}

private nonisolated struct CheckTookTooLong: Error, CustomStringConvertible {
  let description: String
  init(_ limit: Duration) { description = "it took longer than \(limit)" }
}
