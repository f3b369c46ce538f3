// Limits how many requests a client may make in a time.
//
// The window is fixed: it begins with a client's first request, and at its end the count begins anew.
//
//     limit 3   │ 1 2 3 429 429   │ 1 2 …
//               0 s               60 s
//
// One step in the store for each request, and one number for each client. Around the end of a window twice the limit can
// come close together (3 in its last second, 3 in the next one's first). A bigger server slides the window, or fills a
// bucket with tokens, drop by drop, which needs more state for each client.
//
// What clients are told, so that they can slow down by themselves:
//
//     RateLimit-Policy: "default";q=100;w=60     the rule: 100 requests in 60 seconds
//     RateLimit: "default";r=73;t=42             73 are left, for the next 42 seconds
//
// Source: draft-ietf-httpapi-ratelimit-headers-10; RFC 6585 section 4

/// Middleware that answers 429 to a client that makes more requests than `limit` within `window`.
///
/// ```swift
/// app.use(rateLimit(limit: 100, window: .seconds(60)))
/// app.post("/login", rateLimit(limit: 5, window: .seconds(300), name: "login")) {
///   request, response in response.send("welcome")
/// }
/// // POST /login → 200  RateLimit: "login";r=4;t=300
/// ```
///
/// - Parameters:
///   - limit: how many requests are served in a window, at least 1.
///   - window: how long a window lasts, at least a millisecond. It begins with a client's first request.
///   - name: tells this limit from others in the store and in the fields: letters, digits, spaces, `-` and `_`.
///   - store: where the counts are kept. Several processes need one in common, such as `RedisStore`.
///   - passOnStoreError: whether requests are served where the store does not answer. Else they are answered 503.
///   - key: who is counted. Nil: the request is not counted.
///
/// Clients are told apart by their address; of IPv6 by the first half, because a single client has the rest to choose
/// from. Each answer says what is left (`RateLimit`), one with 429 also when to come again (`Retry-After`).
///
/// Express: `express-rate-limit`
public func rateLimit(
  limit: Int = 100, window: Duration = .seconds(60), name: String = "default",
  store: any Store = MemoryStore(), passOnStoreError: Bool = false, file: StaticString = #fileID,
  line: UInt = #line, key: @escaping @MainActor (Request) async throws -> String? = clientKey
) -> Middleware {
  let rule = RateRule(name: name, limit: limit, window: window)
  if let problem = rule.problem {
    endProcess("\(SourceLocation(file: file, line: line)): rateLimit: \(problem)")
  }
  return { request, response, next in
    guard let client = try await key(request) else { return try await next() }
    do {
      let count = try await store.increment(rule.storeKey(client), window: window)
      response.append("RateLimit-Policy", rule.policy).append("RateLimit", rule.state(count))
      if count.count > limit { throw rule.refusal(count, response) }
    } catch let error as StoreError {
      guard passOnStoreError else { throw HTTPError.unavailable(error, "rate limit \"\(name)\"") }
      request.exchange.log(
        "\(request.method) \(request.originalUrl): rate limit \"\(name)\" not counted: \(error)")
    }
    try await next()
  }
}

/// Who a client is for `rateLimit`: its address.
public func clientKey(_ request: Request) -> String { addressKey(clientAddress(of: request)) }

/// The address that requests are counted by.
func clientAddress(of request: Request) -> String { request.ip ?? "unknown" }

/// An address as a key: an IPv4 address whole, of an IPv6 address its first half, which is what one client has at least.
nonisolated func addressKey(_ address: String) -> String {
  let address = address.lowercased()
  guard address.contains(":") else { return address }
  // An IPv4 client of a server that listens on both.
  if address.hasPrefix("::ffff:"), address.contains(".") { return String(address.dropFirst(7)) }
  let halves = address.prefix { $0 != "%" }.split(
    separator: "::", maxSplits: 1, omittingEmptySubsequences: false
  ).map { $0.split(separator: ":") }
  let missing = max(0, 8 - halves.reduce(0) { $0 + $1.count })
  let groups = halves[0] + Array(repeating: "0", count: missing) + halves.dropFirst().joined()
  return groups.prefix(4).joined(separator: ":") + "::/64"
}

/// A limit, and how it is written.
nonisolated struct RateRule {
  let name: String
  let limit: Int
  let window: Duration

  /// Why it makes no sense, nil if it does.
  var problem: String? {
    if limit < 1 { return "limit: \(limit) would serve nobody; it is at least 1" }
    if window < .milliseconds(1) {
      return "window: \(window) is too short; it is at least a millisecond"
    }
    let isAllowed = { (byte: UInt8) in
      byte == 0x20 || isTokenByte(byte) && !"!#$%&'*+.^`|~".utf8.contains(byte)
    }
    if name.isEmpty || !name.utf8.allSatisfy(isAllowed) {
      return "name: \"\(name)\" has something else than letters, digits, spaces, \"-\" and \"_\""
    }
    return nil
  }

  /// Where a client's count is kept. A key may hold what a client sends, so a long one is shortened.
  func storeKey(_ client: String) -> String {
    let key = client.utf8.count <= 64 ? client : Base64.encode(SHA256.digest(of: client), as: .url)
    return "rate:\(name):\(key)"
  }

  var policy: String { "\"\(name)\";q=\(limit);w=\(wholeSeconds(window))" }

  func state(_ count: WindowCount) -> String {
    "\"\(name)\";r=\(max(0, limit - count.count));t=\(wholeSeconds(count.rest))"
  }

  /// The answer to one request too many.
  @MainActor func refusal(_ count: WindowCount, _ response: Response) -> HTTPError {
    let seconds = wholeSeconds(count.rest)
    response.set("Retry-After", String(seconds))
    return HTTPError(
      429,
      "too many requests: \(limit) in \(wholeSeconds(window)) s are served; try again in \(seconds) s",
      code: "rate.exceeded")
  }

  /// Rounded up: who comes again after so many seconds does not come too early.
  private func wholeSeconds(_ duration: Duration) -> Int64 {
    let (seconds, attoseconds) = duration.components
    return attoseconds > 0 ? seconds + 1 : seconds
  }
}
