// The entries of a store as a plain value, which MemoryStore and FileStore hold: what is kept, until when, and what has to
// go when there is no room.
//
// No timer looks for what has expired, so an idle store costs nothing and keeps nothing awake. Expired entries are seen
// when they are asked for, and leave when new ones come: keys stand in a queue in the order in which they were written,
// and each write takes what is expired off its head. When the table is full, the entry at the head goes, expired or not:
// the one that was written longest ago.
//
//     head ▸ (a, 1) (b, 2) (a, 3) (c, 4) ◂ tail      "a" was written again: its first place in the queue is void
//
// Time is a number of milliseconds that the caller hands in, so that tests need not wait.

/// Texts and counts by keys.
nonisolated struct StoreTable {
  struct Entry: Equatable {
    var value: String
    /// In milliseconds of the caller's clock.
    var expires: Int64
    /// Which write made it; its place in the queue has the same number.
    fileprivate(set) var write = 0
  }

  /// How many entries there may be.
  let limit: Int
  private(set) var entries: [String: Entry] = [:]
  private(set) var queue: [(key: String, write: Int)] = []
  private var head = 0
  private var writes = 0

  init(limit: Int) { self.limit = max(1, limit) }

  /// What is kept under a key at a time.
  func get(_ key: String, at now: Int64) -> String? {
    entries[key].flatMap { $0.expires > now ? $0.value : nil }
  }

  /// Keeps a text for so many milliseconds. An entry that expires at once is none.
  mutating func set(_ key: String, _ value: String, for milliseconds: Int64, at now: Int64) {
    guard milliseconds > 0 else { return delete(key) }
    let (expires, overflow) = now.addingReportingOverflow(milliseconds)
    put(key, Entry(value: value, expires: overflow ? .max : expires), at: now)
  }

  mutating func replace(
    _ key: String, _ old: String?, with value: String, for milliseconds: Int64, at now: Int64
  ) -> Bool {
    guard get(key, at: now).map({ Array($0.utf8) }) == old.map({ Array($0.utf8) }) else {
      return false
    }
    set(key, value, for: milliseconds, at: now)
    return true
  }

  mutating func delete(_ key: String) {
    entries[key] = nil
    compact()
  }

  /// Counts one more. Nil where the entry is no number: it belongs to somebody else.
  mutating func increment(_ key: String, window: Int64, at now: Int64) -> WindowCount? {
    guard let entry = entries[key], entry.expires > now else {
      set(key, "1", for: window, at: now)
      return WindowCount(count: 1, rest: .milliseconds(window))
    }
    guard let count = Int(entry.value), count < Int.max else { return nil }
    entries[key]?.value = String(count + 1)
    return WindowCount(count: count + 1, rest: .milliseconds(entry.expires - now))
  }

  /// All that has not expired, the longest written first: a table made of it drops the same ones first.
  func live(at now: Int64) -> [(key: String, entry: Entry)] {
    entries.filter { $0.value.expires > now }
      .sorted { $0.value.write < $1.value.write }
      .map { (key: $0.key, entry: $0.value) }
  }

  /// Takes an entry over from elsewhere, as it is.
  mutating func put(_ key: String, _ entry: Entry, at now: Int64) {
    writes += 1
    entries[key] = Entry(value: entry.value, expires: entry.expires, write: writes)
    queue.append((key, writes))
    makeRoom(at: now)
    compact()
  }

  /// Takes off the queue's head what is void or expired, and more while there are too many.
  private mutating func makeRoom(at now: Int64) {
    while head < queue.count {
      let (key, write) = queue[head]
      if let entry = entries[key], entry.write == write {
        guard entry.expires <= now || entries.count > limit else { return }
        entries[key] = nil
      }
      head += 1
    }
  }

  /// Throws void places away once they are more than half of the queue: seldom, and so cheap for each write.
  private mutating func compact() {
    guard queue.count > 2 * entries.count + 16 else { return }
    queue = queue[head...].filter { entries[$0.key]?.write == $0.write }
    head = 0
  }
}

extension Duration {
  /// The duration in whole milliseconds, rounded up, held within what 64 bits can say.
  nonisolated var wholeMilliseconds: Int64 {
    let (seconds, attoseconds) = components
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000)
    let inMilliseconds: Int64 = 1_000_000_000_000_000
    let (part, rest) = attoseconds.quotientAndRemainder(dividingBy: inMilliseconds)
    let (sum, overflowed) = whole.addingReportingOverflow(part + (rest > 0 ? 1 : 0))
    return overflow || overflowed ? (seconds < 0 ? .min : .max) : sum
  }
}

/// Milliseconds on a clock that never jumps.
nonisolated func monotonicMilliseconds(since start: ContinuousClock.Instant) -> Int64 {
  (ContinuousClock.now - start).wholeMilliseconds
}
