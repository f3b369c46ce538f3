import TestSupport
import Testing

@testable import Engine

// `ru_maxrss` counts kilobytes on Linux, bytes on Darwin; and `RUSAGE_SELF`, which is 0, has another type on each.
#if canImport(Glibc)
  import Glibc

  private let memoryUnit = 1_024
#else
  import Darwin

  private let memoryUnit = 1
#endif

/// Messages that wait: first come, first served, and nothing is kept of those that were served.
struct MessageQueueTests {
  @Test func keepsTheOrder() {
    var queue = MessageQueue()
    var taken: [WebSocketMessage] = []
    for number in 0..<100 {
      queue.append(.text("\(number)"))
      if number % 3 == 0, let message = queue.popFirst() { taken.append(message) }
    }
    #expect(!queue.isEmpty)
    while let message = queue.popFirst() { taken.append(message) }
    #expect(taken == (0..<100).map { .text("\($0)") })
    #expect(queue.isEmpty)
    #expect(queue.weight == 0)
  }

  /// Empty messages weigh something too: they cannot pile up for ever.
  @Test func weighsWhatWaits() {
    var queue = MessageQueue()
    queue.append(.text(""))
    queue.append(.binary([1, 2, 3]))
    #expect(queue.weight == 131)
    _ = queue.popFirst()
    #expect(queue.weight == 67)
  }

  /// A reader that is always one message behind: the queue is never empty, and must not grow. In a process of its own, as
  /// memory is measured.
  @Test(.inItsOwnProcess) func forgetsWhatWasTaken() async {
    await #expect(processExitsWith: .success) {
      var queue = MessageQueue()
      queue.append(.binary([]))
      let before = MessageQueueTests.peakMemory()
      for _ in 0..<2_000 {
        queue.append(.binary([UInt8](repeating: 7, count: 100_000)))
        _ = queue.popFirst()
      }
      #expect(MessageQueueTests.peakMemory() - before < 50 << 20)
    }
  }

  /// The most memory this process has ever had, in bytes.
  private static func peakMemory() -> Int {
    var usage = rusage()
    getrusage(0, &usage)
    return Int(usage.ru_maxrss) * memoryUnit
  }
}
