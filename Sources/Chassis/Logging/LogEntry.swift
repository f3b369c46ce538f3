// What there is to say of a request when its answer is over.

/// One request and its answer, for a line of a log.
public struct LogEntry: Encodable {
  /// When the request came, in seconds since 1970.
  public var start: Int64
  /// How long it took, until the answer was whole.
  public var duration: Duration
  /// What `requestID()` named it.
  public var id: String?
  /// The client's address.
  public var address: String?
  /// Who asked, where `basicAuth` or `bearerAuth` found out.
  public var user: String?
  public var method: String
  /// The target as it was sent.
  public var target: String
  /// `1.1` or `1.0`.
  public var version: String
  /// The pattern of the route that answered: see `request.route`.
  public var route: String?
  /// The status that was sent.
  public var status: Int
  /// How many bytes the body of the answer had.
  public var bytes: Int
  /// The page from which the client came, as it says.
  public var referrer: String?
  /// The program by which it came, as it says.
  public var agent: String?

  /// What is known of a request whose answer is over.
  init(_ request: Request, _ response: Response, start: Int64, duration: Duration) {
    self.start = start
    self.duration = duration
    id = request.id
    address = request.ip
    user = request.locals[Identity.self]?.name
    method = request.method
    target = request.originalUrl
    version = request.httpVersion
    route = request.route
    status = response.statusCode
    bytes = response.sentBodyBytes
    referrer = request.get("Referer")
    agent = request.get("User-Agent")
  }

  private enum Key: String, CodingKey {
    case time, id, address, user, method, target, route, status, bytes, milliseconds, referrer,
      agent
  }

  /// Writes the fields of a JSON line; what is not known is left out.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(isoTime(start), forKey: .time)
    try container.encodeIfPresent(id, forKey: .id)
    try container.encodeIfPresent(address, forKey: .address)
    try container.encodeIfPresent(user, forKey: .user)
    try container.encode(method, forKey: .method)
    try container.encode(target, forKey: .target)
    try container.encodeIfPresent(route, forKey: .route)
    try container.encode(status, forKey: .status)
    try container.encode(bytes, forKey: .bytes)
    try container.encode(Double(microseconds(duration)) / 1_000, forKey: .milliseconds)
    try container.encodeIfPresent(referrer, forKey: .referrer)
    try container.encodeIfPresent(agent, forKey: .agent)
  }
}

/// A duration in whole microseconds.
nonisolated func microseconds(_ duration: Duration) -> Int64 {
  duration.components.seconds * 1_000_000 + duration.components.attoseconds / 1_000_000_000_000
}

/// `2026-11-21T13:25:26Z`.
nonisolated func isoTime(_ seconds: Int64) -> String {
  let parts = DateParts(seconds)
  return "\(parts.year)-\(parts.monthNumber)-\(parts.day)T\(parts.clock)Z"
}

/// `21/Nov/2026:13:25:26 +0000`, as the first web servers wrote it.
nonisolated func commonLogTime(_ seconds: Int64) -> String {
  let parts = DateParts(seconds)
  return "\(parts.day)/\(parts.month)/\(parts.year):\(parts.clock) +0000"
}

/// A time taken apart: `Sat, 21 Nov 2026 13:25:26 GMT` has all that is needed.
private nonisolated struct DateParts {
  let day, month, year, clock: Substring

  init(_ seconds: Int64) {
    let parts = httpDate(seconds).split(separator: " ")
    (day, month, year, clock) = (parts[1], parts[2], parts[3], parts[4])
  }

  var monthNumber: String {
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov"]
    let number = (months.firstIndex { $0 == month } ?? 11) + 1
    return number < 10 ? "0\(number)" : "\(number)"
  }
}
