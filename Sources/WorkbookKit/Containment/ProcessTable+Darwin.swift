#if canImport(Darwin)
  // The table of processes as Apple's systems show it. Twin: `ProcessTable+Linux.swift`.

  import Darwin

  /// What loses its parent becomes a child of the system's first process here, always.
  func becomeParentOfOrphans() -> Bool { false }

  extension ProcessTable {
    /// The processes that run now, of those that may be looked at.
    static func now() -> ProcessTable {
      var pids = [Int32](repeating: 0, count: 16_384)
      let size = Int32(pids.count * MemoryLayout<Int32>.stride)
      let count = proc_listallpids(&pids, size)
      return ProcessTable(entries: pids.prefix(max(0, Int(count))).compactMap(entry))
    }

    private static func entry(_ pid: Int32) -> Entry? {
      var facts = proc_taskallinfo()
      let size = Int32(MemoryLayout<proc_taskallinfo>.stride)
      guard proc_pidinfo(pid, PROC_PIDTASKALLINFO, 0, &facts, size) == size,
        facts.pbsd.pbi_status != UInt32(SZOMB)
      else { return nil }
      let start = facts.pbsd.pbi_start_tvsec * 1_000_000 + facts.pbsd.pbi_start_tvusec
      return Entry(
        identity: Identity(pid: pid, start: start), parent: Int32(facts.pbsd.pbi_ppid),
        group: Int32(facts.pbsd.pbi_pgid),
        processorSeconds: seconds(facts.ptinfo.pti_total_user + facts.ptinfo.pti_total_system),
        memoryBytes: Int(facts.ptinfo.pti_resident_size))
    }

    /// The system counts in ticks of a clock whose pace differs between processors.
    private static func seconds(_ ticks: UInt64) -> Double {
      var pace = mach_timebase_info_data_t()
      mach_timebase_info(&pace)
      return Double(ticks) * Double(pace.numer) / Double(pace.denom) / 1e9
    }
  }
#endif
