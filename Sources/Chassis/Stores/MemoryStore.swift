// A store in this process: the quickest, and gone when the process is.
//
// A bigger server keeps such state outside, because it has several processes: each would have sessions and counts of its
// own. That is what RedisStore is for.

/// State in memory.
///
/// ```swift
/// app.use(session(store: MemoryStore(limit: 50_000), secret: "only for this lesson"))
/// ```
///
/// Express: `express-session`'s `MemoryStore`, which has no limit
public final class MemoryStore: Store {
  private var table: StoreTable
  private let now: () -> Int64

  /// An empty store.
  ///
  /// - Parameter limit: how many entries it holds. One more, and the one that was written longest ago is forgotten.
  public convenience init(limit: Int = 100_000) {
    let start = ContinuousClock.now
    self.init(limit: limit) { monotonicMilliseconds(since: start) }
  }

  /// A store that asks another clock, in milliseconds.
  init(limit: Int, now: @escaping () -> Int64) {
    table = StoreTable(limit: limit)
    self.now = now
  }

  /// How many entries it holds, those included that have expired and not yet made room.
  public var count: Int { table.entries.count }
  var keys: [String] { Array(table.entries.keys) }

  public func get(_ key: String) -> String? { table.get(key, at: now()) }

  public func set(_ key: String, _ value: String, expiresIn: Duration) {
    table.set(key, value, for: expiresIn.wholeMilliseconds, at: now())
  }

  public func replace(
    _ key: String, _ old: String?, with value: String, expiresIn: Duration
  ) -> Bool {
    table.replace(key, old, with: value, for: expiresIn.wholeMilliseconds, at: now())
  }

  public func delete(_ key: String) { table.delete(key) }

  public func increment(_ key: String, window: Duration) throws -> WindowCount {
    if let count = table.increment(key, window: window.wholeMilliseconds, at: now()) {
      return count
    }
    throw StoreError("memory: what is kept under \"\(key)\" is no count")
  }
}
