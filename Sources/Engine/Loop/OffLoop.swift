// What would make the loop wait leaves it. There are two kinds of such work, and each has its way:
//
//     it waits       files, names, devices        offLoop { … }             four threads, which it has for itself
//     it computes    hashing, compressing, maths   a @concurrent function    Swift's own threads, one a core
//
// A thread that waits costs no core, so there may be more of them than cores. One that computes wants a core for itself:
// more of them than cores would only take turns, and the loop's thread with them.
//
// And they differ in what becomes of them when their task is cancelled, as a handler's is when its client has left. What
// waits is not stopped: the system does not know how, and a file that a handler was writing shall be whole although nobody
// waits for the answer. What computes asks, as often as it likes, whether anybody still wants to know.
//
// At most four pieces wait at once, as in Node; the others stand in line in the order in which they came. The line is
// kept by the loop itself, so it needs no lock.

import Dispatch

/// Runs work that waits on another thread, and comes back to the loop with its result.
///
/// ```swift
/// let name = try await offLoop { try slowLookup() }
/// ```
///
/// Cancellation does not stop it: what was begun, and what stands in line, is done to its end. Throws what `work` throws.
///
/// Long computations leave the loop by a function that says `@concurrent`. Swift gives it one of its own threads, of which
/// there is one a core; others wait. It is cancelled with its task, and a handler's task is cancelled when the client leaves:
///
/// ```swift
/// @concurrent func primes(below limit: Int) async throws -> [Int] {
///   var primes: [Int] = []
///   for number in 2..<limit {
///     if number % 1_000 == 0 { try Task.checkCancellation() }
///     if !primes.contains(where: { number % $0 == 0 }) { primes.append(number) }
///   }
///   return primes
/// }
///
/// let server = HTTPServer { request, response in
///   response.end("\(try await primes(below: 200_000).count) primes\n")
/// }
/// ```
///
/// Node: libuv's thread pool (`UV_THREADPOOL_SIZE`, 4); `worker_threads` for what computes
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
