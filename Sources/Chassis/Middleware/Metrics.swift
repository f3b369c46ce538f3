// Counts what an app does, in the text that Prometheus reads every few seconds.
//
//     http_requests_total{method="GET",route="/users/:id",status="200"} 1027
//
// A series is one line of that kind. Each costs memory here and much more over there, so nothing that a client makes up may
// become one: the route is counted by its pattern, a method that nobody knows as "other", a path that is not found as
// "none"; and there is a limit on their number all the same.

/// Middleware that counts and times requests, and answers `/metrics` with the numbers.
///
/// ```swift
/// app.use(metrics())
/// // GET /metrics → 200  Content-Type: text/plain; version=0.0.4; charset=utf-8
/// ```
///
/// - Parameters:
///   - path: where the numbers are told; nil for nowhere. Everybody who comes there reads them: keep the path from the
///     world by your proxy, or give it to an app that listens elsewhere, with `numbers.text`.
///   - numbers: where they are counted.
///
/// There are three: `http_requests_total`, the histogram `http_request_duration_seconds` (both by method, route pattern
/// and status), and `http_requests_in_progress`. Register it first, so that it sees all.
///
/// Express: `prom-client`, `express-prom-bundle`
public func metrics(
  path: String? = "/metrics", into numbers: RequestMetrics = RequestMetrics()
) -> Middleware {
  { request, response, next in
    if let path, request.path == path, ["GET", "HEAD"].contains(request.method) {
      response.set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
      return response.send(numbers.text)
    }
    let start = ContinuousClock.now
    numbers.inProgress += 1
    response.onFinish {
      numbers.inProgress -= 1
      let series = MetricSeries(
        method: request.method, route: request.route, status: response.statusCode)
      numbers.count(series, ContinuousClock.now - start)
    }
    try await next()
  }
}
