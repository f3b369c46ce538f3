// Where a request goes: the parts of `http://host:port/path?query`, and how a `Location` is read against them.
//
//     http://127.0.0.1:3000/users?role=admin#top
//            ────┬──── ──┬─ ───────┬──────── ─┬─
//              host    port     target        stays here: a fragment is never sent
//
// It refuses rather than repairs: what must be percent-encoded is to come percent-encoded.
//
// Source: RFC 3986 sections 3 and 5, RFC 9110 section 4.2

/// An `http` URL, taken apart.
nonisolated struct HTTPURL: Equatable, CustomStringConvertible {
  /// One server: connections to it can be shared, credentials for it belong to nobody else.
  struct Origin: Hashable, CustomStringConvertible {
    /// In lower case; an IPv6 address without its brackets.
    var host: String
    var port: Int

    /// What `Host` says: the port only where it is not 80.
    var description: String {
      let name = host.contains(":") ? "[\(host)]" : host
      return port == 80 ? name : "\(name):\(port)"
    }
  }

  /// Why a text is no such URL.
  struct Refusal: Error, Equatable {
    var reason: String
    init(_ reason: String) { self.reason = reason }
  }

  var origin: Origin
  /// Path and query, as they stand on the request's first line.
  var target: String

  var description: String { "http://\(origin)\(target)" }

  /// Takes a URL apart.
  init(_ text: some StringProtocol) throws(Refusal) {
    guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else {
      throw Refusal("a URL begins with http://")
    }
    let scheme = text[..<colon]
    if scheme.equalsIgnoringCase("https") {
      throw Refusal("TLS is not spoken here: use http://, or a proxy that speaks TLS")
    }
    guard scheme.equalsIgnoringCase("http") else {
      throw Refusal("\"\(scheme)\" is not spoken here: a URL begins with http://")
    }
    let rest = text[colon...].dropFirst(3)
    let authority = rest.prefix { !"/?#".contains($0) }
    origin = try Origin(parsing: String(authority))
    target = try Self.target(rest[authority.endIndex...])
  }

  private init(_ origin: Origin, target: String) {
    self.origin = origin
    self.target = target
  }

  private static func target(_ text: some StringProtocol) throws(Refusal) -> String {
    let target = text.prefix { $0 != "#" }
    guard target.consists(of: \.isTargetCharacter) else {
      let offender = target.first { !String($0).consists(of: \.isTargetCharacter) }
      let shown = offender.map { String($0).debugDescription } ?? ""
      throw Refusal("\(shown) must be percent-encoded: see encodeURIComponent")
    }
    return target.hasPrefix("/") ? String(target) : "/\(target)"
  }

  // MARK: References

  /// The URL that a reference means which stands in an answer of this one: whole, or only the part that differs.
  func resolving(_ reference: String) throws(Refusal) -> HTTPURL {
    let scheme = reference.prefix { !":/?#".contains($0) }
    if !scheme.isEmpty, reference[scheme.endIndex...].hasPrefix(":") {
      return try HTTPURL(reference).withoutDots
    }
    if reference.hasPrefix("//") { return try HTTPURL("http:\(reference)").withoutDots }
    let relative = String(reference.prefix { $0 != "#" })
    let path = String(target.prefix { $0 != "?" })
    let folder = String(path.prefix(through: path.lastIndex(of: "/") ?? path.startIndex))
    let whole =
      switch relative.first {
      case nil: target
      case "/": relative
      case "?": path + relative
      default: folder + relative
      }
    return HTTPURL(origin, target: try Self.target(whole)).withoutDots
  }

  /// The same with the `.` and `..` in its path walked. Source: RFC 3986 section 5.2.4
  private var withoutDots: HTTPURL {
    let path = target.prefix { $0 != "?" }
    let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    var walked: [Substring] = []
    for segment in segments {
      if segment == ".." { _ = walked.popLast() } else if segment != "." { walked.append(segment) }
    }
    if segments.last == "." || segments.last == ".." { walked.append("") }
    return HTTPURL(origin, target: "/" + walked.joined(separator: "/") + target[path.endIndex...])
  }
}

nonisolated extension HTTPURL.Origin {
  /// `host`, `host:port`, `[::1]`, `[::1]:port`
  init(parsing authority: String) throws(HTTPURL.Refusal) {
    guard !authority.contains("@") else {
      throw HTTPURL.Refusal(
        "a URL that holds a name or password is refused: send them in an Authorization header")
    }
    let name: Substring
    let rest: Substring
    if authority.hasPrefix("[") {
      name = authority.dropFirst().prefix { $0 != "]" }
      guard name.endIndex < authority.endIndex, name.contains(":"),
        name.consists(of: { $0.hexadecimalValue != nil || ":.".utf8.contains($0) })
      else { throw HTTPURL.Refusal("between [ and ] stands an IPv6 address") }
      rest = authority[name.endIndex...].dropFirst()
    } else {
      name = authority.prefix { $0 != ":" }
      guard !name.isEmpty else { throw HTTPURL.Refusal("the host is missing") }
      guard name.consists(of: \.isNameCharacter) else {
        throw HTTPURL.Refusal(
          "\(name.debugDescription) is no host: letters, digits, - . and _ make one")
      }
      rest = authority[name.endIndex...]
    }
    self.init(host: name.lowercased(), port: try Self.port(rest))
  }

  /// What `:3000` names; nothing, or a lone colon, means 80.
  private static func port(_ text: Substring) throws(HTTPURL.Refusal) -> Int {
    guard let colon = text.first else { return 80 }
    let digits = text.dropFirst()
    guard colon == ":", digits.consists(of: \.isDigit) else {
      throw HTTPURL.Refusal("behind the host stands a colon and a port, or nothing")
    }
    if digits.isEmpty { return 80 }
    guard let port = Int(digits), (1...65_535).contains(port) else {
      throw HTTPURL.Refusal("port \(digits) does not exist: ports are 1 to 65535")
    }
    return port
  }
}

extension UInt8 {
  /// What a host name is made of.
  fileprivate nonisolated var isNameCharacter: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    default:
      isDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: ".") || self == UInt8(ascii: "_")
    }
  }
}
