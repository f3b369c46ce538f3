// Who keeps the workers of a cluster at their places: starts them, starts those again that end, replaces them one by
// one when it is told to (SIGHUP), and stops them all (SIGTERM, SIGINT).
//
//     start ──▶ getting ready ──listens──▶ serving ──ends──▶ waiting (longer each time) ──▶ start …
//                                             │
//                  SIGHUP: another is started beside it; once that one listens, this one is asked to stop
//
// It runs on the event loop as everything else does; it waits for its children's ends as for anything else.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Supervises the workers of a cluster.
final class Supervisor {
  /// A worker's place, which one process takes after the other.
  private final class Place {
    let number: Int
    var process: WorkerProcess?
    var isBeingReplaced = false
    var restart: Timer?
    var backOff: BackOff

    init(_ number: Int, _ limits: ClusterLimits) {
      self.number = number
      backOff = BackOff(limits)
    }
  }

  private let limits: ClusterLimits
  private let plan: WorkerPlan
  private let places: [Place]
  /// Nobody else has it, so it is closed when this process is gone.
  private let lifelineEnd: Int32
  /// All that have not ended, also those who have been replaced and finish their last requests.
  private var running: [WorkerProcess] = []
  private var isStopping = false
  private var isReloading = false
  private var reloadAgain = false
  private let hadTerminal = hasTerminal()

  /// Throws `SystemError` where not even a pipe can be had.
  init(_ listeners: [Listener], workers: Int, limits: ClusterLimits) throws(SystemError) {
    self.limits = limits
    let (lifeline, otherEnd) = try makePipe()
    lifelineEnd = otherEnd
    // Found now: should a new program be put in its place, the next reload starts that one.
    plan = WorkerPlan(
      path: try executablePath(), arguments: Array(CommandLine.arguments.dropFirst()),
      listeners: listeners, lifeline: lifeline)
    places = (1...workers).map { Place($0, limits) }
  }

  /// Gives this thread to the loop. Returns in no process.
  @available(*, noasync)
  func run() -> Never {
    EventLoop.main.stopOnSignals()
    EventLoop.main.onSignal(SIGHUP) { self.hangUp() }
    EventLoop.main.onStop { await self.stop() }
    let addresses = plan.listeners.map { listener in
      listener.address.family == AF_UNIX ? "\(listener.address)" : "http://\(listener.address)/"
    }
    report(
      "cluster: \(places.count) workers on \(addresses.joined(separator: " ")); kill -HUP \(getpid()) reloads them"
    )
    for place in places { start(place) }
    EventLoop.main.run()
  }

  // MARK: A worker's life

  private func start(_ place: Place) {
    place.restart = nil
    guard let process = newProcess(for: place) else { return startLater(place, after: .zero) }
    place.process = process
    Task { await keep(process, at: place) }
  }

  private func newProcess(for place: Place) -> WorkerProcess? {
    do {
      let process = try WorkerProcess(place.number, plan)
      running.append(process)
      Task {
        _ = await process.child.wait()
        running.removeAll { $0 === process }
      }
      return process
    } catch {
      report("cluster: worker \(place.number) cannot be started: \(error)")
      return nil
    }
  }

  /// Waits until it listens, and then until it ends.
  private func keep(_ process: WorkerProcess, at place: Place) async {
    switch await process.becomesReady(within: limits.readyTimeout) {
    case .ready: Handover.tellReady()
    case .ended: break
    case .late:
      if !isStopping {
        report(
          "cluster: \(process.name) does not listen after \(limits.readyTimeout.inWords) and is killed"
        )
      }
      process.child.kill(SIGKILL)
    }
    await whenEnded(process, at: place)
  }

  private func whenEnded(_ process: WorkerProcess, at place: Place) async {
    let status = await process.child.wait()
    guard place.process === process, !isStopping else { return }  // It was asked to go.
    place.process = nil
    let age = process.age
    report("cluster: \(process.name) \(status.inWords) after \(age.inWords)")
    if !place.isBeingReplaced { startLater(place, after: age) }
  }

  private func startLater(_ place: Place, after age: Duration) {
    guard !isStopping else { return }
    let delay = place.backOff.delay(afterRunning: age)
    report("cluster: worker \(place.number) is started again in \(delay.inWords)")
    place.restart = setTimeout(delay) { self.start(place) }
  }

  // MARK: Reload

  /// SIGHUP once meant that the line to the terminal was hung up, and it is still sent when a terminal is closed: a
  /// supervisor that was started there shall not outlive it.
  private func hangUp() {
    if hadTerminal, !hasTerminal() { EventLoop.main.stop() } else { reload() }
  }

  private func reload() {
    guard !isStopping else { return }
    guard !isReloading else {
      reloadAgain = true
      return
    }
    isReloading = true
    Task {
      repeat {
        reloadAgain = false
        for place in places where !isStopping { await replace(place) }
      } while reloadAgain && !isStopping
      isReloading = false
    }
  }

  /// Starts another process beside the present one, which stays until the other listens: somebody always does.
  private func replace(_ place: Place) async {
    place.restart?.cancel()
    place.isBeingReplaced = true
    let takesOver = await successor(for: place)
    place.isBeingReplaced = false
    guard takesOver || isStopping || place.process != nil else {
      return startLater(place, after: .zero)  // The old one has ended meanwhile.
    }
  }

  private func successor(for place: Place) async -> Bool {
    guard let process = newProcess(for: place) else { return false }
    let readiness = await process.becomesReady(within: limits.readyTimeout)
    guard !isStopping else { return false }
    let reason: String
    switch readiness {
    case .ready:
      let old = place.process
      place.process = process
      report(
        "cluster: \(process.name) takes over" + (old.map { " from pid \($0.child.pid)" } ?? ""))
      old?.replace(within: limits.stopTimeout)
      Task { await whenEnded(process, at: place) }
      return true
    case .ended(let status): reason = "\(status.inWords) before it listened"
    case .late:
      reason = "does not listen after \(limits.readyTimeout.inWords) and is killed"
      process.child.kill(SIGKILL)
    }
    let stays = place.process.map { "; pid \($0.child.pid) stays" } ?? ""
    report("cluster: \(process.name) \(reason)\(stays)")
    return false
  }

  // MARK: The end

  /// Takes no more connections, lets the workers finish, and returns when all have ended.
  private func stop() async {
    isStopping = true
    for listener in plan.listeners { listener.close() }
    for place in places { place.restart?.cancel() }
    closeDescriptor(lifelineEnd)
    let all = running
    for process in all { process.stop(within: limits.stopTimeout) }
    for process in all { _ = await process.child.wait() }
  }
}
