// Timers in the order in which they fall due: a binary heap, a plain value, no clock and no loop in it.
//
// The earliest timer is always at the front; adding and removing cost a few comparisons even among many thousands.
// A cancelled timer stays where it is and is skipped when it comes to the front; when half of the heap is cancelled,
// the heap is built anew without them. Servers with millions of timers use a wheel of slots instead.

/// The pending timers, earliest first; equal times in the order they were set.
nonisolated struct TimerHeap<Payload> {
  struct Entry {
    let due: Instant
    let serial: UInt64
    let payload: Payload

    func isBefore(_ other: Entry) -> Bool {
      due == other.due ? serial < other.serial : due < other.due
    }
  }

  private var entries: [Entry] = []
  private var nextSerial: UInt64 = 0

  var isEmpty: Bool { entries.isEmpty }
  var count: Int { entries.count }
  /// When the earliest falls due.
  var earliest: Instant? { entries.first?.due }

  mutating func insert(_ payload: Payload, due: Instant) {
    entries.append(Entry(due: due, serial: nextSerial, payload: payload))
    nextSerial += 1
    siftUp(from: entries.count - 1)
  }

  /// Takes out the earliest timer if it is due at `now`.
  mutating func popDue(at now: Instant) -> Payload? {
    guard let first = entries.first, first.due <= now else { return nil }
    let last = entries.removeLast()
    if !entries.isEmpty {
      entries[0] = last
      siftDown(from: 0)
    }
    return first.payload
  }

  /// Drops every timer of which `isDead` says so.
  mutating func removeAll(where isDead: (Payload) -> Bool) {
    entries.removeAll { isDead($0.payload) }
    for index in stride(from: entries.count / 2 - 1, through: 0, by: -1) { siftDown(from: index) }
  }

  private mutating func siftUp(from start: Int) {
    var child = start
    while child > 0, case let parent = (child - 1) / 2, entries[child].isBefore(entries[parent]) {
      entries.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func siftDown(from start: Int) {
    var parent = start
    while true {
      var smallest = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < entries.count {
        if entries[child].isBefore(entries[smallest]) { smallest = child }
      }
      if smallest == parent { return }
      entries.swapAt(parent, smallest)
      parent = smallest
    }
  }
}
