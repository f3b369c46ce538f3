// Who asks, and how it got here: the client's address, protocol and host, as a trusted proxy tells them, or else as the
// connection shows them.

extension Request {
  /// The client's address, nil once it is gone: whom trusted proxies name in `X-Forwarded-For`, or else who connects.
  ///
  /// ```swift
  /// app.trustProxy = "loopback"     // nginx on this machine is believed
  /// app.get("/") { request, response in response.send("You are \(request.ip ?? "gone")") }
  /// ```
  ///
  /// Express: `req.ip`
  public var ip: String? { addressChain.last }

  /// The addresses that trusted proxies name, the client's first; empty where the client connects itself.
  ///
  /// Express: `req.ips`
  public var ips: [String] { addressChain.dropFirst().reversed() }

  /// `https` where a trusted proxy says so in `X-Forwarded-Proto`, else `http`, which is what Engine speaks.
  ///
  /// Express: `req.protocol`
  public var `protocol`: String {
    let forwarded = fieldOfProxy("X-Forwarded-Proto")?.lowercased()
    return forwarded == "https" ? "https" : "http"
  }

  /// Whether the client speaks HTTPS, with a trusted proxy.
  ///
  /// Express: `req.secure`
  public var secure: Bool { self.protocol == "https" }

  /// The host that the client asked, with its port if it named one; of a trusted proxy's `X-Forwarded-Host`, the target's
  /// full form, and `Host`, the first that is there. The client chooses it: make no links of it for others to follow.
  ///
  /// Express: `req.host`
  public var host: String? {
    if let forwarded = fieldOfProxy("X-Forwarded-Host"), forwarded.consistsOfHostBytes {
      return forwarded
    }
    return hostOfTarget ?? get("Host")
  }

  /// The host without its port: `notes.test`, `[::1]`.
  ///
  /// Express: `req.hostname`
  public var hostname: String? { host.map { String($0.prefix($0.nameLength)) } }

  /// The names before the domain, the last one first: `["ferrets", "tobi"]` for `tobi.ferrets.example.com`. How many
  /// names the domain has says `app.subdomainOffset`. An address has none.
  ///
  /// Express: `req.subdomains`
  public var subdomains: [String] {
    guard let hostname, !hostname.hasPrefix("["), IPAddress(hostname) == nil else { return [] }
    let names = hostname.split(separator: ".").reversed().map(String.init)
    return Array(names.dropFirst(max(0, exchange.app?.subdomainOffset ?? 2)))
  }

  private var trust: TrustProxy { exchange.listeningApp?.trustProxy ?? .off }

  private var addressChain: [String] {
    guard let peer = remoteAddress else { return [] }
    return trust.chain(from: peer, forwardedFor: get("X-Forwarded-For"))
  }

  /// The first value of a field, if the peer is a proxy that is believed.
  private func fieldOfProxy(_ name: String) -> String? {
    guard let value = get(name), let peer = remoteAddress, trust.trusts(peer, hop: 0) else {
      return nil
    }
    return String(value.pieces(by: UInt8(ascii: ","))[0])
  }

  /// The host of a target that was sent in its full form: it counts more than the field (RFC 9112 section 3.2.2).
  private var hostOfTarget: String? {
    let head = originalUrl.utf8.prefix(pathStart(of: originalUrl))
    guard let colon = head.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let host = String(decoding: head[colon...].dropFirst(3), as: UTF8.self)
    return host.isEmpty ? nil : host
  }
}

extension String {
  /// What a `Host` can be made of: a name or an address, and a port. Nothing that means something in a URL or in HTML.
  fileprivate var consistsOfHostBytes: Bool {
    !isEmpty
      && utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x3A, 0x41...0x5B, 0x61...0x7A: true
        default: "-._~]".utf8.contains(byte)
        }
      }
  }

  /// How many characters stand before the port. Colons in brackets belong to an address.
  fileprivate var nameLength: Int {
    let bracket = utf8.first == UInt8(ascii: "[") ? prefix { $0 != "]" }.count : 0
    return bracket + dropFirst(bracket).prefix { $0 != ":" }.count
  }
}
