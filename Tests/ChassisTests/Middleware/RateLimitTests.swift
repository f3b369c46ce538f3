// Rate limits over the wire: what clients are told, and who is counted as one.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct RateLimitTests {
  private func app(_ middleware: Middleware...) -> App {
    let app = App()
    app.log = { _ in }
    for one in middleware { app.use(one) }
    app.get("/") { $1.send("served") }
    return app
  }

  @MainActor private final class Clock {
    var now: Int64 = 0
  }

  @Test func `clients are told what is left, and 429 when nothing is`() async throws {
    let clock = Clock()
    let store = MemoryStore(limit: 10) { clock.now }
    try await app(rateLimit(limit: 2, window: .milliseconds(1_500), store: store)).served {
      client in
      var answers: [String] = []
      for now: Int64 in [0, 700, 1_400, 1_499, 1_500] {
        clock.now = now
        answers.append(try await client.request("GET /").description)
      }
      let policy = "RateLimit-Policy: \"default\";q=2;w=2"
      let served = "Content-Type: text/html; charset=utf-8 | served"
      let refused =
        "Retry-After: 1 | Content-Type: text/plain; charset=utf-8 | X-Content-Type-Options: nosniff | "
        + "too many requests: 2 in 2 s are served; try again in 1 s"
      #expect(
        answers == [
          "200 | \(policy) | RateLimit: \"default\";r=1;t=2 | \(served)",
          "200 | \(policy) | RateLimit: \"default\";r=0;t=1 | \(served)",
          "429 | \(policy) | RateLimit: \"default\";r=0;t=1 | \(refused)",
          "429 | \(policy) | RateLimit: \"default\";r=0;t=1 | \(refused)",
          "200 | \(policy) | RateLimit: \"default\";r=1;t=2 | \(served)",
        ])
    }
  }

  @Test func `two limits count apart, also in one store`() async throws {
    let store = MemoryStore()
    let app = app(
      rateLimit(limit: 5, store: store),
      rateLimit(limit: 1, name: "per user", store: store) { $0.get("X-User") })
    try await app.served { client in
      let first = try await client.request("GET /", ["X-User: rahul"])
      #expect(
        first.fields.filter { $0.hasPrefix("RateLimit:") } == [
          "RateLimit: \"default\";r=4;t=60", "RateLimit: \"per user\";r=0;t=60",
        ])
      #expect(try await client.request("GET /", ["X-User: rahul"]).status == 429)
      #expect(try await client.request("GET /", ["X-User: priya"]).status == 200)
      #expect(try await client.request("GET /").fields.count { $0.hasPrefix("RateLimit:") } == 1)
      #expect(
        try await client.request("GET /", ["X-User: \(String(repeating: "x", count: 5_000))"])
          .status == 200)
      #expect(store.keys.allSatisfy { $0.utf8.count < 100 })
      #expect(try await client.request("GET /", ["X-User: anna"]).body.contains("5 in 60 s"))
    }
  }

  @Test(arguments: [false, true])
  func `a store that is down is a 503, or passed where that is wanted`(passes: Bool) async throws {
    let store = WatchedStore()
    store.isDown = true
    let app = app(rateLimit(store: store, passOnStoreError: passes))
    let log = LogLines()
    log.collect(from: app)
    let answer = try await app.answer("GET /")
    #expect(answer.body == (passes ? "served" : "Service Unavailable"))
    #expect(answer.status == (passes ? 200 : 503))
    #expect(
      log.lines == [
        passes
          ? "GET /: rate limit \"default\" not counted: watched: it is down"
          : "GET /: 503 rate limit \"default\": watched: it is down, in the middleware at RateLimitTests.swift:12"
      ])
  }

  @Test(arguments: [
    ("192.0.2.7", "192.0.2.7"), ("::ffff:192.0.2.7", "192.0.2.7"),
    ("::FFFF:192.0.2.7", "192.0.2.7"),
    ("::1", "0:0:0:0::/64"), ("::", "0:0:0:0::/64"), ("2001:DB8::1", "2001:db8:0:0::/64"),
    ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("2001:db8:1:2::", "2001:db8:1:2::/64"),
    ("fe80::1%eth0", "fe80:0:0:0::/64"), ("1::2:3:4:5:6:7", "1:0:2:3::/64"),
    ("/tmp/app.sock", "/tmp/app.sock"),
    ("", ""), ("unknown", "unknown"), (":::::::::", "0:0:0:0::/64"),
  ])
  func `addresses that one client can choose from are one`(address: String, key: String) {
    #expect(addressKey(address) == key)
  }

  @Test(arguments: [
    (RateRule(name: "default", limit: 1, window: .milliseconds(1)), nil),
    (RateRule(name: "log in-2_b", limit: 1, window: .seconds(1)), nil),
    (
      RateRule(name: "a", limit: 0, window: .seconds(1)),
      "limit: 0 would serve nobody; it is at least 1"
    ),
    (
      RateRule(name: "a", limit: 1, window: .microseconds(999)),
      "window: 0.000999 seconds is too short; it is at least a millisecond"
    ),
    (
      RateRule(name: "a\"", limit: 1, window: .seconds(1)),
      "name: \"a\"\" has something else than letters, digits, spaces, \"-\" and \"_\""
    ),
    (
      RateRule(name: "", limit: 1, window: .seconds(1)),
      "name: \"\" has something else than letters, digits, spaces, \"-\" and \"_\""
    ),
  ])
  func `a rule that makes no sense says why`(rule: RateRule, problem: String?) {
    #expect(rule.problem == problem)
  }
}
