import Testing

@testable import Engine

struct ByteQueueTests {
  @Test func givesBackWhatItGotInOrder() {
    var queue = ByteQueue()
    var (given, taken): ([UInt8], [UInt8]) = ([], [])
    var generator = SystemRandomNumberGenerator()
    for round in 0..<2_000 {
      let piece = (0..<Int.random(in: 0...300, using: &generator)).map {
        UInt8(truncatingIfNeeded: $0 &+ round)
      }
      given += piece
      queue.append(piece)
      let count = Int.random(in: 0...min(queue.count, 310), using: &generator)
      taken += queue.withFirstBytes { Array($0.prefix(count)) }
      queue.removeFirst(count)
      #expect(queue.count == given.count - taken.count)
    }
    taken += queue.withFirstBytes { Array($0) }
    #expect(taken == given)
  }

  @Test func givesItsMemoryBack() {
    var queue = ByteQueue()
    queue.append([UInt8](repeating: 7, count: 1_000_000))
    queue.removeFirst(1_000_000)
    #expect(queue.isEmpty && queue.bytes.capacity == 0)
  }
}
