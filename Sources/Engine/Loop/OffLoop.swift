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
  await OffLoopPool.shared.enter()
  defer { OffLoopPool.shared.leave() }
  return try await withCheckedThrowingContinuation { continuation in
    OffLoopPool.queue.async {
      continuation.resume(with: Swift.Result { try work() })
    }
  }
}

/// Counts who is off the loop.
private final class OffLoopPool {
  static let shared = OffLoopPool()
  static nonisolated let queue = DispatchQueue(label: "off the loop", attributes: .concurrent)

  private var free = 4
  private var waiting: [CheckedContinuation<Void, Never>] = []

  func enter() async {
    if free > 0 {
      free -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  /// Hands the place to the one who has waited longest, or keeps it free.
  func leave() {
    if waiting.isEmpty {
      free += 1
    } else {
      waiting.removeFirst().resume()
    }
  }
}
