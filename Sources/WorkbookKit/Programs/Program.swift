// A server program that runs as a child: a lesson's column, a student's exercise.
//
// It finds its listening socket ready made (LISTEN_FDS), so there is no port to guess and none to collide, and it says by a
// line on NOTIFY_FD when it listens. Its output is kept, as far as it is of interest.

import Engine

/// A server program at work.
@MainActor public final class Program {
  /// Why a program cannot be spoken to.
  public enum StartFailure: Error, Equatable, Sendable {
    /// It ended before it listened.
    case ended(ProgramEnd, output: String)
    /// It runs, and does not listen.
    case neverListened(seconds: Int, output: String)
    /// The system did not start it.
    case cannotStart(String)

    fileprivate func with(output: String) -> StartFailure {
      switch self {
      case .ended(let status, _): .ended(status, output: output)
      case .neverListened(let seconds, _): .neverListened(seconds: seconds, output: output)
      case .cannotStart: self
      }
    }
  }

  /// The port on which it listens, on 127.0.0.1.
  public let port: Int
  let child: ChildProcess
  /// What `start` was told, to start it again.
  private let plan: Plan
  private let readiness: PipeReader
  private let folder: PrivateFolder?
  private let watch: ProcessWatch?
  private var outputReader: Task<Void, Never>?
  private var errorReader: Task<Void, Never>?
  private var printed = BoundedOutput()
  private var complaints = BoundedOutput()
  private var containment: Containment? { plan.containment }
  private var follower: (([UInt8]) -> Void)?
  private var printedBytes = 0

  /// The limit that it went over; nil while it has kept to all of them.
  public var excess: ResourceLimits.Excess? { watch?.excess }
  /// What it has printed so far, to both its streams: the end of it, if it was much.
  public var output: String { printed.text }
  /// The part of it that went to standard error.
  public var errorOutput: String { complaints.text }

  /// Starts a program and waits until it listens.
  ///
  /// - Parameters:
  ///   - path: the program's file.
  ///   - variables: what its environment holds besides the little that it always gets.
  ///   - secondsToListen: how long it may take until it listens.
  ///   - containment: what holds it, for a program that is not the course's own.
  ///
  /// Throws `StartFailure`.
  public static func start(
    _ path: String, variables: [String: String] = [:], secondsToListen: Int = 5,
    containment: Containment? = nil
  ) async throws -> Program {
    try await start(
      Plan(
        path: path, variables: variables, secondsToListen: secondsToListen,
        containment: containment))
  }

  private struct Plan {
    let path: String
    let variables: [String: String]
    let secondsToListen: Int
    let containment: Containment?
  }

  /// - Parameter former: the program that had this one's port and folder.
  private static func start(_ plan: Plan, after former: Program? = nil) async throws -> Program {
    let program: Program
    do { program = try Program(plan, former) } catch let error as CancellationError {
      throw error
    } catch {
      throw StartFailure.cannotStart("\(error)")
    }
    do { try await program.listens(within: plan.secondsToListen) } catch {
      await program.stop()
      throw error.with(output: program.output)
    }
    return program
  }

  private init(_ plan: Plan, _ former: Program?) throws {
    let listener = try Listener(port: former?.port ?? 0)
    // The program gets its own: when it is gone, nobody listens any more.
    defer { listener.close() }
    port = listener.address.port
    let (reader, writeEnd) = try PipeReader.pair()
    defer { PipeReader.close(writeEnd) }
    let containment = plan.containment
    let folder = try former?.folder ?? containment.map { _ in try PrivateFolder() }
    var environment = Self.environment(port: port).merging(plan.variables) { $1 }
    var words = (path: plan.path, arguments: [String]())
    if let containment, let folder {
      environment.merge(["HOME": folder.path, "TMPDIR": folder.path]) { $1 }
      let command = containment.command([plan.path], folder: folder.path, readable: [plan.path])
      words = (command.path, command.arguments)
    }
    do {
      child = try Running.start {
        try ChildProcess.spawn(
          words.path, words.arguments, environment: environment, folder: folder?.path,
          input: containment == nil ? .null : .pipe, output: .pipe, errors: .pipe,
          descriptors: [3: listener.descriptor, 4: writeEnd])
      }
    } catch {
      folder?.remove()
      throw error
    }
    self.plan = plan
    self.folder = folder
    watch = containment.map { [child] in ProcessWatch(child, $0.limits) }
    readiness = reader
    outputReader = collect(child.output)
    // Of two pipes nobody knows which was written first. A program that complains has mostly printed before, so what
    // it has printed already is read first.
    errorReader = collect(child.errors) { [weak self] complaint in
      await withCheckedContinuation { done in
        setImmediate { setImmediate { done.resume() } }
      }
      self?.complaints.append(complaint)
    }
  }

  /// Little, and nothing that belongs to the person at the terminal.
  private static func environment(port: Int) -> [String: String] {
    var variables = [
      "PORT": String(port), "HOST": "127.0.0.1", "LISTEN_FDS": "1", "NOTIFY_FD": "4",
      "SWIFT_BACKTRACE": "enable=no",
    ]
    for name in ["PATH", "LD_LIBRARY_PATH", "ENGINE_LOOP"] {
      variables[name] = Engine.environment[name]
    }
    return variables
  }

  private func collect(
    _ pipe: PipeReader?, _ before: @escaping @MainActor ([UInt8]) async -> Void = { _ in }
  ) -> Task<Void, Never>? {
    guard let pipe else { return nil }
    return Task { [weak self] in
      // Who prints too much is no longer read, and so waits for its end.
      while self?.printsTooMuch != true, let chunk = try? await pipe.next() {
        await before(chunk)
        self?.keep(chunk)
        self?.follower?(chunk)
      }
    }
  }

  private func keep(_ chunk: [UInt8]) {
    printed.append(chunk)
    printedBytes += chunk.count
    guard printsTooMuch, let limit = containment?.limits.outputBytes else { return }
    watch?.end(because: .output(bytes: limit))
  }

  private var printsTooMuch: Bool { printedBytes > containment?.limits.outputBytes ?? .max }

  /// Tells each line that the program prints from now on, and those that it has printed already.
  public func follow(_ tell: @escaping (String) -> Void) {
    var unfinished = ""
    follower = { chunk in
      let lines = (unfinished + String(decoding: chunk, as: UTF8.self))
        .split(separator: "\n", omittingEmptySubsequences: false)
      unfinished = String(lines.last ?? "")
      for line in lines.dropLast() { tell(String(line)) }
    }
    follower?(Array(printed.text.utf8))
  }

  /// Waits for the line that says so, for the program's end, or for the end of patience.
  private func listens(within seconds: Int) async throws(StartFailure) {
    // If it was this program's own loop that came late, the line is there already, and is seen before the immediates run.
    let alarm = setTimeout(.seconds(seconds)) { [readiness] in
      setImmediate { setImmediate { readiness.close() } }
    }
    defer { alarm.cancel() }
    // The pipe's other end is closed when the program closes it, and when it ends.
    let line = try? await readiness.next()
    if line?.isEmpty == false { return }
    guard alarm.isPending, let end = await ended(within: .milliseconds(500)) else {
      throw .neverListened(seconds: seconds, output: "")
    }
    throw .ended(end, output: "")
  }

  /// How it ended, if it does so within a moment, or why it is about to; nil if it goes on.
  public func ended(within moment: Duration) async -> ProgramEnd? {
    guard let status = await child.wait(atMost: moment) else {
      return excess.map(ProgramEnd.overLimit)
    }
    await settleOutput(within: .milliseconds(200))
    if let excess { return .overLimit(excess) }
    return containment.map { LimitedCommand.end(of: status, under: $0.limits) }
      ?? ProgramEnd(status)
  }

  private func settleOutput(within limit: Duration) async {
    let alarm = setTimeout(limit) { [child] in
      child.output?.close()
      child.errors?.close()
    }
    await outputReader?.value
    await errorReader?.value
    alarm.cancel()
  }

  /// Ends it: asks first (SIGTERM), and does not ask twice. Returns when it is gone.
  public func stop() async {
    await end(by: 15)
    folder?.remove()
  }

  /// Ends it by a signal and starts it again with the same port and folder. What it had in memory is gone, and its
  /// connections are.
  ///
  /// Throws `StartFailure`.
  func restarted(by signal: Int32) async throws -> Program {
    await end(by: signal)
    do {
      let program = try await Self.start(plan, after: self)
      program.printed = printed.followed(by: program.printed)
      program.complaints = complaints.followed(by: program.complaints)
      return program
    } catch {
      folder?.remove()
      throw error
    }
  }

  private func end(by signal: Int32) async {
    child.kill(signal)
    _ = await child.wait(atMost: .milliseconds(800))
    Running.end(child)
    _ = await child.wait()
    await watch?.finish()
    if containment != nil { await Running.endOrphans() }
    // What it printed at its very end counts too; a grandchild that keeps the pipe open cannot hold this up.
    await settleOutput(within: .milliseconds(200))
    readiness.close()
    child.output?.close()
    child.errors?.close()
  }
}

/// The last part of what a program prints.
struct BoundedOutput {
  private static let limit = 20_000
  private var bytes: [UInt8] = []
  private var dropped = 0

  mutating func append(_ chunk: [UInt8]) {
    bytes += chunk
    guard bytes.count > 2 * Self.limit else { return }
    dropped += bytes.count - Self.limit
    bytes.removeFirst(bytes.count - Self.limit)
  }

  /// This, and behind it what the program printed that was started afterwards.
  func followed(by other: BoundedOutput) -> BoundedOutput {
    var both = self
    both.append(other.bytes)
    return both
  }

  /// The text; says so where its beginning was left out.
  var text: String {
    let note = dropped > 0 ? "(\(dropped) bytes before this are left out)\n" : ""
    return note + String(decoding: bytes, as: UTF8.self)
  }
}
