import TestSupport
import Testing

@testable import Engine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Nobody sleeps here: each test waits for what it is told.
@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct FileWatcherTests {
  /// Told by the system, and found by looking at regular times.
  nonisolated static let sources: [Duration?] = [nil, .milliseconds(5)]

  /// The next changes are these. One may be told twice.
  private func expect(
    _ watcher: FileWatcher, _ expected: FileChange..., at place: SourceLocation = #_sourceLocation
  ) async throws {
    for change in expected {
      var told = try await watcher.next()
      while let again = told, again != change, again == last { told = try await watcher.next() }
      #expect(told == change, sourceLocation: place)
      last = told
    }
  }
  private var last: FileChange? {
    get { memory.last }
    nonmutating set { memory.last = newValue }
  }
  private let memory = Memory()
  private final class Memory { var last: FileChange? }

  @Test(arguments: sources) func tellsWhatHappensInAFolder(_ polling: Duration?) async throws {
    try await inFolder { folder in
      func change(_ name: String, _ kind: FileChange.Kind) -> FileChange {
        FileChange(path: "\(folder)/\(name)", kind: kind)
      }
      try await writeFile("\(folder)/before", "is not told")
      let watcher = try await watch(folder, polling: polling)
      try await writeFile("\(folder)/a", "one")
      try await expect(watcher, change("a", .appeared))
      try await writeFile("\(folder)/a", "two")
      try await expect(watcher, change("a", .changed))
      try await appendFile("\(folder)/a", "three")
      try await expect(watcher, change("a", .changed))
      try await rename("\(folder)/a", to: "\(folder)/b")
      try await expect(watcher, change("a", .disappeared), change("b", .appeared))
      try await makeFolder("\(folder)/below")
      try await expect(watcher, change("below", .appeared))
      try await writeFile("\(folder)/below/deep", "is not told")
      try await removeFile("\(folder)/b")
      try await expect(watcher, change("b", .disappeared))
      watcher.close()
      #expect(try await watcher.next() == nil)
    }
  }

  @Test(arguments: sources) func followsAFileThroughItsReplacements(_ polling: Duration?)
    async throws
  {
    try await inFolder { folder in
      let path = "\(folder)/notes"
      try await writeFile(path, "one")
      #expect(symlink("notes", "\(folder)/link") == 0)
      let watcher = try await watch("\(folder)/link", polling: polling)
      func change(_ kind: FileChange.Kind) -> FileChange {
        FileChange(path: "\(folder)/link", kind: kind)
      }
      for text in ["two", "six", "ten"] {
        try await writeFile("\(folder)/other", text)
        try await writeFile(path, text)
        try await expect(watcher, change(.changed))
      }
      try await removeFile(path)
      try await expect(watcher, change(.disappeared))
      try await writeFile(path, "again")
      try await expect(watcher, change(.appeared))
      watcher.close()
    }
  }

  /// By time and size the two versions may be one; the system knows better.
  @Test func tellsOfAnotherContentOfTheSameSize() async throws {
    try await inFolder { folder in
      let path = "\(folder)/notes"
      try await writeFile(path, "0")
      let watcher = try await watch(path)
      let descriptor = open(path, O_WRONLY)
      for number in 1..<100 {
        #expect(pwrite(descriptor, "\(number % 10)", 1, 0) == 1)
        #expect(try await watcher.next() == FileChange(path: path, kind: .changed))
      }
      close(descriptor)
      watcher.close()
    }
  }

  @Test func whatHappensWhileNobodyAsksIsOneChange() async throws {
    try await inFolder { folder in
      let watcher = try await watch(folder)
      for number in 0..<300 {
        try await appendFile("\(folder)/notes", "\(number)")
        try await appendFile("\(folder)/gone", "\(number)")
        try await removeFile("\(folder)/gone")
      }
      try await writeFile("\(folder)/zzz", "")
      var told: [FileChange] = []
      while told.last?.path != "\(folder)/zzz" {
        told.append(try #require(try await watcher.next()))
      }
      #expect(told.first == FileChange(path: "\(folder)/notes", kind: .appeared))
      #expect(told.count < 10)
      watcher.close()
    }
  }

  @Test(arguments: sources) func losesNothing(_ polling: Duration?) async throws {
    try await inFolder { folder in
      let watcher = try await watch(folder, polling: polling)
      let names = (1_000..<1_500).map { "\(folder)/\($0)" }
      let writing = Task { for name in names { try await appendFile(name, "") } }
      var told: [String] = []
      while told.count < names.count {
        let change = try #require(try await watcher.next())
        if change.kind == .appeared { told.append(change.path) }
      }
      try await writing.value
      #expect(told.sorted() == names)
      watcher.close()
    }
  }

  @Test(arguments: sources) func endsWithItsFolder(_ polling: Duration?) async throws {
    try await inFolder { folder in
      try await makeFolder("\(folder)/below")
      try await writeFile("\(folder)/below/notes", "")
      let watcher = try await watch("\(folder)/below", polling: polling)
      let file = try await watch("\(folder)/below/notes", polling: polling)
      try await removeFolder("\(folder)/below", withContents: true)
      for watcher in [watcher, file] {
        var told: [FileChange] = []
        for try await change in watcher { told.append(change) }
        #expect(told == [FileChange(path: "\(folder)/below/notes", kind: .disappeared)])
      }
    }
  }

  /// Another folder under the same name is not the one that is watched.
  @Test func endsWithItsFolderAlsoWhereANewOneHasTheName() async throws {
    try await inFolder { folder in
      let path = "\(folder)/below/"
      try await makeFolder(path)
      try await writeFile("\(path)notes", "")
      let watcher = try await watch(path)
      try await removeFolder(path, withContents: true)
      try await makeFolder(path)
      #expect(try await watcher.next() == FileChange(path: "\(path)notes", kind: .disappeared))
      #expect(try await watcher.next() == nil)
    }
  }

  @Test(arguments: sources) func aFolderThatIsMovedAwayIsGone(_ polling: Duration?) async throws {
    try await inFolder { folder in
      try await makeFolder("\(folder)/below")
      let watcher = try await watch("\(folder)/below", polling: polling)
      try await rename("\(folder)/below", to: "\(folder)/elsewhere")
      #expect(try await watcher.next() == nil)
    }
  }

  @Test(arguments: sources) func endsWhenItsTaskIsCancelled(_ polling: Duration?) async throws {
    try await inFolder { folder in
      let watcher = try await watch(folder, polling: polling)
      var told: [FileChange] = []
      let (heard, cancelled) = (Gate(), Gate())
      let watching = Task {
        for try await change in watcher {
          told.append(change)
          heard.open()
        }
        cancelled.open()
      }
      try await writeFile("\(folder)/notes", "")
      await heard.wait()
      watching.cancel()
      await cancelled.wait()
      try await watching.value
      #expect(told == [FileChange(path: "\(folder)/notes", kind: .appeared)])
    }
  }

  /// In a process of its own, where no other test opens descriptors.
  @Test(.inItsOwnProcess) func givesBackItsDescriptors() async throws {
    try await inFolder { folder in
      await #expect(processExitsWith: .success) { [folder = folder as String] in
        try await FileWatcherTests().startMany(folder)
      }
    }
  }

  private func startMany(_ folder: String) async throws {
    try await watch(folder).close()
    let before = nextDescriptor()
    for _ in 0..<20 {
      let watching = Task { for try await _ in try await watch(folder) {} }
      watching.cancel()
      try await watching.value
      _ = try await watch(folder)  // Forgotten.
    }
    // What is forgotten is closed by the loop, in one of its next turns.
    for _ in 0..<10_000 where nextDescriptor() != before {
      await withCheckedContinuation { turn in setImmediate { turn.resume() } }
    }
    #expect(nextDescriptor() == before)
  }

  /// Low numbers are given out first: a leak shows in the next one.
  private func nextDescriptor() -> Int32 {
    let next = dup(0)
    close(next)
    return next
  }
}

#if os(Linux)
  /// What inotify writes, taken apart.
  struct InotifyReportTests {
    /// One report, as the system lays it out.
    private func report(_ mask: Int32, _ name: String = "") -> [UInt8] {
      let length = name.isEmpty ? 0 : (name.utf8.count / 16 + 1) * 16
      var bytes: [UInt8] = []
      for number in [1, UInt32(bitPattern: mask), 0, UInt32(length)] {
        bytes += withUnsafeBytes(of: number) { Array($0) }
      }
      return bytes + name.utf8 + [UInt8](repeating: 0, count: length - name.utf8.count)
    }

    @Test func readsSeveral() {
      let told = WatchReport(
        inotify: report(Int32(IN_CREATE), "notes") + report(Int32(IN_MODIFY), "a name of 16 char")
          + report(Int32(IN_DELETE), "é"))
      #expect(told.names == ["notes", "a name of 16 char", "é"])
      #expect(told.written == ["a name of 16 char"])
      #expect(!told.isLast)
    }

    @Test func reportsThatWereLostMeanThatAnythingMayHaveHappened() {
      let told = WatchReport(
        inotify: report(Int32(IN_CREATE), "notes") + report(Int32(IN_Q_OVERFLOW)))
      #expect(told.names == nil && !told.isLast)
    }

    @Test(arguments: [Int32(IN_DELETE_SELF), Int32(IN_MOVE_SELF)])
    func theFoldersOwnEndIsTheLast(_ mask: Int32) {
      let told = WatchReport(inotify: report(mask))
      #expect(told.names == nil && told.isLast)
    }
  }
#endif
