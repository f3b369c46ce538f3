// How long a caller is willing to wait for an answer, and the one place where all waiting for it can be ended.
//
// A request waits for many things in turn: a free connection, the handshake, the answer. Two things end each of them
// alike: the deadline, and the cancellation of the task that waits. So whatever waits says here how it is to be ended.

/// The patience of one call.
final class ClientPatience {
  /// Why it is over; nil as long as it lasts.
  private(set) var end: (any Error)?
  private var alarm: Timer?
  /// Ends what is being waited for at present.
  var stop: (@MainActor (any Error) -> Void)?

  /// `limit` is for the whole exchange.
  init(_ limit: Duration?, url: String) {
    guard let limit else { return }
    alarm = setTimeout(limit) { [weak self] in
      self?.runOut(HTTPClientError(url, .timedOut(.whole, after: limit)))
    }
  }

  nonisolated deinit {}

  /// Runs `body`, whose waiting ends when the task is cancelled.
  func whileWaiting<Result>(_ body: @MainActor () async throws -> Result) async throws -> Result {
    try Task.checkCancellation()
    return try await withTaskCancellationHandler(operation: body) {
      Task { @MainActor in self.runOut(CancellationError()) }
    }
  }

  /// Waits until `start`'s function is called with a result, or patience is over. A result that comes later than that
  /// is given to `discard`.
  func wait<Value: Sendable>(
    for start:
      @MainActor (_ settle: @escaping @MainActor (Result<Value, any Error>) -> Void) -> Void,
    orDiscard discard: @escaping @MainActor (Value) -> Void
  ) async throws -> Value {
    if let end { throw end }
    return try await withCheckedThrowingContinuation { continuation in
      var waiting: CheckedContinuation<Value, any Error>? = continuation
      let settle: @MainActor (Result<Value, any Error>) -> Void = { result in
        if let continuation = waiting {
          waiting = nil
          self.stop = nil
          continuation.resume(with: result)
        } else if case .success(let late) = result {
          discard(late)
        }
      }
      stop = { settle(.failure($0)) }
      start(settle)
    }
  }

  private func runOut(_ reason: any Error) {
    guard end == nil else { return }
    end = reason
    let stop = self.stop
    over()
    stop?(reason)
  }

  /// Nothing is waited for any more.
  func over() {
    alarm?.cancel()
    alarm = nil
    stop = nil
  }
}
