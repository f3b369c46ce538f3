#if os(Linux)
  // The table of processes as Linux shows it: a folder for each under /proc. Twin: `ProcessTable+Darwin.swift`.
  //
  // Source: proc_pid_stat(5).

  import CPlatform
  import Glibc

  /// Makes this process the parent of what its children leave behind; false where the system does not.
  func becomeParentOfOrphans() -> Bool { become_parent_of_orphans() == 0 }

  extension ProcessTable {
    /// The processes that run now.
    static func now() -> ProcessTable {
      guard let folder = opendir("/proc") else { return ProcessTable(entries: []) }
      defer { closedir(folder) }
      var entries: [Entry] = []
      while let item = readdir(folder) {
        let name = withUnsafePointer(to: &item.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if let pid = Int32(name), let entry = entry(pid) { entries.append(entry) }
      }
      return ProcessTable(entries: entries)
    }

    private static func entry(_ pid: Int32) -> Entry? {
      let descriptor = open("/proc/\(pid)/stat", O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { return nil }
      defer { close(descriptor) }
      let text = String(unsafeUninitializedCapacity: 1_024) {
        max(0, read(descriptor, $0.baseAddress, 1_024))
      }
      return Entry(statLine: text)
    }
  }

  extension ProcessTable.Entry {
    /// Reads `17 (a name (of any kind)) S 1 17 17 …`; nil for a process that has ended.
    init?(statLine: String) {
      // The name is the program's own choice: only what stands behind its last bracket can be believed.
      guard let nameStart = statLine.firstIndex(of: "("), let nameEnd = statLine.lastIndex(of: ")"),
        let pid = Int32(statLine[..<nameStart].dropLast())
      else { return nil }
      let fields = statLine[nameEnd...].dropFirst(2).split(separator: " ")
      guard fields.count > 21, fields[0] != "Z", fields[0] != "X", let parent = Int32(fields[1]),
        let group = Int32(fields[2]), let user = Double(fields[11]),
        let system = Double(fields[12]),
        let start = UInt64(fields[19]), let pages = Int(fields[21])
      else { return nil }
      identity = ProcessTable.Identity(pid: pid, start: start)
      self.parent = parent
      self.group = group
      processorSeconds = (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
      memoryBytes = pages * sysconf(Int32(_SC_PAGESIZE))
    }
  }
#endif
