// Where a Redis server is, from the one line in which deployments write it:
//
//     redis://app:secret@db.example.org:6380/2        user, password, host, port, number of the database
//     unix:///run/redis/redis.sock?db=2               a socket on this machine
//
// The password never appears in a message.

/// A Redis server's address.
nonisolated struct RedisAddress: Sendable, Equatable, CustomStringConvertible {
  enum Place: Sendable, Equatable {
    case host(String, port: Int)
    case path(String)
  }

  var place: Place
  var user: String?
  var password: String?
  var database = 0

  var description: String {
    switch place {
    case .host(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    case .path(let path): path
    }
  }

  init(_ place: Place, user: String? = nil, password: String? = nil, database: Int = 0) {
    (self.place, self.user, self.password, self.database) = (place, user, password, database)
  }

  /// Reads a URL. Throws a `RedisURLError` that says what is wrong with it.
  init(_ url: String) throws(RedisURLError) {
    guard let colon = url.firstRange(of: "://") else {
      throw RedisURLError("it begins with redis:// or unix://")
    }
    let rest = url[colon.upperBound...]
    switch url[..<colon.lowerBound].lowercased() {
    case "redis": try self.init(host: rest)
    case "unix", "redis+unix": try self.init(path: rest)
    case "rediss": throw RedisURLError("there is no TLS here: put a tunnel (stunnel) before it")
    default: throw RedisURLError("it begins with redis:// or unix://")
    }
  }

  /// `user:password@host:port/database`
  private init(host text: Substring) throws(RedisURLError) {
    let path = text.firstIndex(of: "/").map { text[$0...].dropFirst() } ?? ""
    var authority = text.prefix { $0 != "/" }
    var (user, password) = (String?.none, String?.none)
    if let sign = authority.lastIndex(of: "@") {
      let credentials = authority[..<sign].split(
        separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      user = try credentials.first.flatMap(Self.decoded)
      password = credentials.count > 1 ? try Self.decoded(credentials[1]) : nil
      // One word alone is a password: names came to Redis late.
      if credentials.count == 1 { (user, password) = (nil, user) }
      authority = authority[sign...].dropFirst()
    }
    self.init(
      try Self.hostAndPort(authority), user: user, password: password,
      database: try Self.database(path))
  }

  /// `/run/redis.sock?db=2`
  private init(path text: Substring) throws(RedisURLError) {
    let path = text.prefix { $0 != "?" }
    let query = text[path.endIndex...]
    guard path.hasPrefix("/"), let decoded = try Self.decoded(path) else {
      throw RedisURLError("behind unix:// stands a whole path, such as unix:///run/redis.sock")
    }
    guard query.isEmpty || query.hasPrefix("?db=") else {
      throw RedisURLError("behind the path only ?db=NUMBER can stand")
    }
    self.init(.path(decoded), database: try Self.database(query.dropFirst(4)))
  }

  private static func hostAndPort(_ text: Substring) throws(RedisURLError) -> Place {
    var (host, rest) = (text.prefix { $0 != ":" }, text.drop { $0 != ":" })
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else {
        throw RedisURLError("the host has a \"[\" without \"]\"")
      }
      (host, rest) = (text[..<end].dropFirst(), text[end...].dropFirst())
    }
    guard rest.isEmpty || rest.hasPrefix(":") else {
      throw RedisURLError("behind the host only a port can stand")
    }
    guard rest.dropFirst().isEmpty || Int(rest.dropFirst()).map({ 1...65_535 ~= $0 }) == true else {
      throw RedisURLError("the port is a whole number from 1 to 65535")
    }
    return .host(host.isEmpty ? "127.0.0.1" : String(host), port: Int(rest.dropFirst()) ?? 6_379)
  }

  private static func database(_ text: Substring) throws(RedisURLError) -> Int {
    guard !text.isEmpty else { return 0 }
    guard let number = Int(text), 0...65_535 ~= number else {
      throw RedisURLError("the database is a whole number, such as /0")
    }
    return number
  }

  /// Nil where there is nothing.
  private static func decoded(_ text: Substring) throws(RedisURLError) -> String? {
    guard let decoded = try? decodeURIComponent(text), !decoded.utf8.contains(0) else {
      throw RedisURLError("its percent-encoding makes no sense")
    }
    return decoded.isEmpty ? nil : decoded
  }
}

/// Why a text is no address of a Redis server. It does not repeat the text, in which a password may stand.
nonisolated struct RedisURLError: Error, Equatable, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
