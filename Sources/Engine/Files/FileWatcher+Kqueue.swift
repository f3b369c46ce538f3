#if canImport(Darwin)
  // Watching on Apple's systems: kqueue's filter for files ("vnodes"). Its twin for Linux is `FileWatcher+Inotify.swift`.
  //
  // A folder tells only that names came or went. What is written to a file, the file itself tells; so each file in the
  // folder is opened and watched too, up to a thousand of them (the others are looked at when anything else happens).
  // A kqueue's own descriptor is readable when it has reports: the loop watches it beside the sockets.
  //
  // Bigger programs use FSEvents, which watches whole trees, and belongs to Apple alone.

  import Darwin

  /// Hears from the system what happens in a folder and to its files.
  final class SystemSource: WatchSource {
    private let folder: String
    private let descriptor: Int32
    private let folderDescriptor: Int32
    private var files: [String: Int32] = [:]
    private var isOpen = true
    private var tell: (@MainActor (WatchReport) -> Void)?

    private static let mostFiles = 1_000
    private static let wanted = UInt32(
      NOTE_WRITE | NOTE_EXTEND | NOTE_DELETE | NOTE_RENAME | NOTE_ATTRIB)

    init(_ folder: String) throws(SystemError) {
      self.folder = folder
      descriptor = kqueue()
      guard descriptor >= 0 else { throw SystemError("kqueue", path: folder) }
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      folderDescriptor = open(folder, O_EVTONLY | O_CLOEXEC)
      guard folderDescriptor >= 0 else {
        let error = SystemError("open", path: folder)
        closeDescriptor(descriptor)
        throw error
      }
      watch(folderDescriptor)
    }

    func start(_ tell: @escaping @MainActor (WatchReport) -> Void) {
      self.tell = tell
      EventLoop.main.watch(descriptor, for: .read) { [weak self] _ in self?.read() }
    }

    /// Opens the files that are new. What was written to them before that, nobody told: another look is due.
    func follow(_ names: some Collection<String>) -> Bool {
      guard isOpen else { return false }
      let present = Set(names)
      for name in files.keys where !present.contains(name) { forget(name) }
      var isNew = false
      for name in present where files[name] == nil && files.count < Self.mostFiles {
        let file = open("\(folder)/\(name)", O_EVTONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { continue }
        files[name] = file
        watch(file)
        isNew = true
      }
      return isNew
    }

    func close() {
      guard isOpen else { return }
      isOpen = false
      if tell != nil { EventLoop.main.unwatch(descriptor) }
      tell = nil
      for name in files.keys { forget(name) }
      closeDescriptor(folderDescriptor)
      closeDescriptor(descriptor)
    }

    /// Each report is given once (`EV_CLEAR`). A closed descriptor takes its watch with it.
    private func watch(_ file: Int32) {
      var change = kevent(
        ident: UInt(file), filter: Int16(EVFILT_VNODE), flags: UInt16(EV_ADD | EV_CLEAR),
        fflags: Self.wanted, data: 0, udata: nil)
      _ = kevent(descriptor, &change, 1, nil, 0, nil)
    }

    private func forget(_ name: String) {
      files.removeValue(forKey: name).map { closeDescriptor($0) }
    }

    private func read() {
      var events = [kevent](repeating: kevent(), count: 64)
      var now = timespec()
      let count = kevent(descriptor, nil, 0, &events, Int32(events.count), &now)
      guard count > 0 else { return }
      let names = Dictionary(uniqueKeysWithValues: files.map { ($0.value, $0.key) })
      var report = WatchReport(names: [])
      for event in events.prefix(Int(count)) {
        guard let name = names[Int32(event.ident)] else {
          report.names = nil  // The folder itself.
          if event.fflags & UInt32(NOTE_DELETE | NOTE_RENAME) != 0 { report.isLast = true }
          continue
        }
        report.names?.insert(name)
        if event.fflags & UInt32(NOTE_WRITE | NOTE_EXTEND) != 0 { report.written.insert(name) }
        // Its name may have gone to another file, which must be opened anew.
        if event.fflags & UInt32(NOTE_DELETE | NOTE_RENAME) != 0 { forget(name) }
      }
      tell?(report)
    }
  }
#endif
