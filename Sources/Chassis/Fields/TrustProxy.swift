// Whose word counts about where a request comes from.
//
// A proxy in front hides the client: the connection is the proxy's. It says in fields whom it speaks for, and so can
// everybody else who reaches the server. Each proxy adds, at the end, the address from which it was asked:
//
//     X-Forwarded-For: 6.6.6.6, 203.0.113.7, 10.0.0.2      and the connection comes from 10.0.0.1
//                      └forged┘ └─ client ─┘ └ proxy ┘                                   └ proxy ┘
//
// So the list is read from its end, as long as whoever added an entry is trusted; the first address that is not trusted
// is the client. What stands before it was claimed by the client itself. Junk is no address: there the list ends.

/// Which proxies are believed in what they say about a client: none, unless the app says so.
///
/// ```swift
/// app.trustProxy = 1                              // one proxy stands in front, whatever its address
/// app.trustProxy = ["loopback", "10.0.0.0/8"]     // those that have these addresses
/// ```
///
/// The names stand for networks: `loopback` for this machine, `linklocal` for its cable, `uniquelocal` for private
/// networks. Count proxies only where nobody can get at the server but through them. Text that is none of this ends the
/// program with a line that says so.
///
/// Express: the setting `trust proxy`
public nonisolated struct TrustProxy: Sendable, Equatable, ExpressibleByIntegerLiteral,
  ExpressibleByStringLiteral, ExpressibleByArrayLiteral
{
  private enum Rule: Sendable, Equatable {
    case hops(Int)
    case networks([IPNetwork])
  }

  private let rule: Rule

  /// Nobody: the client is who connects.
  public static let off: TrustProxy = 0

  /// So many proxies stand in front.
  public init(hops: Int) { rule = .hops(hops) }

  public init(integerLiteral hops: Int) { self.init(hops: hops) }

  /// Reads networks, addresses and names of networks, separated by commas.
  public init(stringLiteral networks: String) {
    self.init(arrayLiteral: networks)
  }

  public init(arrayLiteral networks: String...) {
    do { try self.init(networks: networks) } catch { endProcess("app.trustProxy: \(error)") }
  }

  /// Reads networks, addresses and names of networks; for those that come from a configuration.
  ///
  /// ```swift
  /// app.trustProxy = try TrustProxy(networks: [environment["PROXIES"] ?? "loopback"])
  /// ```
  ///
  /// Throws an error that names what is no network.
  public init(networks: [String]) throws {
    rule = .networks(
      try networks.flatMap { $0.pieces(by: UInt8(ascii: ",")) }.flatMap { text in
        if let named = Self.named[text.lowercased()] { return named.compactMap { IPNetwork($0) } }
        if let network = IPNetwork(text) { return [network] }
        throw Mistake(
          "\"\(text)\" is no address, no network such as 10.0.0.0/8, "
            + "and none of loopback, linklocal, uniquelocal")
      })
  }

  private static let named = [
    "loopback": ["127.0.0.0/8", "::1/128"],
    "linklocal": ["169.254.0.0/16", "fe80::/10"],
    "uniquelocal": ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
  ]

  /// Whether the one with this address is believed; the peer is hop 0, whom it speaks for is hop 1.
  func trusts(_ address: String, hop: Int) -> Bool {
    switch rule {
    case .hops(let count): return hop < count
    case .networks(let networks):
      // A link's name may follow an address: fe80::1%eth0.
      guard let address = IPAddress(address.prefix { $0 != "%" }) else { return false }
      return networks.contains { $0.contains(address) }
    }
  }

  /// Who stands behind a connection, from its peer to the client.
  func chain(from peer: String, forwardedFor field: String?) -> [String] {
    var chain = [peer]
    for claimed in (field ?? "").pieces(by: UInt8(ascii: ",")).reversed() where !claimed.isEmpty {
      guard trusts(chain[chain.count - 1], hop: chain.count - 1), IPAddress(claimed) != nil else {
        break
      }
      chain.append(String(claimed))
    }
    return chain
  }
}
