// Addresses and networks: what is one, and what lies in what.

import Testing

@testable import Chassis

struct IPAddressTests {
  @Test(arguments: [
    ("10.0.0.1", "::ffff:10.0.0.1"), ("10.0.0.1", "::ffff:a00:1"), ("::", "0:0:0:0:0:0:0:0"),
    ("::1", "0:0:0:0:0:0:0:1"), ("2001:db8::1", "2001:0DB8:0:0:0:0:0:1"),
    ("1::", "1:0:0:0:0:0:0:0"), ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"),
    ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("255.255.255.255", "::ffff:ffff:ffff"),
  ])
  func `one address, two spellings`(one: String, other: String) throws {
    #expect(try #require(IPAddress(one)) == #require(IPAddress(other)))
  }

  @Test(arguments: [
    "", " ", "unknown", "10.0.0", "10.0.0.0.1", "10.0.0.256", "10.0.0.-1", "010.0.0.1",
    "0x7f.0.0.1",
    "10.0.0.1 ", " 10.0.0.1", "10.0.0.1:80", "[::1]", "10..0.1", "1.2.3.4.", "١.٢.٣.٤", ":", ":::",
    "1:2", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "::1::", "1:2:3:4:5:6:7:8::", "12345::", "g::",
    "::1%eth0", "1.2.3.4::", "::1.2.3", "::+1", "::1.2.3.4:5", "_hidden", "10.0.0.1/8", "1:::2",
    "fe80:", ":fe80", "::ffff:1.2.3.4.5", "2130706433", "1:2:3:4:5:6:7:1.2.3.4",
  ])
  func `junk is no address`(text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test func `a long text is no address`() {
    #expect(IPAddress(String(repeating: "1:", count: 1_000_000)) == nil)
  }

  @Test(arguments: [
    ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false),
    ("10.0.0.0/8", "::ffff:10.1.1.1", true), ("10.0.0.7", "10.0.0.7", true),
    ("10.0.0.7", "10.0.0.8", false), ("0.0.0.0/0", "8.8.8.8", true), ("0.0.0.0/0", "::1", false),
    ("::/0", "8.8.8.8", true), ("fc00::/7", "fdff::1", true), ("fc00::/7", "fe00::1", false),
    ("192.168.1.128/25", "192.168.1.127", false), ("192.168.1.128/25", "192.168.1.200", true),
    ("::1/128", "::1", true), ("2001:db8::/33", "2001:db8:8000::", false),
  ])
  func `networks`(network: String, address: String, isInside: Bool) throws {
    let network = try #require(IPNetwork(network))
    #expect(network.contains(try #require(IPAddress(address))) == isInside)
  }

  @Test(arguments: [
    "10.0.0.0/33", "::/129", "10.0.0.0/", "/8", "10.0.0.0/8/8", "10/8", "10.0.0.0/-1", "10.0.0.0/a",
    "10.0.0.0/+8", "10.0.0.0/99999999999999999999",
  ])
  func `junk is no network`(text: String) {
    #expect(IPNetwork(text) == nil)
  }
}
