// The numbers that `metrics()` counts, and how Prometheus wants to read them.
//
// Source: Prometheus, Exposition formats, text-based format 0.0.4

/// Counts of requests, and of how long they took.
///
/// ```swift
/// let numbers = RequestMetrics(buckets: [0.01, 0.1, 1])
/// app.use(metrics(path: nil, into: numbers))
/// app.get("/admin/metrics", requireRole("admin")) { request, response in
///   response.type("text").send(numbers.text)
/// }
/// ```
///
/// Express: `prom-client`
public final class RequestMetrics {
  /// How many requests are being served now.
  public internal(set) var inProgress = 0
  private let buckets: [Double]
  private let limit: Int
  private var histograms: [MetricSeries: Histogram] = [:]

  private struct Histogram {
    /// How many requests fell into each bucket, and into none; each counted once.
    var counts: [Int]
    var count = 0
    var seconds = 0.0
  }

  /// Nothing counted yet.
  ///
  /// - Parameters:
  ///   - buckets: the upper ends of the times that are counted apart, in seconds.
  ///   - limit: how many series there may be, of method, route and status; what is beyond is counted together.
  public init(
    buckets: [Double] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    limit: Int = 1_000
  ) {
    self.buckets = Set(buckets.filter(\.isFinite)).sorted()
    self.limit = limit
  }

  func count(_ series: MetricSeries, _ duration: Duration) {
    let isNew = histograms[series] == nil
    let series = isNew && histograms.count >= limit ? .overflow : series
    let seconds = Double(microseconds(duration)) / 1_000_000
    let empty = Histogram(counts: Array(repeating: 0, count: buckets.count + 1))
    let bucket = buckets.firstIndex { seconds <= $0 } ?? buckets.count
    histograms[series, default: empty].counts[bucket] += 1
    histograms[series, default: empty].count += 1
    histograms[series, default: empty].seconds += seconds
  }

  /// All numbers, a line each.
  public var text: String {
    let all = histograms.sorted { $0.key.labels < $1.key.labels }
    var lines = [
      "# HELP http_requests_in_progress Requests being served.",
      "# TYPE http_requests_in_progress gauge", "http_requests_in_progress \(inProgress)",
      "# HELP http_requests_total Requests answered.", "# TYPE http_requests_total counter",
    ]
    for (series, histogram) in all {
      lines.append("http_requests_total{\(series.labels)} \(histogram.count)")
    }
    lines += [
      "# HELP http_request_duration_seconds Time until the answer was whole.",
      "# TYPE http_request_duration_seconds histogram",
    ]
    for (series, histogram) in all { lines += histogramLines(series.labels, histogram) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// In this format each bucket has what is in the smaller ones as well.
  private func histogramLines(_ labels: String, _ histogram: Histogram) -> [String] {
    let name = "http_request_duration_seconds"
    var sum = 0
    var lines = zip(buckets, histogram.counts).map { bucket, count in
      sum += count
      return "\(name)_bucket{\(labels),le=\"\(bucket)\"} \(sum)"
    }
    lines.append("\(name)_bucket{\(labels),le=\"+Inf\"} \(histogram.count)")
    lines.append("\(name)_sum{\(labels)} \(histogram.seconds)")
    lines.append("\(name)_count{\(labels)} \(histogram.count)")
    return lines
  }
}

/// What requests are counted by. Nothing in it was made up by a client.
nonisolated struct MetricSeries: Hashable {
  let method: String
  let route: String
  let status: String

  /// Where more is counted than there is room for.
  static let overflow = MetricSeries("other", "other", "other")

  private static let methods: Set = [
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE",
  ]

  private init(_ method: String, _ route: String, _ status: String) {
    (self.method, self.route, self.status) = (method, route, status)
  }

  init(method: String, route: String?, status: Int) {
    self.init(Self.methods.contains(method) ? method : "other", route ?? "none", String(status))
  }

  var labels: String {
    "method=\"\(method)\",route=\"\(Self.escaped(route))\",status=\"\(status)\""
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}
