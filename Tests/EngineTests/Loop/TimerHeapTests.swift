import Testing

@testable import Engine

struct TimerHeapTests {
  @Test func givesTheEarliestFirstAndEqualOnesInOrder() {
    var heap = TimerHeap<Int>()
    var generator = SystemRandomNumberGenerator()
    let times = (0..<5_000).map { _ in Int64.random(in: 0..<100, using: &generator) }
    for (serial, time) in times.enumerated() {
      heap.insert(serial, due: Instant(nanoseconds: time))
    }
    let expected = times.indices.sorted { (times[$0], $0) < (times[$1], $1) }
    var order: [Int] = []
    while let next = heap.popDue(at: .distantFuture) { order.append(next) }
    #expect(order == expected)
    #expect(heap.isEmpty)
  }

  @Test func givesNothingBeforeItsTime() {
    var heap = TimerHeap<String>()
    heap.insert("later", due: Instant(nanoseconds: 10))
    #expect(heap.popDue(at: Instant(nanoseconds: 9)) == nil)
    #expect(heap.earliest == Instant(nanoseconds: 10))
    #expect(heap.popDue(at: Instant(nanoseconds: 10)) == "later")
  }

  @Test func forgetsTheDeadAndKeepsTheOrder() {
    var heap = TimerHeap<Int>()
    for number in (0..<1_000).reversed() {
      heap.insert(number, due: Instant(nanoseconds: Int64(number)))
    }
    heap.removeAll { $0 % 3 != 0 }
    var order: [Int] = []
    while let next = heap.popDue(at: .distantFuture) { order.append(next) }
    #expect(order == Array(stride(from: 0, to: 1_000, by: 3)))
  }
}
