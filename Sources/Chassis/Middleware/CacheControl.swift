// How long an answer may be used again without asking. Browsers and proxies believe what stands here, so it stands only on
// answers that went well: an error kept for a day would outlive its cause.
//
// Source: RFC 9111 section 5.2.2, RFC 5861, RFC 8246

/// Middleware that lets browsers and proxies keep answers to GET and HEAD.
///
/// ```swift
/// app.use("/assets", cache(maxAge: .seconds(31_536_000), .public, immutable: true), staticFiles("assets"))
/// app.get("/news", cache(maxAge: .seconds(60), staleWhileRevalidate: .seconds(600))) { request, response in
///   response.json(notes)
/// }
/// // GET /news → 200  Cache-Control: max-age=60, stale-while-revalidate=600
/// ```
///
/// It says so with statuses below 400, and only where the handler has said nothing else. `private` is said of an answer that
/// sets a cookie, whatever was chosen here.
///
/// - Parameters:
///   - maxAge: how long it may be used without asking.
///   - scope: `.public`: by everybody, also where the request named its user; `.private`: by the user's own browser alone.
///     Unless given, by everybody where the request named no user.
///   - shared: how long proxies may use it, where that is another time.
///   - staleWhileRevalidate: how long afterwards it may be used while a new one is asked for.
///   - staleIfError: how long afterwards it may be used where no new one can be had.
///   - immutable: whether it never changes, so that not even a reload asks.
///   - mustRevalidate: whether it may never be used afterwards, also where the server cannot be reached.
///   - noTransform: whether nobody on the way may change it, for example by compression.
///
/// Express: `apicache`, `res.set("Cache-Control", …)`
public func cache(
  maxAge: Duration, _ scope: CacheScope? = nil, shared: Duration? = nil,
  staleWhileRevalidate: Duration? = nil, staleIfError: Duration? = nil, immutable: Bool = false,
  mustRevalidate: Bool = false, noTransform: Bool = false
) -> Middleware {
  let rest = [
    "max-age=\(cacheSeconds(maxAge))", shared.map { "s-maxage=\(cacheSeconds($0))" },
    staleWhileRevalidate.map { "stale-while-revalidate=\(cacheSeconds($0))" },
    staleIfError.map { "stale-if-error=\(cacheSeconds($0))" },
    immutable ? "immutable" : nil, mustRevalidate ? "must-revalidate" : nil,
    noTransform ? "no-transform" : nil,
  ].compactMap { $0 }
  return settingCacheControl { response in
    let scope = response.headers.contains("Set-Cookie") ? .private : scope
    return ((scope.map { [$0.rawValue] } ?? []) + rest).joined(separator: ", ")
  }
}

/// Middleware that lets nobody keep answers, or only after asking.
///
/// ```swift
/// app.use("/account", cache(.noStore))
/// app.get("/users", cache(.noCache)) { request, response in response.json(users) }
/// // GET /account → 200  Cache-Control: no-store
/// ```
///
/// Express: `nocache`, `res.set("Cache-Control", …)`
public func cache(_ rule: CacheRule) -> Middleware { settingCacheControl { _ in rule.rawValue } }

/// Who may keep an answer.
public nonisolated enum CacheScope: String, Sendable {
  /// Everybody: browsers and the proxies on the way.
  case `public`
  /// The browser of the user who asked.
  case `private`
}

/// When a kept answer may not be used as it is.
public nonisolated enum CacheRule: String, Sendable {
  /// It may not be kept at all: it is secret, or true for a moment only.
  case noStore = "no-store"
  /// It may be kept, and used when the server has said that it is still so (by its `ETag` or date).
  case noCache = "no-cache"
}

/// Whole seconds, not below 0 nor above what every cache can count.
nonisolated func cacheSeconds(_ duration: Duration) -> Int64 {
  min(max(0, duration.components.seconds), 2_147_483_648)
}

private func settingCacheControl(_ value: @escaping (Response) -> String) -> Middleware {
  { request, response, next in
    guard request.method == "GET" || request.method == "HEAD" else { return try await next() }
    var hasThrown = false
    let sayHowLong: Response.Preparation = {
      guard !hasThrown, response.statusCode < 400, !response.headers.contains("Cache-Control")
      else {
        return
      }
      response.headers["Cache-Control"] = value(response)
    }
    try await response.hold(until: sayHowLong) {
      do { try await next() } catch {
        hasThrown = true
        throw error
      }
    }
  }
}
