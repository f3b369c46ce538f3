// Who turns the loop: the two drivers' common shape.

/// Turns the loop, and knows how continuations reach it.
protocol LoopDriver {
  /// There is something to watch: from now on input must wake the loop.
  func arm()
  /// The earliest timer may be another, or an immediate waits.
  func timersChanged()
  /// Runs what waits on the main queue, if that is for this driver to do.
  func runContinuations()
  /// Gives the main thread to the loop.
  func run() -> Never
}
