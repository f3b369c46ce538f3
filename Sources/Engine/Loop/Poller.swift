// What an event loop asks of the operating system: "which of these descriptors can go on?"
//
// Each system has its own call for it: Linux has epoll (`Poller+Epoll.swift`), Apple's systems and the BSDs have
// kqueue (`Poller+Kqueue.swift`). The two files are twins: they offer the same type, `SystemPoller`, with the same
// members, and a reader needs to read only one. Both watch *level-triggered*: as long as bytes wait they say so,
// again and again, so nothing is missed; edge-triggered watching saves calls in servers that read until empty.

/// What one wishes to hear of a descriptor.
nonisolated struct Interest: OptionSet {
  let rawValue: UInt8
  /// Bytes (or a connection, or the end) wait to be read.
  static let read = Interest(rawValue: 1)
  /// The system takes bytes again.
  static let write = Interest(rawValue: 2)
}

/// What is now possible on a descriptor.
nonisolated struct Readiness: OptionSet {
  let rawValue: UInt8
  static let read = Readiness(rawValue: 1)
  static let write = Readiness(rawValue: 2)
  /// Both directions are shut, or the connection broke: nobody is there any more.
  static let gone = Readiness(rawValue: 4)
}

/// Names one watch of one descriptor: numbers of descriptors are used again, so each watch has its own serial.
nonisolated struct WatchToken: Equatable {
  var descriptor: Int32
  var serial: UInt32

  var bits: UInt64 { UInt64(serial) << 32 | UInt64(UInt32(bitPattern: descriptor)) }

  init(descriptor: Int32, serial: UInt32) {
    self.descriptor = descriptor
    self.serial = serial
  }

  init(bits: UInt64) {
    descriptor = Int32(bitPattern: UInt32(truncatingIfNeeded: bits))
    serial = UInt32(truncatingIfNeeded: bits >> 32)
  }
}

/// The twins' common shape.
nonisolated protocol Poller {
  init()
  /// The poller's own descriptor: readable when any watched one is ready.
  var descriptor: Int32 { get }
  func add(_ token: WatchToken, _ interest: Interest)
  func change(_ token: WatchToken, from old: Interest, to new: Interest)
  func remove(_ token: WatchToken, _ interest: Interest)
  /// Waits until something is ready or `timeout` nanoseconds have passed (nil: for ever); returns how many are.
  mutating func wait(timeout: Int64?) -> Int
  /// The `index`th of those that the last wait found ready.
  func event(at index: Int) -> (token: WatchToken, readiness: Readiness)
}
