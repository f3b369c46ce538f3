// Work off the loop: how much of it runs at once, in which order, and what cancellation does to it.

import Synchronization
import TestSupport
import Testing

@testable import Engine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct OffLoopTests {
  // MARK: What waits

  @Test func atMostFourThingsWait() async throws {
    let counter = Counter(enough: 4)
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<20 { group.addTask { try await offLoop { counter.enterAndLeave() } } }
      for try await together in group { #expect(together <= 4) }
    }
    #expect(counter.most == 4)
  }

  @Test func whatItThrowsComesBack() async {
    let error = SystemError("open", path: "notes", number: ENOENT)
    await #expect(throws: error) { try await offLoop { throw error } }
  }

  /// In a process of its own, where nobody else has the four threads. They are kept until ten more stand in line.
  @Test(.inItsOwnProcess) func theOthersStandInLine() async {
    await #expect(processExitsWith: .success) { try await OffLoopTests().standInLine() }
  }

  private func standInLine() async throws {
    alarm(60)
    let order = Order()
    let doors = (0..<4).map { _ in Door() }
    let keeping = doors.map { door in startNow { @MainActor in try? await offLoop { door.wait() } }
    }
    let line = (0..<10).map { number in
      startNow { @MainActor in try? await offLoop { order.append(number) } }
    }
    line[3].cancel()  // It goes on as if nothing had happened.
    doors[0].open()
    for task in line { await task.value }
    #expect(order.numbers == Array(0..<10))
    for door in doors { door.open() }
    for task in keeping { await task.value }
  }

  // MARK: What computes

  /// In a process of its own, where nobody else computes.
  @Test(.inItsOwnProcess) func asManyComputeAsThereAreCores() async {
    await #expect(processExitsWith: .success) { await OffLoopTests().computeMuch() }
  }

  private func computeMuch() async {
    alarm(60)
    let cores = Cluster.cores
    let counter = Counter(enough: cores)
    let tasks = (0..<4 * cores).map { _ in startNow { @MainActor in await Self.count(counter) } }
    // The loop is not among those who wait: it has turned a hundred times before the first is done.
    for _ in 0..<100 {
      await withCheckedContinuation { turn in setImmediate { turn.resume() } }
    }
    for task in tasks { await task.value }
    #expect(counter.most == cores)
  }

  @concurrent private static func count(_ counter: Counter) async { _ = counter.enterAndLeave() }

  /// A client that leaves: nobody wants to know any more, and the computation ends.
  @Test func aComputationEndsWhenTheClientLeaves() async throws {
    let (began, ended) = (Gate(), Gate())
    let handler: Handler = { _, response in
      defer { ended.open() }
      began.open()
      await #expect(throws: CancellationError.self) { try await Self.computeForEver() }
    }
    try await withServer(handler) { server in
      let client = try await WireClient.connect(to: server)
      try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
      await began.wait()
      client.socket.reset()
      await ended.wait()
    }
  }

  @concurrent private static func computeForEver() async throws {
    let end = ContinuousClock.now + .seconds(100)
    while ContinuousClock.now < end { try Task.checkCancellation() }
  }
}

/// Numbers in the order in which they came, from whatever thread.
private nonisolated final class Order: Sendable {
  private let list = Mutex<[Int]>([])

  var numbers: [Int] { list.withLock { $0 } }
  func append(_ number: Int) { list.withLock { $0.append(number) } }
}

/// Keeps a thread until it is opened.
private nonisolated final class Door: Sendable {
  private let isOpen = Atomic(false)

  func open() { isOpen.store(true, ordering: .releasing) }
  func wait() { while !isOpen.load(ordering: .acquiring) { sched_yield() } }
}

/// Counts how many threads are in the same place: each waits there until enough are, and then a moment for one too many.
private nonisolated final class Counter: Sendable {
  private let inside = Mutex((now: 0, most: 0))
  private let enough: Int

  init(enough: Int) { self.enough = enough }

  var most: Int { inside.withLock { $0.most } }

  func enterAndLeave() -> Int {
    inside.withLock {
      $0.now += 1
      $0.most = max($0.most, $0.now)
    }
    let end = ContinuousClock.now + .seconds(10)
    while most < enough, ContinuousClock.now < end { sched_yield() }
    for _ in 0..<2_000 { sched_yield() }
    return inside.withLock {
      $0.now -= 1
      return $0.now + 1
    }
  }
}
