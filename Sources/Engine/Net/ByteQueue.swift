// Bytes that wait for their turn: appended at the back, taken from the front.

/// A queue of bytes that gives its memory back when it has been large and is empty.
nonisolated struct ByteQueue {
  private(set) var bytes: [UInt8] = []
  /// How many at the front are taken already.
  private var taken = 0

  var count: Int { bytes.count - taken }
  var isEmpty: Bool { taken == bytes.count }

  mutating func append(_ more: [UInt8]) {
    if isEmpty, bytes.capacity == 0 {
      bytes = more  // The common case: one answer in one piece, not copied.
    } else {
      bytes.append(contentsOf: more)
    }
  }

  func withFirstBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[taken...])) }
  }

  /// Takes bytes off the front; moves the rest only when most of the memory is taken bytes.
  mutating func removeFirst(_ count: Int) {
    taken += count
    if isEmpty {
      bytes = []
      taken = 0
    } else if taken > 65_536, taken > bytes.count / 2 {
      bytes.removeFirst(taken)
      taken = 0
    }
  }
}
