// How long to wait before something is tried again: a worker that dies at its start shall not keep the machine busy with
// dying.
//
//     ended after      0 s   0 s   0 s  …   0 s   2 min   0 s
//     started again in 0.1   0.2   0.4  …   10    0.1     0.2 s

/// Delays that double until something has gone well for a while.
nonisolated struct BackOff {
  private let limits: ClusterLimits
  private var next: Duration

  init(_ limits: ClusterLimits) {
    self.limits = limits
    next = limits.firstDelay
  }

  /// The delay after it has run for `duration`.
  mutating func delay(afterRunning duration: Duration) -> Duration {
    if duration >= limits.settledAfter { next = limits.firstDelay }
    defer { next = min(next * 2, limits.longestDelay) }
    return min(next, limits.longestDelay)
  }
}
