// Starting a handler without a detour.

/// Runs `operation` here and now until it first suspends, and the rest when it can go on.
///
/// A handler that never suspends is then a plain function call. Systems before 2026 lack `Task.immediate`: there the
/// loop gets to the handler in its next turn.
///
/// - Parameter operation: a closure marked `@MainActor`. The type is that of `Task.immediate`: any other would be
///   translated into it anew for every request.
func startNow(
  _ operation: @escaping @Sendable @isolated(any) () async -> Void
) -> Task<Void, Never> {
  if #available(macOS 26, *) {
    Task.immediate(operation: operation)
  } else {
    Task(operation: operation)
  }
}
