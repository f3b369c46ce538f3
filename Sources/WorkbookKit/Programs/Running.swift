// Everything that this program has started and that has not ended: so that nothing survives it.

import Engine

/// The child processes that run.
@MainActor public enum Running {
  private static var children: [Int32: ChildProcess] = [:]
  private static var isEnding = false

  /// Starts a child and remembers it. Refuses once everything is being ended.
  static func start(_ spawn: () throws -> ChildProcess) throws -> ChildProcess {
    guard !isEnding else { throw CancellationError() }
    let child = try spawn()
    children[child.pid] = child
    return child
  }

  /// Ends a child and whatever it has started itself, at once.
  static func end(_ child: ChildProcess) {
    children[child.pid] = nil
    child.kill(9)
  }

  /// Ends everything, for good, and returns when it is gone: the program is about to stop.
  public static func endAll() async {
    isEnding = true
    for child in children.values { child.kill(9) }
    for child in children.values { _ = await child.wait(atMost: .seconds(2)) }
    children = [:]
  }
}
