// How a child's end reaches the loop: a thread for each child does nothing but wait for it.
//
//     thread    … the child has ended: how, and its number is free again ─┐
//     loop                                                                └─▶ who waited for it goes on
//
// Simple, and the same on every system. libuv (Node) listens for SIGCHLD instead and needs no threads; it starts far
// more children than a teacher does: libdispatch gives a process some 250 threads at most.

import Dispatch

nonisolated enum WaitThread {
  /// Calls `ended` on the loop once the child has ended.
  static func start(
    for number: ProcessNumber, _ ended: @escaping @MainActor (ChildProcess.ExitStatus) -> Void
  ) {
    DispatchQueue(label: "waits for process \(number.pid)").async {
      let status = number.waitForEnd()
      Task { @MainActor in ended(status) }
    }
  }
}
