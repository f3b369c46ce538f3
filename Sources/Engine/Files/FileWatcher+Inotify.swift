#if os(Linux)
  // Watching on Linux: inotify. Its twin for Apple's systems is `FileWatcher+Kqueue.swift`.
  //
  // The folder is watched, never a file in it: a file that is replaced is another file under the same name, and
  // inotify would go on watching the old one. Reports come by a descriptor that the loop watches beside the sockets:
  //
  //     watch | what happened | cookie | length of the name | name, filled up with zeros     and the next one behind it
  //       4           4           4             4                        length
  //
  // Each watcher has an inotify of its own, of which the system gives 128 to a user; programs that watch many folders
  // share one.

  import Glibc

  /// Hears from the system what happens in a folder.
  final class SystemSource: WatchSource {
    private let descriptor: Int32
    private var isOpen = true
    private var tell: (@MainActor (WatchReport) -> Void)?

    private static let wanted = UInt32(
      IN_CREATE | IN_DELETE | IN_MODIFY | IN_ATTRIB | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF
        | IN_MOVE_SELF)

    init(_ folder: String) throws(SystemError) {
      descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
      guard descriptor >= 0 else { throw SystemError("inotify_init1", path: folder) }
      guard inotify_add_watch(descriptor, folder, Self.wanted) >= 0 else {
        let error = SystemError("inotify_add_watch", path: folder)
        closeDescriptor(descriptor)
        throw error
      }
    }

    func start(_ tell: @escaping @MainActor (WatchReport) -> Void) {
      self.tell = tell
      EventLoop.main.watch(descriptor, for: .read) { [weak self] _ in self?.read() }
    }

    func follow(_ names: some Collection<String>) -> Bool { false }

    func close() {
      guard isOpen else { return }
      isOpen = false
      if tell != nil { EventLoop.main.unwatch(descriptor) }
      tell = nil
      closeDescriptor(descriptor)
    }

    private func read() {
      var transfer = Transfer.wouldBlock
      let bytes = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
        transfer = receive(from: descriptor, .file, into: UnsafeMutableRawBufferPointer(buffer))
        if case .moved(let moved) = transfer { count = moved }
      }
      if !bytes.isEmpty { tell?(WatchReport(inotify: bytes)) }
    }
  }

  extension WatchReport {
    /// Reads what inotify wrote.
    nonisolated init(inotify bytes: [UInt8]) {
      var names: Set<String>? = []
      var rest = bytes[...]
      while rest.count >= 16 {
        let (mask, length) = rest.withUnsafeBytes {
          (
            $0.loadUnaligned(fromByteOffset: 4, as: UInt32.self),
            Int($0.loadUnaligned(fromByteOffset: 12, as: UInt32.self))
          )
        }
        let name = String(
          decoding: rest.dropFirst(16).prefix(length).prefix { $0 != 0 }, as: UTF8.self)
        // Without a name it is about the folder itself, or says that reports were lost.
        if name.isEmpty { names = nil } else { names?.insert(name) }
        if mask & UInt32(IN_DELETE_SELF | IN_MOVE_SELF) != 0 { isLast = true }
        if mask & UInt32(IN_MODIFY) != 0 { written.insert(name) }
        rest = rest.dropFirst(16 + length)
      }
      self.names = names
    }
  }
#endif
