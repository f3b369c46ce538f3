// Work that would make the loop wait: reading files, looking up names. It runs on a few other threads.
//
// At most four pieces run at once, as in Node; the others wait in the order in which they came. The count is kept by
// the loop itself, so it needs no lock.

import Dispatch

/// Runs blocking work on another thread and comes back to the loop with its result.
///
/// ```swift
/// let names = try await offLoop { try slowLookup() }
/// ```
///
/// Long computations rather leave the loop by a function that says `@concurrent`: Swift's own pool has a thread a core.
///
/// Node: libuv's thread pool (`UV_THREADPOOL_SIZE`, 4)
public func offLoop<Result: Sendable>(
  _ work: @escaping @Sendable () throws -> Result
) async throws -> Result {
  let thread = await OffLoopPool.shared.take()
  defer { OffLoopPool.shared.giveBack(thread) }
  return try await withCheckedThrowingContinuation { continuation in
    thread.async { continuation.resume(with: Swift.Result { try work() }) }
  }
}

/// Four serial queues. Each has a thread as soon as it needs one; libdispatch's concurrent queues have as many as there
/// are cores, and hesitate to add one when these wait.
private final class OffLoopPool {
  static let shared = OffLoopPool()

  private var free = (1...4).map { DispatchQueue(label: "off the loop \($0)") }
  private var waiting: [CheckedContinuation<DispatchQueue, Never>] = []

  func take() async -> DispatchQueue {
    if let thread = free.popLast() { return thread }
    return await withCheckedContinuation { waiting.append($0) }
  }

  /// Hands it to the one who has waited longest, or keeps it.
  func giveBack(_ thread: DispatchQueue) {
    if waiting.isEmpty {
      free.append(thread)
    } else {
      waiting.removeFirst().resume(returning: thread)
    }
  }
}
