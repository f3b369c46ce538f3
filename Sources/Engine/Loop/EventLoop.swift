// The event loop: one thread that waits for whatever comes first and then runs the code that waits for it.
//
//     while true {
//       timers        that have fallen due
//       poll          wait for sockets; run what waits for each that is ready
//       immediates    set since the last turn
//     }
//
// Between these steps run the *continuations*: Swift functions that stood at an `await` and can go on. They come by
// the main queue, because the main actor is this loop: code that says `@MainActor` (all code of Engine, Chassis and the
// lessons) runs here and nowhere else, so two pieces of it never run at the same time.
//
// The `while` stands in a driver: `EventLoop+MainThread.swift` on Linux, `EventLoop+Dispatch.swift` elsewhere.
// A bigger runtime has one loop a core (nginx: a process each); here one loop is the lesson.

import CPlatform
import Dispatch

/// The loop that runs everything: sockets, timers, and every `await` that comes back.
///
/// ```swift
/// let server = HTTPServer { request, response in response.end("Hello") }
/// server.listen(port: 3000)
/// EventLoop.main.run()
/// ```
///
/// Node: the event loop of libuv, which starts by itself when the main script has ended.
public final class EventLoop {
  /// The one loop of this process.
  public static let main = EventLoop()

  /// When the present step began: near enough for deadlines, and no system call to read.
  private(set) var now = Instant.now

  var poller = SystemPoller()
  var driver: any LoopDriver = DispatchDriver()
  private var watches: [Watch?] = []
  private var nextSerial: UInt32 = 0

  private var timers = TimerHeap<Timer>()
  private var cancelledTimers = 0
  private var immediates: [Timer] = []

  private var isServingInput = false
  private var followers: [any InputFollower] = []

  private var longestStep = LongestStep()
  var stopHooks: [StopHook] = []
  /// Whether the program ends: it was asked to stop, and finishes what it has begun.
  public internal(set) var isStopping = false
  var stopsOnSignals = false
  var signalSources: [any DispatchSourceSignal] = []

  private init() {
    ignoreBrokenPipes()
    line_buffer_standard_output()
  }

  /// How late the loop has been running: the longest that anything had to wait for it within the last ten seconds.
  ///
  /// An idle server shows microseconds. A handler that computes for two seconds shows two seconds, and every other
  /// client waited that long.
  ///
  /// Node: `perf_hooks.monitorEventLoopDelay()`
  public var lag: Duration { longestStep.value(at: .now) }

  // MARK: Watching descriptors

  private struct Watch {
    var token: WatchToken
    var interest: Interest
    var ready: @MainActor (Readiness) -> Void
  }

  /// Calls `ready` whenever the descriptor can do what `interest` names, until `unwatch`.
  func watch(
    _ descriptor: Int32, for interest: Interest, _ ready: @escaping @MainActor (Readiness) -> Void
  ) {
    while watches.count <= Int(descriptor) { watches.append(nil) }
    let token = WatchToken(descriptor: descriptor, serial: nextSerial)
    nextSerial &+= 1
    watches[Int(descriptor)] = Watch(token: token, interest: interest, ready: ready)
    poller.add(token, interest)
    driver.arm()
  }

  /// Changes what is to be heard of a watched descriptor.
  func watch(_ descriptor: Int32, only interest: Interest) {
    guard let watch = watches[Int(descriptor)], watch.interest != interest else { return }
    poller.change(watch.token, from: watch.interest, to: interest)
    watches[Int(descriptor)]?.interest = interest
  }

  /// Forgets a descriptor. To be called before it is closed.
  func unwatch(_ descriptor: Int32) {
    guard let watch = watches[Int(descriptor)] else { return }
    poller.remove(watch.token, watch.interest)
    watches[Int(descriptor)] = nil
  }

  // MARK: Timers and immediates

  func add(_ timer: Timer, after delay: Duration) {
    timers.insert(timer, due: .now + max(delay, .zero))
    driver.timersChanged()
  }

  func addImmediate(_ timer: Timer) {
    immediates.append(timer)
    if immediates.count == 1 { driver.immediatesWait() }
  }

  func timerWasCancelled() {
    cancelledTimers += 1
    if cancelledTimers > 64, cancelledTimers > timers.count / 2 {
      timers.removeAll { !$0.isPending }
      cancelledTimers = 0
    }
  }

  // MARK: The steps of a turn

  /// How long the loop may wait for input, in nanoseconds; nil means until some comes.
  var patience: Int64? { immediates.isEmpty ? untilNextTimer : 0 }

  /// How long until the next timer is due, in nanoseconds.
  var untilNextTimer: Int64? {
    timers.earliest.map { max(0, $0.nanoseconds - Instant.now.nanoseconds) }
  }

  /// Runs the timers that are due.
  func runTimers() {
    beginStep()
    defer { endStep() }
    while let timer = timers.popDue(at: now) {
      guard timer.isPending else {
        cancelledTimers -= 1
        continue
      }
      timer.fire()
      if let period = timer.period, timer.isPending { timers.insert(timer, due: now + period) }
    }
  }

  /// Waits for input, at most `timeout` nanoseconds (nil: until some comes), and serves it.
  func poll(timeout: Int64?) {
    let count = poller.wait(timeout: timeout)
    beginStep()
    defer { endStep() }
    isServingInput = true
    for index in 0..<count {
      let (token, readiness) = poller.event(at: index)
      // A descriptor that was closed a moment ago may still be in the list: its serial tells.
      guard let watch = watches[Int(token.descriptor)], watch.token == token else { continue }
      watch.ready(readiness)
    }
    isServingInput = false
    tellFollowers()
  }

  private func tellFollowers() {
    guard !followers.isEmpty else { return }
    let due = followers
    followers = []
    for follower in due { follower.inputIsRead() }
  }

  /// Tells `follower` when all sockets that are ready in this step have been served; at once where none is being served.
  func afterInput(_ follower: any InputFollower) {
    if isServingInput { followers.append(follower) } else { follower.inputIsRead() }
  }

  /// Runs the immediates that were set until now; those that they set wait for the next turn.
  func runImmediates() {
    guard !immediates.isEmpty else { return }
    beginStep()
    defer { endStep() }
    let due = immediates
    immediates = []
    for immediate in due { immediate.fire() }
  }

  /// Runs something that is not a step of its own (continuations), so that `lag` knows of it.
  func measured(_ body: () -> Void) {
    beginStep()
    body()
    endStep()
  }

  /// Notes that something which came at `start` has only now been done with.
  func recordStep(since start: Instant) {
    longestStep = longestStep.including(from: start, to: .now)
  }

  private func beginStep() { now = .now }

  private func endStep() { recordStep(since: now) }
}

/// What goes on when all input of a step has been read.
protocol InputFollower: AnyObject {
  func inputIsRead()
}

/// The longest step of the last ten seconds.
nonisolated struct LongestStep {
  static let remembered = Duration.seconds(10)
  var longest = Duration.zero
  var ended = Instant(nanoseconds: 0)

  func including(from start: Instant, to end: Instant) -> LongestStep {
    guard end - start > longest || end - ended > Self.remembered else { return self }
    return LongestStep(longest: end - start, ended: end)
  }

  func value(at now: Instant) -> Duration { now - ended > Self.remembered ? .zero : longest }
}
