// Contract, "Chassis: request": ip, ips, protocol, secure, host, hostname, subdomains; forged fields count only from a proxy
// that is trusted.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct RequestClientTests {
  private func app(_ trust: TrustProxy) -> App {
    let app = App()
    app.trustProxy = trust
    let inner = App()
    for place in [app, inner] {
      place.get("/") { request, response in
        response.send(
          [
            request.ip ?? "nil", request.ips.joined(separator: ","), request.protocol,
            "\(request.secure)", request.host ?? "nil", request.hostname ?? "nil",
            request.subdomains.joined(separator: ","),
          ].joined(separator: " | "))
      }
    }
    app.use("/inner", inner)
    return app
  }

  private let forged = [
    "X-Forwarded-For: 6.6.6.6, 1.1.1.1", "X-Forwarded-Proto: HTTPS",
    "X-Forwarded-Host: a.b.evil.test:8",
  ]

  @Test(arguments: ["/", "/inner"])
  func `forged fields say nothing unless trusted`(path: String) async throws {
    let untrusted = "127.0.0.1 |  | http | false | test | test | "
    for trust in [TrustProxy.off, "10.0.0.0/8", "uniquelocal"] {
      #expect(try await app(trust).answer("GET \(path)", forged).body == untrusted)
    }
    for trust in [1, "loopback", ["10.0.0.0/8", "127.0.0.1"]] as [TrustProxy] {
      #expect(
        try await app(trust).answer("GET \(path)", forged).body
          == "1.1.1.1 | 1.1.1.1 | https | true | a.b.evil.test:8 | a.b.evil.test | b,a")
    }
    #expect(
      try await app(2).answer("GET \(path)", forged).body.hasPrefix("6.6.6.6 | 6.6.6.6,1.1.1.1 |"))
  }

  @Test(arguments: [
    ("https", "https"), ("HTTPS", "https"), ("http", "http"), ("https, http", "https"),
    ("http, https", "http"), (" https ,", "https"), ("ftp", "http"), ("javascript", "http"),
    ("", "http"), ("https:", "http"), ("\"https\"", "http"),
  ])
  func `protocols: only http and https count`(value: String, expected: String) async throws {
    let body = try await app(1).answer("GET /", ["X-Forwarded-Proto: \(value)"]).body
    #expect(body.split(separator: " | ")[1] == expected[...])
  }

  @Test(arguments: [
    ("a.test", "a.test"), ("a.test:80, b.test", "a.test:80"), ("[::1]:80", "[::1]:80"),
    ("", "test"), (", b.test", "test"), ("a b", "test"), ("a.test/path", "test"),
    ("a@b.test", "test"), ("<script>", "test"), ("a\"b", "test"), ("a.test?x", "test"),
    ("प.test", "test"), ("a\\b", "test"),
  ])
  func `forwarded hosts: junk is none`(value: String, expected: String) async throws {
    let body = try await app(1).answer("GET /", ["X-Forwarded-Host: \(value)"]).body
    #expect(body.contains("| \(expected) | "))
  }

  @Test(arguments: [
    ("tobi.ferrets.example.com", "tobi.ferrets.example.com", "ferrets,tobi"),
    ("example.com:3000", "example.com", ""), ("localhost", "localhost", ""),
    ("[::1]:3000", "[::1]", ""), ("[2001:db8::1]", "[2001:db8::1]", ""),
    ("127.0.0.1:3000", "127.0.0.1", ""), ("a.example.com.", "a.example.com.", "a"), ("", "", ""),
    ("[::1", "[::1", ""), ("a:b:c", "a", ""),
  ])
  func `host, hostname and subdomains`(host: String, name: String, subdomains: String) async throws
  {
    var answer = ""
    try await app(.off).served { client in
      answer = try await client.exchange(
        "GET / HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n")
    }
    let expected = "127.0.0.1 |  | http | false | \(host) | \(name) | \(subdomains)"
    #expect(answer.hasSuffix("\r\n\r\n" + expected) || answer.hasPrefix("HTTP/1.1 400"))
  }

  @Test func `the target's full form names the host`() async throws {
    let body = try await app(.off).answer("GET http://notes.test:80/inner").body
    #expect(body.hasSuffix("| notes.test:80 | notes.test | "))
  }

  @Test func `the app says how long a domain is`() async throws {
    let app = App()
    app.subdomainOffset = 3
    app.get("/") { $1.send($0.subdomains.joined(separator: ",")) }
    let body = try await app.answer("GET http://a.b.example.co.uk/").body
    #expect(body == "b,a")
  }

  @Test func `limits count the client that a trusted proxy names`() async throws {
    let app = App()
    app.trustProxy = "loopback"
    app.use(rateLimit(limit: 1))
    app.get("/") { $1.send("served") }
    try await app.served { client in
      var statuses: [Int] = []
      for address in ["1.1.1.1", "2.2.2.2", "6.6.6.6, 1.1.1.1"] {
        statuses.append(try await client.request("GET /", ["X-Forwarded-For: \(address)"]).status)
      }
      #expect(statuses == [200, 200, 429])
    }
  }

  @Test func `a session's cookie stays with HTTPS where the client came so`() async throws {
    for trust in [TrustProxy.off, 1] {
      let app = App()
      app.trustProxy = trust
      app.use(session(secret: "secret"))
      app.get("/") { request, response in
        request.session["visits", default: 0] += 1
        response.send("seen")
      }
      let cookie = try await app.answer("GET /", ["X-Forwarded-Proto: https"])["Set-Cookie"]
      #expect(cookie?.contains("; Secure") == (trust == 1))
    }
  }
}
