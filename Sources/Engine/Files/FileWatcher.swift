// Who changed my file? The system tells *that* something happened; a look at the folder tells *what*.
//
//     system: "look!"  ─▶  due  ─▶  look, compare with the last look  ─▶  changes, one by one
//
// The systems' own reports differ too much to be passed on: inotify (Linux) tells names, kqueue (Apple's systems) tells only
// that a folder changed, both may drop reports when there are too many, and an editor that saves one file causes six. So
// a report only makes a look due, and the look happens when the reader asks for the next change. A hundred reports
// while the reader is busy are one look: changes are coalesced, and nothing piles up.
//
// Twins: `FileWatcher+Inotify.swift`, `FileWatcher+Kqueue.swift`. Where neither can help (a network's file system tells
// nothing; the system's limit is reached), `FileWatcher+Polling.swift` makes a look due at regular times.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Something that happened to a file.
public nonisolated struct FileChange: Sendable, Equatable {
  public enum Kind: Sendable {
    /// The name is new.
    case appeared
    /// The file has other bytes, or another file has the name.
    case changed
    /// The name is gone.
    case disappeared
  }

  /// The file: the path that is watched, or the name behind it if that is a folder.
  public let path: String
  public let kind: Kind
}

/// Watches a file, or what stands in a folder (not what stands in its folders).
///
/// ```swift
/// for try await change in try await watch("views") where change.kind != .disappeared {
///   print("\(change.path) must be read again")
/// }
/// ```
///
/// It ends when its task is cancelled, and when the folder is gone. What happens between two looks is told as one
/// change; a change may be told twice, and one that was taken back before the look not at all. A file may disappear and
/// appear again: that is how some programs save.
///
/// - Parameters:
///   - path: a symbolic link is followed once, at the start.
///   - polling: nil lets the system tell. A duration looks at these times instead, for file systems that tell nothing
///     (those of a network); two writes of the same size within some milliseconds may then look like one.
///
/// Throws `SystemError`: `ENOENT` where there is nothing to watch.
///
/// Node: `fs.promises.watch`, `fs.watchFile`
public func watch(_ path: String, polling: Duration? = nil) async throws -> FileWatcher {
  let (real, kind) = try await offLoop {
    let real = try FileCalls.realPath(path)
    return (real, try FileCalls.status(real).kind)
  }
  let place = kind == .folder ? (real, nil) : real.folderAndName
  let watcher = FileWatcher(path, folder: place.0, name: place.1, polling: polling)
  try await watcher.start()
  return watcher
}

/// The changes of a file or folder, from the moment on when it was made. One task may read it.
public final class FileWatcher: AsyncSequence {
  /// As it was given to `watch`.
  public let path: String
  /// What stands before the names in a folder: its path, with one slash.
  private let prefix: String
  private let folder: String
  private let name: String?
  private let source: any WatchSource
  private var isOpen = true

  private var lastLook = FolderSnapshot()
  private var isDue = false
  private var isLast = false
  private var written: Set<String> = []
  /// The next one last: taking from the end costs nothing, however many there are.
  private var untold: [FileChange] = []
  private var reader: CheckedContinuation<Void, Never>?

  /// Watches from now on; what the system cannot watch is polled.
  init(_ path: String, folder: String, name: String?, polling: Duration?) {
    self.path = path
    prefix = path.hasSuffix("/") ? path : path + "/"
    self.folder = folder
    self.name = name
    source =
      if let polling { PollingSource(polling) } else {
        (try? SystemSource(folder)) ?? PollingSource(.milliseconds(500))
      }
  }

  /// The source lives on the loop and is closed there.
  nonisolated deinit {
    let source = source
    Task { @MainActor in source.close() }
  }

  /// The first look comes after the source has begun to tell, so that nothing is lost in between.
  func start() async throws {
    source.start { [weak self] in self?.hear($0) }
    let (folder, name) = (folder, name)
    lastLook = try await offLoop { try FolderSnapshot(folder: folder, only: name) }
    if source.follow(lastLook.versions.keys) { isDue = true }
  }

  // MARK: The reader's side

  /// The next change; nil when it has ended. Throws `SystemError` where the folder cannot be looked at any more.
  public func next() async throws -> FileChange? {
    if Task.isCancelled { close() }
    while true {
      if let change = untold.popLast() { return change }
      guard isOpen, !Task.isCancelled else { return nil }
      if isDue { try await look() } else { await somethingToHear() }
    }
  }

  public struct AsyncIterator: AsyncIteratorProtocol {
    let watcher: FileWatcher
    public func next() async throws -> FileChange? { try await watcher.next() }
  }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(watcher: self) }

  /// Stops watching. Whoever waits for the next change hears the end.
  ///
  /// Node: `watcher.close`
  public func close() {
    isOpen = false
    untold = []
    source.close()
    wakeReader()
  }

  private func look() async throws {
    let (folder, name, written) = (folder, name, self.written)
    isDue = false
    self.written = []
    var now = FolderSnapshot()
    do {
      now = try await offLoop { try FolderSnapshot(folder: folder, only: name) }
      if source.follow(now.versions.keys) { isDue = true }
    } catch let error as SystemError where error.number == ENOENT {
      isLast = true  // The folder is gone, and with it all that stood in it.
    }
    guard isOpen else { return }  // Closed while it looked.
    if isLast { close() }
    untold = lastLook.changes(until: now, written: written).reversed().map {
      FileChange(path: name == nil ? prefix + $0.name : path, kind: $0.kind)
    }
    lastLook = now
  }

  private func somethingToHear() async {
    precondition(reader == nil, "two tasks read one watcher: each would hear of a part")
    await withTaskCancellationHandler {
      await withCheckedContinuation { reader = $0 }
    } onCancel: {
      Task { @MainActor in self.wakeReader() }
    }
  }

  private func wakeReader() {
    reader?.resume()
    reader = nil
  }

  // MARK: The source's side

  private func hear(_ report: WatchReport) {
    if let name, let names = report.names, !names.contains(name) { return }
    written.formUnion(report.written)
    isDue = true
    isLast = isLast || report.isLast
    wakeReader()
  }
}

/// What a source has to tell.
nonisolated struct WatchReport {
  /// To which names something happened; nil if it cannot say.
  var names: Set<String>?
  /// Which of them were certainly written to.
  var written: Set<String> = []
  /// The folder is gone, or has another name: nothing more will be told.
  var isLast = false
}

/// Tells that something happened in a folder. The twins' common shape.
protocol WatchSource: AnyObject, Sendable {
  /// Tells from now on.
  func start(_ tell: @escaping @MainActor (WatchReport) -> Void)
  /// Names that stand in the folder now. True if what happened to them before this call may not have been told.
  func follow(_ names: some Collection<String>) -> Bool
  func close()
}
