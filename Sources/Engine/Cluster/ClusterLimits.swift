// How patient a supervisor is with its workers.

/// The times that a `Cluster` keeps; a program that loads a large file before it listens wants one of them longer:
///
/// ```swift
/// var limits = ClusterLimits()
/// limits.readyTimeout = .seconds(60)
/// Cluster.run(port: 3000, limits: limits)
/// EventLoop.main.run()
/// ```
public nonisolated struct ClusterLimits: Sendable {
  /// How long a worker may take from its start until it listens; then it is killed, and at a reload the old one stays.
  public var readyTimeout: Duration = .seconds(10)
  /// How long a worker may take to finish its requests when it is asked to stop; then it is killed. A server's own
  /// `close` gives them ten seconds.
  public var stopTimeout: Duration = .seconds(15)
  /// How long a worker that has ended is waited with before it is started again. It doubles each time, …
  public var firstDelay: Duration = .milliseconds(100)
  /// … but not beyond this.
  public var longestDelay: Duration = .seconds(10)
  /// A worker that has run for so long was well: should it end, the delays begin anew.
  public var settledAfter: Duration = .seconds(10)

  public init() {}
}
