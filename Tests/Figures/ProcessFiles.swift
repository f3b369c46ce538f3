// What the system knows of another process. Linux keeps it in files below `/proc`; macOS has calls instead, which it lets only
// privileged programs make, so there these figures are not measured.

import Engine

nonisolated enum ProcessFiles {
  static let reason = "this system has no /proc"

  @MainActor static func areThere() async -> Bool {
    (try? await fileStatus("/proc/self/status")) != nil
  }

  /// How much memory a process has had at the most, and has now, in KiB.
  @MainActor static func memory(of process: ChildProcess) async throws -> (most: Int, now: Int) {
    let text = String(decoding: try await readFile("/proc/\(process.pid)/status"), as: UTF8.self)
    // VmHWM:     7000 kB
    // VmRSS:     6800 kB
    func field(_ name: String) -> Int {
      let line = text.split(separator: "\n").first { $0.hasPrefix("\(name):") }
      return line?.split(separator: " ").compactMap { Int($0) }.first ?? 0
    }
    return (field("VmHWM"), field("VmRSS"))
  }

  /// How long all threads of a process have computed, in nanoseconds.
  @MainActor static func processorTime(of process: ChildProcess) async throws -> Int {
    var sum = 0
    for thread in try await readFolder("/proc/\(process.pid)/task") {
      let path = "/proc/\(process.pid)/task/\(thread.name)/schedstat"
      // Three numbers: time that it ran, time that it waited for a processor, how often it ran.
      let text = String(decoding: try await readFile(path), as: UTF8.self)
      sum += text.split(separator: " ").first.flatMap { Int($0) } ?? 0
    }
    return sum
  }
}
