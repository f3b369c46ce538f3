// Where state stands that outlives a request: sessions, counters of rate limits.
//
// A store holds texts under keys, each until it expires. Three are here, and they promise the same:
//
//     MemoryStore   in this process; gone with it
//     FileStore     in one file; survives restarts; for one process
//     RedisStore    in a Redis server; for any number of processes and computers
//
// Two requests may want to change one entry at the same time, in two processes even. So there is no way to read an entry
// and blindly write it back: `replace` writes only if nobody has written since one read, and `increment` is one step.

/// State with an expiry, behind a few calls.
///
/// ```swift
/// let store = MemoryStore()
/// try await store.set("greeting", "hello", expiresIn: .seconds(60))
/// let greeting = try await store.get("greeting")
/// ```
///
/// A store of your own (a database, say) takes these five calls, and throws `StoreError` where it cannot serve one.
///
/// Express: the stores of `express-session` and `express-rate-limit`
public protocol Store: AnyObject {
  /// What is kept under a key; nil where nothing is or it has expired.
  func get(_ key: String) async throws -> String?

  /// Keeps a text under a key, instead of what was there.
  func set(_ key: String, _ value: String, expiresIn: Duration) async throws

  /// Keeps a text under a key only if what is there is still `old` (nil: nothing is); tells whether it was.
  func replace(
    _ key: String, _ old: String?, with value: String, expiresIn: Duration
  ) async throws -> Bool

  /// Forgets a key.
  func delete(_ key: String) async throws

  /// Counts one more under a key, in one step. The first begins a window of time, at whose end the count is forgotten.
  func increment(_ key: String, window: Duration) async throws -> WindowCount
}

/// A count within a window of time.
public nonisolated struct WindowCount: Sendable, Equatable {
  /// How many there have been in this window, with this one.
  public var count: Int
  /// How long the window lasts from now on.
  public var rest: Duration

  public init(count: Int, rest: Duration) {
    self.count = count
    self.rest = rest
  }
}

/// Why a store cannot serve: it does not answer, its file cannot be written, what it holds makes no sense.
///
/// Middleware answers 503 then; the reason goes to the log.
public nonisolated struct StoreError: Error, Equatable, CustomStringConvertible {
  /// Which store, and what is wrong with it: `redis 127.0.0.1:6379: no answer within 1 s`.
  public let description: String
  public init(_ description: String) { self.description = description }
}

extension HTTPError {
  /// The answer to a request that needs a store which cannot serve. What else may be thrown passes.
  static func unavailable(_ error: any Error, _ what: String) -> any Error {
    guard let error = error as? StoreError else { return error }
    return HTTPError(503, "\(what): \(error)", code: "store.unavailable")
  }
}
