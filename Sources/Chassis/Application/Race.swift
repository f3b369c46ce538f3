// Work against the clock: whichever ends first decides. Work that cannot be stopped goes on, but nobody waits for it.

/// Runs `work`, and throws `error` where that is not done within `limit`; its task is cancelled then, after `onTimeout`.
/// Throws what `work` throws. Where the task around it is cancelled, `work` is too, and is waited for.
func run(
  within limit: Duration, orThrow error: any Error, onTimeout: @escaping () -> Void = {},
  work: @escaping @MainActor () async throws -> Void
) async throws {
  let race = Race()
  let task = Task {
    do {
      try await work()
      race.end(.success(()))
    } catch { race.end(.failure(error)) }
  }
  let alarm = setTimeout(limit) {
    guard race.isOpen else { return }
    onTimeout()
    race.end(.failure(error))
    task.cancel()
  }
  defer { alarm.cancel() }
  try await withTaskCancellationHandler {
    try await race.wait()
  } onCancel: {
    task.cancel()
  }
}

/// Waits for whoever comes first.
private final class Race {
  private var outcome: Result<Void, any Error>?
  private var waiting: CheckedContinuation<Void, any Error>?

  /// Nothing to do, and so no need to come back to the loop for it, which an isolated `deinit` would.
  nonisolated deinit {}

  var isOpen: Bool { outcome == nil }

  /// Says how it ended; who comes second is not heard.
  func end(_ result: Result<Void, any Error>) {
    guard isOpen else { return }
    outcome = result
    waiting?.resume(with: result)
    waiting = nil
  }

  func wait() async throws {
    if let outcome { return try outcome.get() }
    try await withCheckedThrowingContinuation { waiting = $0 }
  }
}
