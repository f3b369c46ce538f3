// A limit on how long a handler may take. A client that waits for a server that waits for something else is served better by
// a 503 now than by an answer in five minutes; and every request that waits holds memory.
//
//     handler   ├── await slow lookup ──────▒▒▒ cancelled: its next `await` throws CancellationError
//     timeout   ├──────────────── 5 s ──┤ 503

/// Middleware that answers 503 where what comes behind it has not answered after a time, and cancels that.
///
/// ```swift
/// app.get("/report", timeout(.milliseconds(500))) { request, response in
///   try await Task.sleep(for: .seconds(60))
///   response.send("never")
/// }
/// // GET /report → 503
/// ```
///
/// - Parameter limit: how long a handler may take.
///
/// The handler's task is cancelled: sleeping, reading, writing and asking other servers end with an error. A handler that
/// goes on all the same does so for nobody. It cannot be interrupted while it computes: there is one loop, and while a
/// handler has it, no timer runs.
///
/// The error is an `HTTPError` (`request.timeout`), which `onError` may answer otherwise. An answer that has begun cannot
/// become a 503: it is cut off. So leave out the routes that stream for long.
///
/// Express: `connect-timeout`
public func timeout(_ limit: Duration) -> Middleware {
  { _, response, next in
    let holds = response.holds
    let error = HTTPError(503, "not answered within \(limit)", code: "request.timeout")
    try await run(
      within: limit, orThrow: error,
      // What waits for the handler's end to send its answer would keep the 503 as well.
      onTimeout: { response.dropHolds(to: holds) },
      work: { try await next() })
  }
}
