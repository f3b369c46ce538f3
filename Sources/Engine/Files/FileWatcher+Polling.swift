// Watching without help: a look is due at regular times. It costs a look each time, but works on every file system.

/// Tells at regular times that something may have happened.
final class PollingSource: WatchSource {
  private let period: Duration
  private var clock: Timer?

  init(_ period: Duration) { self.period = period }

  func start(_ tell: @escaping @MainActor (WatchReport) -> Void) {
    clock = setInterval(period) { tell(WatchReport()) }
  }

  func follow(_ names: some Collection<String>) -> Bool { false }

  func close() { clock?.cancel() }
}
