// How a child's end reaches the loop: a thread for each child does nothing but wait for it.
//
//     thread    waitid … the child has ended ─┐
//     loop                                    └─▶ waitpid: how it ended, and its number is free again
//
// The thread only looks (`WNOWAIT`); it is the loop that lets go of the child. Until then the system gives its number to
// nobody else, so on the loop a child that has not been let go of can be signalled by its number.
//
// Simple, and the same on every system. libuv (Node) listens for SIGCHLD instead and needs no threads; it starts far
// more children than a teacher does: libdispatch gives a process some 250 threads at most.

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
      waitForEnd(of: pid)
      Task { @MainActor in ended(letGo(of: pid)) }
    }
  }

  private static func waitForEnd(of pid: Int32) {
    var information = siginfo_t()
    while waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) == -1, errno == EINTR {}
  }

  private static func letGo(of pid: Int32) -> ChildProcess.ExitStatus {
    var status: Int32 = 0
    while waitpid(pid, &status, 0) == -1 {
      // Somebody else has asked already: how it ended is lost, and is not taken for success.
      if errno != EINTR { return .exited(127) }
    }
    let signal = status & 0x7F
    return signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal)
  }
}
