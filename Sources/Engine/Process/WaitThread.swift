// How a child's end reaches the loop: a thread for each child does nothing but wait for it.
//
// Simple, and the same on every system. libuv (Node) listens for SIGCHLD instead and needs no threads; it starts far
// more children than a teacher does.

import Dispatch

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

nonisolated enum WaitThread {
  /// Calls `ended` on the loop once the child has ended.
  static func start(for pid: Int32, _ ended: @escaping @MainActor (ChildProcess.ExitStatus) -> Void)
  {
    DispatchQueue(label: "waits for process \(pid)").async {
      let status = wait(for: pid)
      Task { @MainActor in ended(status) }
    }
  }

  private static func wait(for pid: Int32) -> ChildProcess.ExitStatus {
    var status: Int32 = 0
    while waitpid(pid, &status, 0) == -1 {
      // Somebody else has asked already: how it ended is lost, and is not taken for success.
      if errno != EINTR { return .exited(127) }
    }
    let signal = status & 0x7F
    return signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal)
  }
}
