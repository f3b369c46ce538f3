// Starting other programs, and being told how they end.
//
// A child gets exactly what it is given: its own environment, working folder and process group, three standard streams,
// and the descriptors handed over. Everything else is closed to it, and signals are set back to their defaults.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A program that this one has started.
///
/// ```swift
/// let child = try ChildProcess.spawn("/bin/echo", ["hello"], output: .pipe)
/// let text = try await child.output?.readAll(upTo: 1_000)
/// let status = await child.wait()      // .exited(0)
/// ```
///
/// Node: `child_process.spawn`
public final class ChildProcess {
  /// What becomes of a standard stream.
  public enum Stream {
    /// It is this program's own.
    case inherit
    /// Nothing comes, and what is written is lost.
    case null
    /// It can be read here.
    case pipe
  }

  /// How a program ended.
  public nonisolated enum ExitStatus: Sendable, Equatable {
    /// By itself, with a status; 0 means that all went well.
    case exited(Int32)
    /// By a signal, for example 9 (SIGKILL) or 11 (SIGSEGV).
    case signalled(Int32)
  }

  /// The process's number.
  public let pid: Int32
  /// What it writes to its standard output, where that is a pipe.
  public let output: PipeReader?
  /// What it writes to its standard error, where that is a pipe.
  public let errors: PipeReader?
  private let ownsGroup: Bool
  private var status: ExitStatus?
  private var waiters: [CheckedContinuation<ExitStatus, Never>] = []

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - path: the program's file.
  ///   - arguments: what it is told, without its own name.
  ///   - environment: its variables; nil gives it this process's own.
  ///   - folder: where it starts; nil starts it where this process is.
  ///   - ownGroup: gives it a process group, so that `kill` reaches its children too.
  ///   - descriptors: descriptors of ours, by the number that each has in the child (3 and above).
  ///
  /// Throws `SystemError` where it cannot be started.
  public static func spawn(
    _ path: String, _ arguments: [String] = [], environment: [String: String]? = nil,
    folder: String? = nil, output: Stream = .inherit, errors: Stream = .inherit,
    ownGroup: Bool = true, descriptors: [Int32: Int32] = [:]
  ) throws(SystemError) -> ChildProcess {
    var plan = SpawnPlan()
    defer { plan.release() }
    let outputEnd = try plan.connect(output, to: 1)
    var errorEnd: Int32?
    do throws(SystemError) {
      errorEnd = try plan.connect(errors, to: 2)
      try plan.connectInput()
      for (number, ours) in descriptors { try plan.handOver(ours, as: number) }
      let pid = try plan.start(path, arguments, environment, folder, ownGroup)
      return ChildProcess(pid, outputEnd, errorEnd, ownGroup)
    } catch {
      for end in [outputEnd, errorEnd] { end.map { closeDescriptor($0) } }
      throw error
    }
  }

  private init(_ pid: Int32, _ outputEnd: Int32?, _ errorEnd: Int32?, _ ownsGroup: Bool) {
    self.pid = pid
    self.ownsGroup = ownsGroup
    output = outputEnd.map { PipeReader($0) }
    errors = errorEnd.map { PipeReader($0) }
    WaitThread.start(for: pid) { self.hasEnded($0) }
  }

  /// Whether it has not ended yet, as far as is known.
  public var isRunning: Bool { status == nil }

  /// Waits until it has ended.
  public func wait() async -> ExitStatus {
    if let status { return status }
    return await withCheckedContinuation { waiters.append($0) }
  }

  /// Waits until it has ended, but not longer than `limit`; nil if it goes on.
  public func wait(atMost limit: Duration) async -> ExitStatus? {
    if let status { return status }
    let first = FirstOnly()
    return await withCheckedContinuation { continuation in
      let alarm = setTimeout(limit) { first.take { continuation.resume(returning: nil) } }
      Task {
        let status = await wait()
        alarm.cancel()
        first.take { continuation.resume(returning: status) }
      }
    }
  }

  /// Sends it a signal; to its whole process group, if it has its own. Harmless when it has ended.
  public func kill(_ signal: Int32 = SIGTERM) {
    // The number of a child that was waited for may belong to another process by now; its group may still have members.
    if ownsGroup {
      _ = sendSignal(-pid, signal)
    } else if isRunning {
      _ = sendSignal(pid, signal)
    }
  }

  private func hasEnded(_ status: ExitStatus) {
    self.status = status
    for waiter in waiters { waiter.resume(returning: status) }
    waiters = []
  }
}

/// Lets the first of two events count, and not the second.
private final class FirstOnly {
  private var hasHappened = false

  func take(_ body: () -> Void) {
    guard !hasHappened else { return }
    hasHappened = true
    body()
  }
}

/// `kill(2)`; inside `ChildProcess` the name would mean its own.
private nonisolated func sendSignal(_ process: Int32, _ number: Int32) -> Int32 {
  kill(process, number)
}
