// One line for each request, when its answer is over.

/// Middleware that writes method, target, status and time of each request: `GET /users 200 - 1.204 ms`.
///
/// ```swift
/// app.use(logger())
/// ```
///
/// - Parameter write: takes the lines; they go where the app's `log` does unless given.
///
/// The status is the one that was sent, also where an error was answered for.
///
/// Express: `morgan('dev')`
public func logger(_ write: ((String) -> Void)? = nil) -> Middleware {
  { request, response, next in
    let start = ContinuousClock.now
    let write = write ?? request.exchange.app?.log ?? { report($0) }
    response.onFinish {
      let time = readableMilliseconds(ContinuousClock.now - start)
      write("\(request.method) \(request.originalUrl) \(response.statusCode) - \(time)")
    }
    try await next()
  }
}

/// A duration as milliseconds with three digits: `1.204 ms`.
nonisolated func readableMilliseconds(_ duration: Duration) -> String {
  let microseconds =
    duration.components.seconds * 1_000_000 + duration.components.attoseconds / 1_000_000_000_000
  let fraction = String(microseconds % 1_000)
  return
    "\(microseconds / 1_000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction) ms"
}
