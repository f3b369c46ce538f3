// One worker as its supervisor sees it: a process that gets ready, serves, is asked to stop, and ends.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What every worker of a cluster is started with.
struct WorkerPlan {
  let path: String
  let arguments: [String]
  let listeners: [Listener]
  /// The end of the pipe that tells a worker when its supervisor is gone.
  let lifeline: Int32
}

/// A worker's process.
final class WorkerProcess {
  /// What came of waiting for it to listen.
  enum Readiness {
    case ready
    case ended(ChildProcess.ExitStatus)
    case late
  }

  let number: Int
  let child: ChildProcess
  private let started = Instant.now
  private let readiness: PipeReader
  private var isReady = false
  private var isAskedToStop = false

  /// Starts it. Throws `SystemError`.
  init(_ number: Int, _ plan: WorkerPlan) throws(SystemError) {
    let (reader, writeEnd) = try PipeReader.pair()
    defer { PipeReader.close(writeEnd) }
    // Its descriptors: 3, 4, … the sockets, then the pipe on which it says that it listens, then the lifeline.
    let count = Int32(plan.listeners.count)
    var descriptors: [Int32: Int32] = [3 + count: writeEnd, 4 + count: plan.lifeline]
    for (index, listener) in plan.listeners.enumerated() {
      descriptors[3 + Int32(index)] = listener.descriptor
    }
    let variables = [
      Cluster.workerVariable: "\(number)", Cluster.lifelineVariable: "\(4 + count)",
      "LISTEN_FDS": "\(count)", "NOTIFY_FD": "\(3 + count)",
    ]
    do throws(SystemError) {
      // A process group of its own: Ctrl-C at the terminal reaches the supervisor alone, which asks each worker once.
      child = try ChildProcess.spawn(
        plan.path, plan.arguments, environment: environment.all.merging(variables) { $1 },
        ownGroup: true, descriptors: descriptors)
    } catch {
      reader.close()
      throw error
    }
    self.number = number
    readiness = reader
  }

  /// How it is called in the log.
  var name: String { "worker \(number) (pid \(child.pid))" }

  /// How long it has been running.
  var age: Duration { .now - started }

  /// Waits until it listens, ends, or has taken too long.
  func becomesReady(within limit: Duration) async -> Readiness {
    let alarm = setTimeout(limit) { self.readiness.close() }
    defer { alarm.cancel() }
    let line = try? await readiness.next()
    readiness.close()
    isReady = line?.isEmpty == false
    if isReady { return .ready }
    // The pipe ends when the process does, a moment before that is known.
    guard alarm.isPending, let status = await child.wait(atMost: limit - age) else { return .late }
    return .ended(status)
  }

  /// Asks it to finish what it has begun and to make room.
  func replace(within limit: Duration) {
    guard !isAskedToStop else { return }  // A second SIGTERM would mean: at once.
    child.kill(SIGTERM)
    expectEnd(within: limit)
  }

  /// The cluster stops: the lifeline has told it so, unless it has not come to listen to it yet.
  func stop(within limit: Duration) {
    guard !isAskedToStop else { return }
    if !isReady { child.kill(SIGTERM) }
    expectEnd(within: limit)
  }

  /// Kills it when it takes too long to stop.
  private func expectEnd(within limit: Duration) {
    isAskedToStop = true
    let alarm = setTimeout(limit) {
      report("cluster: \(self.name) did not stop within \(limit.inWords) and is killed")
      self.child.kill(SIGKILL)
    }
    Task {
      _ = await child.wait()
      alarm.cancel()
    }
  }
}
