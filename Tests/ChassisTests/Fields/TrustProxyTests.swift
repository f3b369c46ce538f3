// Contract, "Chassis: request": trust proxy. Whose word counts, and where a chain of proxies ends.

import Testing

@testable import Chassis

struct TrustProxyTests {
  @Test(
    arguments: [
      // Nobody is trusted: the peer is the client, whatever it claims.
      (.off, "10.0.0.1", "6.6.6.6", ["10.0.0.1"]), (0, "10.0.0.1", "6.6.6.6", ["10.0.0.1"]),
      (["loopback"], "10.0.0.1", "6.6.6.6", ["10.0.0.1"]),
      ([], "10.0.0.1", "1.1.1.1", ["10.0.0.1"]),
      // A number of proxies.
      (1, "10.0.0.1", "1.1.1.1", ["10.0.0.1", "1.1.1.1"]),
      (1, "10.0.0.1", "6.6.6.6, 1.1.1.1", ["10.0.0.1", "1.1.1.1"]),
      (2, "10.0.0.1", "6.6.6.6, 1.1.1.1, 2.2.2.2", ["10.0.0.1", "2.2.2.2", "1.1.1.1"]),
      (9, "10.0.0.1", "1.1.1.1", ["10.0.0.1", "1.1.1.1"]), (1, "10.0.0.1", nil, ["10.0.0.1"]),
      (1, "/tmp/app.sock", "1.1.1.1", ["/tmp/app.sock", "1.1.1.1"]),
      // Networks.
      ("10.0.0.0/8", "10.0.0.1", "6.6.6.6,1.1.1.1,10.9.9.9", ["10.0.0.1", "10.9.9.9", "1.1.1.1"]),
      ("10.0.0.0/8", "::ffff:10.0.0.1", "::1", ["::ffff:10.0.0.1", "::1"]),
      ("loopback", "127.3.2.1", "1.1.1.1", ["127.3.2.1", "1.1.1.1"]),
      ("Loopback", "::1", "1.1.1.1", ["::1", "1.1.1.1"]),
      ("linklocal", "fe80::1%eth0", "1.1.1.1", ["fe80::1%eth0", "1.1.1.1"]),
      ("linklocal", "169.254.9.9", "1.1.1.1", ["169.254.9.9", "1.1.1.1"]),
      ("uniquelocal", "192.168.7.7", "1.1.1.1", ["192.168.7.7", "1.1.1.1"]),
      ("uniquelocal", "172.32.0.1", "1.1.1.1", ["172.32.0.1"]),
      ("uniquelocal", "fd00::1", "1.1.1.1", ["fd00::1", "1.1.1.1"]),
      (
        ["loopback", "10.0.0.1"], "127.0.0.1", "1.1.1.1, 10.0.0.1",
        ["127.0.0.1", "10.0.0.1", "1.1.1.1"]
      ),
      ("loopback, uniquelocal", "10.0.0.1", "1.1.1.1", ["10.0.0.1", "1.1.1.1"]),
      ("::/0", "9.9.9.9", "1.1.1.1, 2.2.2.2", ["9.9.9.9", "2.2.2.2", "1.1.1.1"]),
      ("loopback", "/tmp/app.sock", "1.1.1.1", ["/tmp/app.sock"]),
      // Junk is no address, and ends the list.
      (9, "10.0.0.1", "unknown", ["10.0.0.1"]), (9, "10.0.0.1", "1.1.1.1, unknown", ["10.0.0.1"]),
      (9, "10.0.0.1", "junk, 1.1.1.1", ["10.0.0.1", "1.1.1.1"]),
      (9, "10.0.0.1", "<script>, 1.1.1.1", ["10.0.0.1", "1.1.1.1"]),
      (9, "10.0.0.1", "1.1.1.1:80", ["10.0.0.1"]), (9, "10.0.0.1", "010.0.0.2", ["10.0.0.1"]),
      (9, "10.0.0.1", "\"1.1.1.1, 2.2.2.2\"", ["10.0.0.1"]), (9, "10.0.0.1", "", ["10.0.0.1"]),
      (9, "10.0.0.1", ",, 1.1.1.1 ,,", ["10.0.0.1", "1.1.1.1"]),
    ] as [(TrustProxy, String, String?, [String])])
  func `chains`(trust: TrustProxy, peer: String, field: String?, expected: [String]) {
    #expect(trust.chain(from: peer, forwardedFor: field) == expected)
  }

  @Test func `a long list takes no long time`() {
    let field = Array(repeating: "10.0.0.1", count: 50_000).joined(separator: ",")
    let trust: TrustProxy = ["10.0.0.0/8"]
    #expect(trust.chain(from: "10.0.0.1", forwardedFor: field).count == 50_001)
  }

  @Test(arguments: ["10.0.0/8", "localhost", "", "true", "10.0.0.0/33"])
  func `what is no network says so`(text: String) {
    let error = #expect(throws: Mistake.self) { try TrustProxy(networks: [text]) }
    #expect(
      error?.description
        == "\"\(text)\" is no address, no network such as 10.0.0.0/8, "
        + "and none of loopback, linklocal, uniquelocal")
  }
}
