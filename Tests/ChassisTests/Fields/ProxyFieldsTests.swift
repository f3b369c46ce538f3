// What a proxy passes on of a message, as tables.

import Testing

@testable import Chassis

@Suite struct ProxyFieldsTests {
  @Test(
    arguments: [
      ("http://127.0.0.1:4000", nil), ("http://127.0.0.1:4000/", nil), ("http://users/v2", nil),
      (
        "127.0.0.1:4000",
        #"proxy(to: "127.0.0.1:4000"): a URL begins with http://"#
      ),
      (
        "https://users",
        #"proxy(to: "https://users"): TLS is not spoken here: use http://, or a proxy that speaks TLS"#
      ),
      (
        "http://users/?all",
        #"proxy(to: "http://users/?all"): a query stands in each request; leave it out here"#
      ),
    ] as [(String, String?)])
  func `the origin`(text: String, problem: String?) {
    do throws(Mistake) {
      _ = try ProxyOrigin(text)
      #expect(problem == nil)
    } catch { #expect(error.description == problem) }
  }

  @Test(
    arguments: [
      ("http://users", "/", "http://users/"), ("http://users/", "/", "http://users/"),
      ("http://users/v2", "/1?full=yes", "http://users/v2/1?full=yes"),
      ("http://users/v2/", "?full=yes", "http://users/v2/?full=yes"),
      ("http://users", "http://evil.example/1?a", "http://users/1?a"),
      ("http://users", "//evil.example/1", "http://users//evil.example/1"),
      ("http://users", "/@evil.example/", "http://users/@evil.example/"),
      ("http://users", "/a..b/...", "http://users/a..b/..."),
      ("http://users", "/a?b=../c", "http://users/a?b=../c"),
      ("http://users", "/%252e%252e/", "http://users/%252e%252e/"),
      ("http://users", "/..", nil), ("http://users/v2", "/a/../../x", nil),
      ("http://users", "/%2E./x", nil), ("http://users", "/a%2f..%2Fx", nil),
      ("http://users", "/a\\..\\x", nil), ("http://users", "/..%5Cx", nil),
      ("http://users", "*", nil),
    ] as [(String, String, String?)])
  func `the URL of a target`(origin: String, target: String, expected: String?) throws {
    let origin = try ProxyOrigin(origin)
    guard let expected else {
      #expect(throws: HTTPError(400, "malformed path", code: "path.malformed")) {
        try origin.url(for: target)
      }
      return
    }
    #expect(try origin.url(for: target) == expected)
  }

  private func passed(
    _ headers: Headers, keepsHost: Bool = false, trusts: Bool = false, secure: Bool = false
  ) -> [String] {
    headers.forProxiedRequest(
      from: ProxyClient(address: "10.0.0.7", isSecure: secure, httpVersion: "1.1"),
      keepsHost: keepsHost, trustsForwarded: trusts
    ).fields.map { "\($0.name): \($0.value)" }
  }

  private let ours = [
    "X-Forwarded-For: 10.0.0.7", "X-Forwarded-Proto: http", "X-Forwarded-Host: shop",
    "Via: 1.1 chassis",
  ]

  @Test(
    arguments: [
      (["Host": "shop"], []),
      (["Host": "shop", "Accept": "*/*", "Cookie": "a=b"], ["Accept: */*", "Cookie: a=b"]),
      (["Host": "shop", "Connection": "close, X-Hop", "X-Hop": "1", "x-hop": "2"], []),
      (["Host": "shop", "Connection": "X-Forwarded-For", "X-Forwarded-For": "1.1.1.1"], []),
      (
        [
          "Host": "shop", "Keep-Alive": "timeout=5", "TE": "gzip", "Trailer": "X", "Upgrade": "h2c",
          "Transfer-Encoding": "chunked", "Proxy-Authorization": "x", "Proxy-Connection": "close",
          "Expect": "100-continue",
        ], []
      ),
      (
        [
          "Host": "shop", "X-Forwarded-For": "1.1.1.1", "X-Forwarded-Proto": "https",
          "X-Forwarded-Host": "evil", "Forwarded": "for=evil",
        ], []
      ),
    ] as [(Headers, [String])])
  func `what is passed on`(headers: Headers, kept: [String]) {
    #expect(passed(headers) == kept + ours)
  }

  @Test func `what is believed`() {
    let headers: Headers = [
      "Host": "inner", "X-Forwarded-For": "1.1.1.1", "X-Forwarded-Proto": "https",
      "X-Forwarded-Host": "shop", "Forwarded": "for=1.1.1.1", "Via": "1.0 edge",
    ]
    #expect(
      passed(headers, keepsHost: true, trusts: true) == [
        "Via: 1.0 edge", "X-Forwarded-For: 1.1.1.1, 10.0.0.7", "X-Forwarded-Proto: https",
        "X-Forwarded-Host: shop", "Forwarded: for=1.1.1.1", "Host: inner", "Via: 1.1 chassis",
      ])
    #expect(passed(["Host": "shop"], secure: true).contains("X-Forwarded-Proto: https"))
  }
}
