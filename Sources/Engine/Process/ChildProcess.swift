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
/// What it prints is read through `output` and `errors`, what it reads is written through `input`; each is a pipe only where
/// `spawn` was told so. `ChildProcess.run` does all of it in one call.
///
/// Node: `child_process.spawn`
public final class ChildProcess {
  /// What becomes of a standard stream.
  public enum Stream {
    /// It is this program's own.
    case inherit
    /// Nothing comes, and what is written is lost.
    case null
    /// It can be read here; the child's input, written.
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
  /// Where its standard input is written, where that is a pipe.
  public let input: PipeWriter?
  /// What it writes to its standard output, where that is a pipe.
  public let output: PipeReader?
  /// What it writes to its standard error, where that is a pipe.
  public let errors: PipeReader?
  private let number: ProcessNumber
  private var status: ExitStatus?
  private var waiters: [CheckedContinuation<ExitStatus, Never>] = []

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - path: the program's file; a name without a `/` is looked for in the folders of `PATH`.
  ///   - arguments: what it is told, without its own name.
  ///   - environment: its variables; nil gives it this process's own.
  ///   - folder: where it starts; nil starts it where this process is.
  ///   - ownGroup: gives it a process group, so that `kill` reaches its children too.
  ///   - input: what it reads; nothing, unless said otherwise.
  ///   - output: where its standard output goes.
  ///   - errors: where its standard error goes.
  ///   - descriptors: descriptors of ours, by the number that each has in the child (3 and above).
  ///
  /// Throws `SystemError` where it cannot be started. Its `call` and `path` name what is wrong: `spawn` the program,
  /// `chdir` the folder. `EINVAL` where a text holds a zero byte, which would cut it short, or a variable's name a `=`.
  public static func spawn(
    _ path: String, _ arguments: [String] = [], environment: [String: String]? = nil,
    folder: String? = nil, input: Stream = .null, output: Stream = .inherit,
    errors: Stream = .inherit, ownGroup: Bool = true, descriptors: [Int32: Int32] = [:]
  ) throws(SystemError) -> ChildProcess {
    var plan = SpawnPlan(numbers: descriptors.keys.map(\.self))
    defer { plan.release() }
    var ends = PipeEnds()
    do throws(SystemError) {
      ends.input = try plan.connectInput(input)
      ends.output = try plan.connect(output, to: 1)
      ends.errors = try plan.connect(errors, to: 2)
      for (number, ours) in descriptors { try plan.handOver(ours, as: number) }
      let pid = try plan.start(path, arguments, environment, folder, ownGroup)
      return ChildProcess(pid, ends, ownGroup)
    } catch {
      for end in [ends.input, ends.output, ends.errors] { end.map { closeDescriptor($0) } }
      throw error
    }
  }

  /// Our ends of a child's pipes.
  private struct PipeEnds {
    var input: Int32?
    var output: Int32?
    var errors: Int32?
  }

  private init(_ pid: Int32, _ ends: PipeEnds, _ ownsGroup: Bool) {
    self.pid = pid
    number = ProcessNumber(pid, ownsGroup: ownsGroup)
    input = ends.input.map { PipeWriter($0) }
    output = ends.output.map { PipeReader($0) }
    errors = ends.errors.map { PipeReader($0) }
    WaitThread.start(for: number) { self.hasEnded($0) }
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

  /// Writes to its standard input; suspends while more than 64 KiB wait for it to read.
  ///
  /// ```swift
  /// let sorting = try ChildProcess.spawn("sort", input: .pipe, output: .pipe)
  /// try await sorting.write(Array("Rahul\nPriya\n".utf8))
  /// sorting.closeInput()
  /// ```
  ///
  /// Throws `SystemError`: `EPIPE` where it reads no more, `EBADF` where its input is no pipe.
  ///
  /// Node: `child.stdin.write`
  public func write(_ bytes: [UInt8]) async throws {
    guard let input else { throw SystemError("write", number: EBADF) }
    try await input.write(bytes)
  }

  /// Ends its standard input, once everything that was written has been read.
  ///
  /// Node: `child.stdin.end`
  public func closeInput() { input?.close() }

  /// Sends it a signal; to its whole process group, if it has its own. Harmless when it has ended.
  ///
  /// Node: `child.kill`, which reaches the child alone
  public func kill(_ signal: Int32 = SIGTERM) { number.send(signal) }

  private func hasEnded(_ status: ExitStatus) {
    self.status = status
    input?.discard()
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
