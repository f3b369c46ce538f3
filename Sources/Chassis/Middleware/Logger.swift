// One line for each request, when its answer is over.

/// Middleware that writes a line about each request: `GET /users 200 - 1.204 ms`.
///
/// ```swift
/// app.use(logger())
/// app.use(logger(.json) { line in print(line) })
/// // GET / → 200  Hello
/// ```
///
/// - Parameters:
///   - format: `.dev`, `.common`, `.combined`, `.json`, or one of your own: see `LogFormat`.
///   - write: takes the lines; they go where the app's `log` does unless given.
///
/// The status is the one that was sent, also where an error was answered for. What clients send cannot break a line.
///
/// Express: `morgan('dev')`, `morgan('combined')`
public func logger(_ format: LogFormat = .dev, _ write: ((String) -> Void)? = nil) -> Middleware {
  { request, response, next in
    let (start, wallStart) = (ContinuousClock.now, wallClockSeconds())
    let write = write ?? request.exchange.log
    response.onFinish {
      let duration = ContinuousClock.now - start
      write(format.line(LogEntry(request, response, start: wallStart, duration: duration)))
    }
    try await next()
  }
}

/// A duration as milliseconds with three digits: `1.204 ms`.
nonisolated func readableMilliseconds(_ duration: Duration) -> String {
  let microseconds = microseconds(duration)
  let fraction = String(microseconds % 1_000)
  return
    "\(microseconds / 1_000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction) ms"
}
