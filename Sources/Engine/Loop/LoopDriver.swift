// Who turns the loop: the two drivers' common shape.

/// Turns the loop, and knows how continuations reach it.
protocol LoopDriver {
  /// There is something to watch: from now on input must wake the loop.
  func arm()
  /// The earliest timer may be another.
  func timersChanged()
  /// The first immediate of a turn was set.
  func immediatesWait()
  /// Gives the main thread to the loop.
  func run() -> Never
}
