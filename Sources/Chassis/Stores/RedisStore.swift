// A store in a Redis server: one for all processes and computers, which survives any of them.
//
// What takes one step here takes one step there: a small script runs in the server, and nothing else does meanwhile.

/// State in a Redis server.
///
/// ```swift
/// let store = RedisStore()    // where REDIS_URL says, else on this machine
/// app.use(session(store: store, secret: environment["SESSION_SECRET"] ?? "only for this lesson"))
/// app.use(rateLimit(limit: 100, window: .seconds(60), store: store))
/// ```
///
/// All commands go over one connection, which is opened when it is first needed, and again after it broke. A server that
/// does not answer is no reason to wait: calls throw `StoreError` then, and the middleware answers 503.
///
/// Express: `connect-redis`, `rate-limit-redis`
public final class RedisStore: Store {
  private let client: RedisClient
  private let prefix: String

  /// A store in a server: `redis://user:password@host:port/database` or `unix:///path?db=0`. A URL that makes no sense
  /// ends the program.
  ///
  /// - Parameters:
  ///   - url: where the server is.
  ///   - prefix: what all keys begin with, so that several programs can share a server.
  ///   - timeout: how long an answer may take, with the opening of the connection.
  ///   - answerLimit: how many bytes an answer may have. More break the connection.
  ///   - waitingLimit: how many commands may wait for an answer. More are refused at once.
  public convenience init(
    _ url: String = environment["REDIS_URL"] ?? "redis://127.0.0.1:6379", prefix: String = "",
    timeout: Duration = .seconds(1), answerLimit: Int = 1 << 20, waitingLimit: Int = 10_000,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    do throws(RedisURLError) {
      var limits = RESPLimits()
      limits.bytes = answerLimit
      self.init(
        RedisClient(
          try RedisAddress(url), timeout: timeout, limits: limits, waitingLimit: waitingLimit),
        prefix: prefix)
    } catch {
      endProcess(
        "\(SourceLocation(file: file, line: line)): RedisStore: the URL is wrong: \(error); "
          + "write redis://user:password@host:port/database")
    }
  }

  init(_ client: RedisClient, prefix: String) { (self.client, self.prefix) = (client, prefix) }

  /// Closes the connection; the next call opens another.
  public func close() { client.close() }

  public func get(_ key: String) async throws -> String? {
    switch try await client.command("GET", prefix + key) {
    case .nothing: return nil
    case .text(let bytes):
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw StoreError("redis \(client.address): what is kept under \"\(key)\" is no UTF-8")
      }
      return text
    default: throw surprise("GET")
    }
  }

  public func set(_ key: String, _ value: String, expiresIn: Duration) async throws {
    guard let time = Self.milliseconds(expiresIn) else { return try await delete(key) }
    guard case .word = try await client.command("SET", prefix + key, value, "PX", time) else {
      throw surprise("SET")
    }
  }

  public func replace(
    _ key: String, _ old: String?, with value: String, expiresIn: Duration
  ) async throws -> Bool {
    // What expires at once is the same as what expires as soon as Redis can say it.
    let time = Self.milliseconds(expiresIn) ?? "1"
    guard let old else {
      return try await client.command("SET", prefix + key, value, "PX", time, "NX") != .nothing
    }
    let answer = try await client.command(
      "EVAL", Self.replaceScript, "1", prefix + key, old, value, time)
    guard case .number(let done) = answer else { throw surprise("EVAL") }
    return done == 1
  }

  public func delete(_ key: String) async throws {
    guard case .number = try await client.command("DEL", prefix + key) else {
      throw surprise("DEL")
    }
  }

  public func increment(_ key: String, window: Duration) async throws -> WindowCount {
    let answer = try await client.command(
      "EVAL", Self.incrementScript, "1", prefix + key, Self.milliseconds(window) ?? "1")
    guard case .list(let pair) = answer, pair.count == 2, case .number(let count) = pair[0],
      case .number(let rest) = pair[1]
    else { throw surprise("EVAL") }
    return WindowCount(count: count, rest: .milliseconds(max(0, rest)))
  }

  private static let replaceScript = """
    if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
    redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
    return 1
    """

  /// A count without an end (made by somebody else) gets one, else it would never be forgotten.
  private static let incrementScript = """
    local count = redis.call('INCR', KEYS[1])
    if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
    return {count, redis.call('PTTL', KEYS[1])}
    """

  /// Nil where no time is left. Redis adds the time to its clock, so there must be room: a hundred years are enough.
  private static func milliseconds(_ duration: Duration) -> String? {
    let milliseconds = duration.wholeMilliseconds
    return milliseconds > 0 ? String(min(milliseconds, 3_155_760_000_000)) : nil
  }

  private func surprise(_ command: String) -> StoreError {
    StoreError("redis \(client.address): the answer to \(command) is none that it can have")
  }
}
