// Chassis: middleware that ships: numbers for Prometheus, of which no client can make more.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct MetricsTests {
  private func app(_ metrics: @escaping Middleware) -> App {
    let app = App()
    app.log = { _ in }
    let users = Router()
    users.get("/:id") { request, response in
      response.status(request.params["id"] == "0" ? 404 : 200).send("user")
    }
    app.use(metrics)
    app.use("/users", users)
    app.post("/:\"a\\\"b\"") { $1.sendStatus(201) }
    return app
  }

  private func totals(_ text: String) -> [String] {
    text.split(separator: "\n").filter { $0.hasPrefix("http_requests_total{") }.map {
      String($0.dropFirst("http_requests_total".count))
    }
  }

  @Test func `requests are counted by pattern`() async throws {
    let numbers = RequestMetrics()
    try await app(metrics(into: numbers)).served { client in
      for line in [
        "GET /users/1", "GET /users/2?a", "GET /users/0", "HEAD /users/1", "GET /secret/1",
        "GET /secret/2", "BREW /users/1", "BREW2 /users/1", "OPTIONS /users/1", "POST /x",
      ] {
        _ = try await client.request(line)
      }
      let answer = try await client.request("GET /metrics")
      #expect(answer["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
      #expect(
        totals(answer.body) == [
          "{method=\"GET\",route=\"/users/:id\",status=\"200\"} 2",
          "{method=\"GET\",route=\"/users/:id\",status=\"404\"} 1",
          "{method=\"GET\",route=\"none\",status=\"404\"} 2",
          "{method=\"HEAD\",route=\"/users/:id\",status=\"200\"} 1",
          "{method=\"OPTIONS\",route=\"none\",status=\"200\"} 1",
          "{method=\"POST\",route=\"/:\\\"a\\\\\\\"b\\\"\",status=\"201\"} 1",
          "{method=\"other\",route=\"none\",status=\"404\"} 2",
        ])
      #expect(answer.body.contains("\nhttp_requests_in_progress 0\n"))
    }
  }

  @Test func `the text is as Prometheus reads it`() {
    let numbers = RequestMetrics(buckets: [0.1, 0.5, 0.1, .infinity])
    let series = MetricSeries(method: "GET", route: "/a", status: 200)
    for duration in [0, 100, 101, 500, 2_000] { numbers.count(series, .milliseconds(duration)) }
    let labels = "method=\"GET\",route=\"/a\",status=\"200\""
    #expect(
      numbers.text == """
        # HELP http_requests_in_progress Requests being served.
        # TYPE http_requests_in_progress gauge
        http_requests_in_progress 0
        # HELP http_requests_total Requests answered.
        # TYPE http_requests_total counter
        http_requests_total{\(labels)} 5
        # HELP http_request_duration_seconds Time until the answer was whole.
        # TYPE http_request_duration_seconds histogram
        http_request_duration_seconds_bucket{\(labels),le="0.1"} 2
        http_request_duration_seconds_bucket{\(labels),le="0.5"} 4
        http_request_duration_seconds_bucket{\(labels),le="+Inf"} 5
        http_request_duration_seconds_sum{\(labels)} 2.701
        http_request_duration_seconds_count{\(labels)} 5

        """)
  }

  @Test func `there are never more series than allowed`() {
    let numbers = RequestMetrics(limit: 2)
    for route in 0..<100 {
      numbers.count(MetricSeries(method: "GET", route: "/\(route)", status: 200), .zero)
    }
    #expect(
      totals(numbers.text) == [
        "{method=\"GET\",route=\"/0\",status=\"200\"} 1",
        "{method=\"GET\",route=\"/1\",status=\"200\"} 1",
        "{method=\"other\",route=\"other\",status=\"other\"} 98",
      ])
  }

  @Test func `they can be told elsewhere, and what is under way is counted`() async throws {
    let numbers = RequestMetrics()
    let app = app(metrics(path: nil, into: numbers))
    app.get("/numbers") { $1.type("text").send(numbers.text) }
    #expect(try await app.answer("GET /metrics").status == 404)
    #expect(try await app.answer("GET /numbers").body.contains("\nhttp_requests_in_progress 1\n"))
    #expect(numbers.inProgress == 0)
  }
}
