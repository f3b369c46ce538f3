// Whether a client takes what waits for it.
//
// How much waits says little: a handler adds to it while the client takes from it. What counts is how much the client
// has taken in all. Where that stands still although something waits, the client does not read:
//
//     look at     1 s   2 s   3 s   4 s  …  63 s
//     waits        64    64    64    64       64 KiB
//     taken        64   128   192   192      192 KiB     the client has taken nothing for 60 s

/// How long a client has taken nothing although something waited for it.
nonisolated struct ReadingPace {
  private var taken = 0
  private var lastTaken: Instant

  init(_ now: Instant) { lastTaken = now }

  /// Looks again: `waiting` bytes wait for the client, the client has taken `taken` in all. Where nothing waits, it is not slow.
  mutating func look(waiting: Int, taken: Int, at now: Instant) -> Duration {
    if waiting == 0 || taken != self.taken {
      self.taken = taken
      lastTaken = now
    }
    return now - lastTaken
  }
}
