// Looks at the processes of strangers' programs, many times a second, and ends a program that takes more than it may.
//
// The watch has a thread of its own: the loop may be busy, and a program that doubles its processes every millisecond
// does not wait. All programs that run share one look at the table of processes. While none runs, it rests.

import Dispatch
import Engine
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What is watched of one program.
final class ProcessWatch: Sendable {
  /// The process that was started; its group has the same number.
  private let leader: Int32
  private let limits: ResourceLimits
  private let started = ContinuousClock.now
  private let state = Mutex(State())

  private struct State {
    var known: Set<ProcessTable.Identity> = []
    /// Processor time of those that have ended is lost with them: the most that was seen of each is kept.
    var processorSeconds: [ProcessTable.Identity: Double] = [:]
    var excess: ResourceLimits.Excess?
  }

  @MainActor init(_ child: ChildProcess, _ limits: ResourceLimits) {
    leader = child.pid
    self.limits = limits
    Rounds.shared.add(self)
  }

  /// The limit that the program went over; nil while it has kept to all of them.
  var excess: ResourceLimits.Excess? { state.withLock { $0.excess } }

  /// Ends the program because it went over a limit that is counted elsewhere.
  func end(because excess: ResourceLimits.Excess) {
    state.withLock { $0.excess = $0.excess ?? excess }
    Rounds.shared.queue.async { self.endFamily() }
  }

  /// Ends what is left of the program, also what has left its group, and looks no more. Returns when all is gone.
  func finish() async {
    await withCheckedContinuation { continuation in
      Rounds.shared.queue.async {
        self.endFamily()
        Rounds.shared.remove(self)
        continuation.resume()
      }
    }
  }

  /// The same for all programs that are watched.
  static func finishAll() async {
    for watch in Rounds.shared.watched { await watch.finish() }
  }

  // MARK: On the watch's thread

  fileprivate func look(_ table: ProcessTable) {
    let mustEnd = state.withLock { state in
      let family = table.family(of: leader, known: state.known)
      state.known = Set(family.map(\.identity))
      for entry in family { state.processorSeconds[entry.identity] = entry.processorSeconds }
      guard !family.isEmpty else { return false }
      state.excess = state.excess ?? excess(family, state.processorSeconds.values.reduce(0, +))
      return state.excess != nil
    }
    if mustEnd { endFamily() }
  }

  private func excess(_ family: [ProcessTable.Entry], _ processorSeconds: Double)
    -> ResourceLimits.Excess?
  {
    if family.count > limits.processes { return .processes(limits.processes) }
    if family.reduce(0, { $0 + $1.memoryBytes }) > limits.memoryBytes {
      return .memory(bytes: limits.memoryBytes)
    }
    if processorSeconds > Double(limits.processorSeconds) {
      return .processorTime(seconds: limits.processorSeconds)
    }
    if ContinuousClock.now - started > .seconds(limits.wallClockSeconds) {
      return .wallClock(seconds: limits.wallClockSeconds)
    }
    return nil
  }

  /// Kills, looks whether somebody was born meanwhile, and kills again. A process that cannot be killed (it waits for a
  /// broken disk, say) is not waited for longer than two seconds.
  private func endFamily() {
    let deadline = ContinuousClock.now + .seconds(2)
    while ContinuousClock.now < deadline {
      let family = state.withLock { state in
        let family = ProcessTable.now().family(of: leader, known: state.known)
        state.known.formUnion(family.map(\.identity))
        return family
      }
      if family.isEmpty { return }
      for entry in family { kill(entry.identity.pid, SIGKILL) }
      usleep(1_000)
    }
  }

  /// The rounds that the watch makes.
  private final class Rounds: Sendable {
    static let shared = Rounds()
    /// Between two looks a program can take more than it may: some 100 MiB of memory, some hundred processes.
    private static let period = DispatchTimeInterval.milliseconds(20)

    let queue = DispatchQueue(label: "watches programs", qos: .userInteractive)
    private let state = Mutex(State())

    private struct State {
      var watched: [ObjectIdentifier: ProcessWatch] = [:]
      var isGoing = false
    }

    func add(_ watch: ProcessWatch) {
      let rested = state.withLock { state in
        state.watched[ObjectIdentifier(watch)] = watch
        defer { state.isGoing = true }
        return !state.isGoing
      }
      if rested { scheduleNext() }
    }

    var watched: [ProcessWatch] { state.withLock { Array($0.watched.values) } }

    func remove(_ watch: ProcessWatch) {
      state.withLock { $0.watched[ObjectIdentifier(watch)] = nil }
    }

    private func scheduleNext() {
      queue.asyncAfter(deadline: .now() + Self.period) { self.makeRound() }
    }

    private func makeRound() {
      let watched = state.withLock { state in
        state.isGoing = !state.watched.isEmpty
        return Array(state.watched.values)
      }
      guard !watched.isEmpty else { return }
      let table = ProcessTable.now()
      for watch in watched { watch.look(table) }
      scheduleNext()
    }
  }
}
