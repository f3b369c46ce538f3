// Several processes that serve one port, so that a server uses all cores and outlives a crash.
//
//     supervisor ── opens the socket once, keeps it open, serves nobody
//        ├── worker 1 ┐
//        ├── worker 2 ├─ take connections from that socket, whoever is free first
//        └── worker 3 ┘
//
// A worker is the same program, started again with a variable that says so (CLUSTER_WORKER). It inherits the socket in
// the systemd way and says over a pipe when it listens (`Handover`). Because the socket is never closed, a worker that
// crashes or is replaced costs the connections that it had taken, and nobody else notices: who connects meanwhile waits
// in the socket's queue for the next free worker.
//
// Workers share the socket and nothing else. Each has its own memory: what one keeps in a variable, another does not see.
//
// Node: the `cluster` module. nginx does the same in C, with the same signals.

import Dispatch

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs a server as several processes on one port, or on one Unix socket.
///
/// ```swift
/// Cluster.run(workers: 4, port: 3000)      // The supervisor stays in this line; each worker goes on.
///
/// let server = HTTPServer { request, response in
///   response.end("Hello from worker \(Cluster.worker ?? 0)\n")
/// }
/// server.listen(port: 3000)
/// EventLoop.main.run()
/// ```
///
/// `kill -HUP` and the supervisor's number reloads the program: each worker is replaced in turn, and no request is refused.
/// SIGTERM and Ctrl-C stop it: requests that have begun are answered first. A worker that ends is started again. A worker
/// whose supervisor is gone stops.
///
/// Each worker has its own memory: a user that worker 1 keeps in an array is unknown to worker 2.
///
/// Node: `cluster.fork()`
public enum Cluster {
  /// Which worker this process is, from 1; nil in a process that is none.
  ///
  /// Node: `cluster.worker.id`
  public static var worker: Int? { position?.worker }

  /// How many cores this machine has: the workers that `run` starts, unless it is told a number.
  ///
  /// Node: `os.availableParallelism()`
  public nonisolated static var cores: Int { processorCount() }

  /// Starts workers on one port. What stands below this line runs in each of them, and never in the supervisor.
  ///
  /// - Parameters:
  ///   - workers: how many; as many as there are cores, unless said otherwise.
  ///   - port: what they listen on; 0 takes any free one. In a worker, `listen(port:)` is given this socket.
  ///   - host: as for `HTTPServer.listen`.
  ///   - limits: how patient the supervisor is; and a worker with itself, once its supervisor is gone.
  ///
  /// A port that cannot be had ends the program with one line that says why, and status 1.
  ///
  /// Node: `if (cluster.isPrimary) for (…) cluster.fork()`
  @available(*, noasync, message: "call it from plain top-level code, without an `await` before it")
  public static func run(
    workers: Int = Cluster.cores, port: Int, host: String = environment.host ?? "127.0.0.1",
    limits: ClusterLimits = ClusterLimits()
  ) {
    run(workers: workers, ports: [port], host: host, limits: limits)
  }

  /// Starts workers on a Unix socket: a file by which programs on this machine come, such as a proxy. In a worker,
  /// `listen(path:)` is given this socket. The file is removed when the cluster stops.
  ///
  /// ```swift
  /// Cluster.run(path: "/tmp/notes.sock")
  ///
  /// HTTPServer { request, response in response.end("Hello") }.listen(path: "/tmp/notes.sock")
  /// EventLoop.main.run()
  /// ```
  ///
  /// A socket that cannot be made ends the program with one line that says why, and status 1.
  @available(*, noasync, message: "call it from plain top-level code, without an `await` before it")
  public static func run(
    workers: Int = Cluster.cores, path: String, limits: ClusterLimits = ClusterLimits()
  ) {
    run(workers, limits) { () throws(ListenError) in
      [try open { () throws(ListenError) in try Listener(path: path) }]
    }
  }

  /// Starts workers on several ports: a worker's first `listen` is given the first port's socket, and so on.
  @available(*, noasync, message: "call it from plain top-level code, without an `await` before it")
  public static func run(
    workers: Int = Cluster.cores, ports: [Int], host: String = environment.host ?? "127.0.0.1",
    limits: ClusterLimits = ClusterLimits()
  ) {
    run(workers, limits) { () throws(ListenError) in
      try ports.map { port throws(ListenError) in
        try open { () throws(ListenError) in try Listener(host: host, port: port) }
      }
    }
  }

  /// In a worker this returns, in the supervisor never.
  @available(*, noasync)
  private static func run(
    _ workers: Int, _ limits: ClusterLimits, _ listen: () throws(ListenError) -> [Listener]
  ) {
    Handover.claim()
    if let position { return stopWithSupervisor(position.lifeline, within: limits.stopTimeout) }
    guard workers > 0 else {
      endProcess("a cluster of \(workers) workers serves nobody; it takes one at least")
    }
    ForgottenListen.stopWatching()  // This process serves nobody, and shall not.
    do {
      try Supervisor(try listen(), workers: workers, limits: limits).run()
    } catch { endProcess("\(error)") }
  }

  /// The next socket that was handed over; else one that is made here.
  private static func open(
    _ make: () throws(ListenError) -> Listener
  ) throws(ListenError) -> Listener {
    if let handedOver = Handover.nextListener() { return handedOver }
    return try make()
  }

  // MARK: A worker's side

  /// The variables by which a supervisor tells a worker what it is.
  nonisolated static let workerVariable = "CLUSTER_WORKER"
  nonisolated static let lifelineVariable = "CLUSTER_LIFELINE"

  /// Taken out of the environment when it is read: what a worker starts is no worker.
  private static let position: (worker: Int, lifeline: Int32)? = {
    defer {
      unsetenv(workerVariable)
      unsetenv(lifelineVariable)
    }
    guard let worker = environment[workerVariable].flatMap({ Int($0) }),
      let lifeline = environment[lifelineVariable].flatMap({ Int32($0) })
    else { return nil }
    return (worker, lifeline)
  }()

  private static var supervisorIsGone = false

  /// Whether a worker that is asked to stop shall make room for another, while the cluster goes on.
  static var isReplaced: Bool { worker != nil && !supervisorIsGone }

  /// The supervisor holds the other end of this pipe and never writes. The pipe ends when the supervisor stops the cluster,
  /// and when it is gone, however that came. Waited for on a thread of its own: a handler that computes for ever must not outlive everybody.
  private static func stopWithSupervisor(_ lifeline: Int32, within limit: Duration) {
    keepFromChildren(lifeline)
    DispatchQueue(label: "waits for the supervisor's end").async {
      waitForEnd(of: lifeline)
      Task { @MainActor in
        supervisorIsGone = true
        EventLoop.main.stop()
      }
      // A supervisor that is still there comes first: it kills the worker, and says so.
      let patience = limit + .seconds(2)
      let end = DispatchTime.now() + .nanoseconds(Int(clamping: patience.nanoseconds))
      DispatchQueue.global().asyncAfter(deadline: end) { _exit(1) }
    }
  }
}
