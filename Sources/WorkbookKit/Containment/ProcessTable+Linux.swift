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
        // What is no number is no process, and has number 0.
        let pid = withUnsafePointer(to: &item.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { atoi($0) }
        }
        if pid > 0, let entry = entry(pid) { entries.append(entry) }
      }
      return ProcessTable(entries: entries)
    }

    private static func entry(_ pid: Int32) -> Entry? {
      let descriptor = open("/proc/\(pid)/stat", O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { return nil }
      defer { close(descriptor) }
      return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 1_024) { line in
        let count = read(descriptor, line.baseAddress, line.count - 1)
        line[max(0, count)] = 0
        return line.baseAddress.flatMap { Entry(statLine: $0) }
      }
    }
  }

  extension ProcessTable.Entry {
    /// Reads `17 (a name (of any kind)) S 1 17 17 …`; nil for a process that has ended.
    ///
    /// By C's own means: all lines are read fifty times a second, and cutting texts in pieces costs ten times as much.
    init?(statLine: UnsafePointer<CChar>) {
      // The name is the program's own choice: only what stands behind its last bracket can be believed.
      let pid = strtol(statLine, nil, 10)
      guard pid > 0, let nameEnd = strrchr(statLine, Int32(UInt8(ascii: ")"))), strlen(nameEnd) > 3
      else { return nil }
      let state = UInt8(bitPattern: nameEnd[2])
      guard state != UInt8(ascii: "Z"), state != UInt8(ascii: "X") else { return nil }
      var numbers: [Int] = []
      var rest = nameEnd + 3
      while numbers.count < 21 {
        var next: UnsafeMutablePointer<CChar>?
        let number = strtol(rest, &next, 10)
        guard let next, next != rest else { return nil }
        numbers.append(number)
        rest = next
      }
      identity = ProcessTable.Identity(
        pid: Int32(clamping: pid), start: UInt64(clamping: numbers[18]))
      parent = Int32(clamping: numbers[0])
      group = Int32(clamping: numbers[1])
      let ticks = Double(numbers[10] + numbers[11])
      processorSeconds = ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
      memoryBytes = numbers[20] * sysconf(Int32(_SC_PAGESIZE))
    }
  }
#endif
