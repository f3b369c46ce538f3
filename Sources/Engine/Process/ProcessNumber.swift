// A child's number, which is its own only until somebody has waited for it: then the system may give it to another
// process, and a signal would hit a stranger. The thread that waits and the loop that signals share this, so that one of
// them is done before the other begins.

import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The number of a child process, and of its group where it has one.
nonisolated final class ProcessNumber: Sendable {
  let pid: Int32
  private let state: Mutex<State>

  private struct State {
    /// Nobody has waited for the child: the number is its own.
    var isChild = true
    /// There is a process group of its own, which may outlive the child.
    var isGroup: Bool
  }

  init(_ pid: Int32, ownsGroup: Bool) {
    self.pid = pid
    state = Mutex(State(isGroup: ownsGroup))
  }

  /// Sends a signal to the group, or to the child where there is none, or it has left it. Harmless when all have ended.
  ///
  /// A group keeps the number as long as it has members; should the last of them end unseen, and the number come round
  /// again, this hits a stranger.
  func send(_ signal: Int32) {
    state.withLock { state in
      if state.isGroup, kill(-pid, signal) == 0 { return }
      if state.isChild { _ = kill(pid, signal) }
    }
  }

  /// Waits until the child has ended, and lets go of its number. For a thread that has nothing else to do.
  func waitForEnd() -> ChildProcess.ExitStatus {
    var information = siginfo_t()
    // It only looks (`WNOWAIT`): the number stays the child's until the loop can no longer be about to use it.
    while waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) == -1, errno == EINTR {}
    return state.withLock { state in
      let status = Self.letGo(of: pid)
      state.isChild = false
      state.isGroup = state.isGroup && kill(-pid, 0) == 0
      return status
    }
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
