// A store in one file, which survives that the program ends, however it ends.
//
// Everything is in memory as well; a change is made there, and is done when the whole file has been replaced by a new one
// (see Engine's `FileReplacement.swift`): whoever kills the program or pulls the plug finds the old file or the new one.
// While a replacement is on its way, changes that come gather for the next, so that a hundred of them cost two:
//
//     change 1   ├── writes ──┤
//     change 2 … 100    wait   ├── written together ──┤
//
// A bigger server appends each change to a journal (SQLite, Redis' AOF), and has a lock so that two processes can share the
// file. Here one process has it for itself: two would overwrite each other's changes.

/// State in a file.
///
/// ```swift
/// app.use(session(store: FileStore("sessions.json"), secret: "only for this lesson"))
/// ```
///
/// For one process. The file is JSON: a list of key, value and the time of expiry in milliseconds since 1970; only the
/// program's own user may read it. It is read when the store is first used; one that makes no sense is left alone, and
/// each call throws `StoreError`.
///
/// Express: `session-file-store`
public final class FileStore: Store {
  private let path: String
  private let bytesLimit: Int
  private let now: () -> Int64
  private var table: StoreTable
  private var isLoaded = false
  private var reading: Task<StoreTable, any Error>?
  /// The replacement at work or done last, and the one that has not begun.
  private var last: Task<Void, any Error>?
  private var next: Task<Void, any Error>?
  /// How often the file was replaced.
  private(set) var replacements = 0

  /// A store in a file, which is created at the first change; its folder must be there.
  ///
  /// - Parameters:
  ///   - path: the file, from where the program was started unless it begins with "/".
  ///   - limit: how many entries it holds. One more, and the one that was written longest ago is forgotten.
  ///   - bytesLimit: how long a file it reads.
  public convenience init(_ path: String, limit: Int = 10_000, bytesLimit: Int = 64 << 20) {
    // The wall clock, asked once: it may be set while the program runs.
    let (wall, start) = (wallClockSeconds() * 1_000, ContinuousClock.now)
    self.init(path, limit: limit, bytesLimit: bytesLimit) {
      wall + monotonicMilliseconds(since: start)
    }
  }

  /// A store that asks another clock, in milliseconds since 1970.
  init(_ path: String, limit: Int, bytesLimit: Int, now: @escaping () -> Int64) {
    self.path = path
    table = StoreTable(limit: limit)
    self.bytesLimit = bytesLimit
    self.now = now
  }

  public func get(_ key: String) async throws -> String? {
    try await load()
    return table.get(key, at: now())
  }

  public func set(_ key: String, _ value: String, expiresIn: Duration) async throws {
    try await load()
    table.set(key, value, for: expiresIn.wholeMilliseconds, at: now())
    try await save()
  }

  public func replace(
    _ key: String, _ old: String?, with value: String, expiresIn: Duration
  ) async throws -> Bool {
    try await load()
    guard table.replace(key, old, with: value, for: expiresIn.wholeMilliseconds, at: now()) else {
      return false
    }
    try await save()
    return true
  }

  public func delete(_ key: String) async throws {
    try await load()
    table.delete(key)
    try await save()
  }

  public func increment(_ key: String, window: Duration) async throws -> WindowCount {
    try await load()
    guard let count = table.increment(key, window: window.wholeMilliseconds, at: now()) else {
      throw StoreError("file \(path): what is kept under \"\(key)\" is no count")
    }
    try await save()
    return count
  }

  // MARK: The file

  /// One kept text in the file.
  private nonisolated struct Line: Codable, Sendable {
    var key: String
    var value: String
    var expires: Int64
  }

  /// Reads the file, the first time. An attempt that failed is made again by the next call.
  private func load() async throws {
    guard !isLoaded else { return }
    let attempt = reading ?? Task { try await read() }
    reading = attempt
    defer { reading = nil }
    let found = try await attempt.value
    guard !isLoaded else { return }  // Another call waited too, and was first.
    (table, isLoaded) = (found, true)
  }

  private func read() async throws -> StoreTable {
    do {
      let size = try await fileStatus(path).size
      guard size <= bytesLimit else {
        throw StoreError("file \(path): it has \(size) bytes, more than the limit of \(bytesLimit)")
      }
      let lines = try JSON.parse(try await readFile(path), as: [Line].self)
      var table = self.table
      for line in lines {
        table.put(line.key, StoreTable.Entry(value: line.value, expires: line.expires), at: now())
      }
      return table
    } catch let error as SystemError where error.code == "ENOENT" {
      return table
    } catch let error as SystemError {
      throw StoreError("file \(path): \(error)")
    } catch let error as JSONError {
      throw StoreError("file \(path): it holds no store (\(error)); move it away, or name another")
    }
  }

  /// Returns when a file is in place that has all that stands in the table now.
  private func save() async throws {
    let write = next ?? replacement(after: last)
    (last, next) = (write, write)
    do { try await write.value } catch { throw StoreError("file \(path): \(error)") }
  }

  private func replacement(after before: Task<Void, any Error>?) -> Task<Void, any Error> {
    Task {
      _ = await before?.result
      replacements += 1
      next = nil  // What is changed from here on is for the one after.
      let lines = table.live(at: now()).map { key, entry in
        Line(key: key, value: entry.value, expires: entry.expires)
      }
      try await writeFile(path, try JSON.encode(lines), permissions: 0o600)
    }
  }
}
