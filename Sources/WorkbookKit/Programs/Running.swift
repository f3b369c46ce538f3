// Everything that this program has started and that has not ended: so that nothing survives it.

import Engine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The child processes that run.
@MainActor public enum Running {
  private static var children: [Int32: ChildProcess] = [:]
  private static var isEnding = false
  private static var adoptsOrphans = false
  private static var endedOrphans: Set<Int32> = []

  /// Starts a child and remembers it until it has ended. Refuses once everything is being ended.
  static func start(_ spawn: () throws -> ChildProcess) throws -> ChildProcess {
    guard !isEnding else { throw CancellationError() }
    let child = try spawn()
    children[child.pid] = child
    Task {
      _ = await child.wait()
      // Its number is free, and may be another's by now.
      if children[child.pid] === child { children[child.pid] = nil }
    }
    return child
  }

  /// Ends a child and whatever it has started itself, at once.
  static func end(_ child: ChildProcess) { child.kill(9) }

  /// Ends everything, for good, and returns when it is gone: the program is about to stop.
  public static func endAll() async {
    isEnding = true
    for child in children.values { child.kill(9) }
    for child in children.values { _ = await child.wait(atMost: .seconds(2)) }
    // First all of each family, then those that lost their parents by it.
    await ProcessWatch.finishAll()
    await endOrphans()
    PrivateFolder.removeAll()
  }

  // MARK: Orphans

  /// From now on, processes that a child has left behind become this program's own, so that they can be found and
  /// ended: those that left their group and whose parent has ended. For a program that starts processes by `start`
  /// alone. Where the system does not know this (macOS), they stay.
  public static func adoptOrphans() { adoptsOrphans = becomeParentOfOrphans() }

  /// Ends the processes that were left behind, by whomever: no program that is graded needs any. The end of one may
  /// bring its own children: it looks again until there is none, but not for longer than two seconds.
  static func endOrphans() async {
    let deadline = ContinuousClock.now + .seconds(2)
    while adoptsOrphans, ContinuousClock.now < deadline {
      let orphans = ProcessTable.now().entries.filter {
        $0.parent == getpid() && children[$0.identity.pid] == nil
      }
      for orphan in orphans { kill(orphan.identity.pid, SIGKILL) }
      endedOrphans.formUnion(orphans.map(\.identity.pid))
      // Nobody else asks how they ended, and until somebody does, they keep their numbers.
      endedOrphans = endedOrphans.filter { waitpid($0, nil, WNOHANG) == 0 }
      if orphans.isEmpty { return }
    }
  }
}
