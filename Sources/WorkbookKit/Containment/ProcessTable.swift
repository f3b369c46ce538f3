// All processes of this machine as they stand at one moment, and which of them belong together.
//
// A program that starts others is a family: whoever descends from it, and whoever is in its process group. One that is
// asked to be a daemon leaves its group and loses its parent; it is known by having been seen before.

/// The processes of this machine.
struct ProcessTable: Sendable {
  /// A process, which its number alone does not name for long: the system gives numbers out again.
  struct Identity: Hashable, Sendable {
    var pid: Int32
    /// When it started, in the system's own unit.
    var start: UInt64
  }

  struct Entry: Sendable, Equatable {
    var identity: Identity
    var parent: Int32
    /// The process group.
    var group: Int32
    /// Seconds of processor time so far.
    var processorSeconds: Double
    /// Bytes of memory in use.
    var memoryBytes: Int
  }

  /// Those that run; not those that have ended and that nobody has asked about yet.
  var entries: [Entry]

  /// The processes that a program consists of.
  ///
  /// - Parameters:
  ///   - leader: the process that was started, whose number its group has too.
  ///   - known: those that have been seen to belong to it.
  func family(of leader: Int32, known: Set<Identity> = []) -> [Entry] {
    let children = Dictionary(grouping: entries, by: \.parent)
    var waiting = entries.filter {
      $0.identity.pid == leader || $0.group == leader || known.contains($0.identity)
    }
    var found: [Identity: Entry] = [:]
    while let next = waiting.popLast() {
      guard found.updateValue(next, forKey: next.identity) == nil else { continue }
      waiting += children[next.identity.pid] ?? []
    }
    return found.values.sorted { $0.identity.pid < $1.identity.pid }
  }
}
