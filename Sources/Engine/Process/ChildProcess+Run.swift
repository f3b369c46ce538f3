// A program from start to end in one call: what it is given, what it printed, how it ended, and never longer than a while.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension ChildProcess {
  /// What is left of a program that has ended.
  public nonisolated struct Outcome: Sendable, Equatable {
    /// How it ended.
    public var status: ExitStatus
    /// What it wrote to its standard output.
    public var output: [UInt8]
    /// What it wrote to its standard error.
    public var errors: [UInt8]
    /// Whether it wrote more to one of them than was kept.
    public var isCut: Bool

    /// Its standard output as text.
    public var text: String { String(decoding: output, as: UTF8.self) }
  }

  /// A program was ended because it ran too long.
  public nonisolated struct TookTooLong: Error, Equatable, CustomStringConvertible {
    /// The program's file.
    public var path: String
    /// How long it was allowed to run.
    public var deadline: Duration

    public var description: String {
      "\"\(path)\" had not ended after \(deadline) and was killed; give it a longer deadline if it may take longer"
    }
  }

  /// Runs a program to its end and collects what it prints.
  ///
  /// ```swift
  /// let sorted = try await ChildProcess.run("sort", input: Array("Rahul\nPriya\n".utf8))
  /// print(sorted.status, sorted.text)      // exited(0) Priya Rahul
  /// ```
  ///
  /// - Parameters:
  ///   - path: the program's file; a name without a `/` is looked for in the folders of `PATH`.
  ///   - arguments: what it is told, without its own name.
  ///   - input: what it reads from its standard input.
  ///   - environment: its variables; nil gives it this process's own.
  ///   - folder: where it starts; nil starts it where this process is.
  ///   - deadline: how long it, and whatever it starts that writes to its pipes, may run.
  ///   - limit: how many bytes of its output, and of its errors, are kept; the rest is read and dropped.
  ///
  /// When the task that awaits it is cancelled, the program and its process group are killed (SIGKILL).
  ///
  /// Throws `SystemError` where it cannot be started, `TookTooLong` and `CancellationError` where it was killed.
  ///
  /// Node: `child_process.execFile`
  public static func run(
    _ path: String, _ arguments: [String] = [], input: [UInt8] = [],
    environment: [String: String]? = nil, folder: String? = nil,
    deadline: Duration = .seconds(60), limit: Int = 1_048_576
  ) async throws -> Outcome {
    try Task.checkCancellation()
    let child = try spawn(
      path, arguments, environment: environment, folder: folder,
      input: input.isEmpty ? .null : .pipe, output: .pipe, errors: .pipe)
    var isLate = false
    let alarm = setTimeout(deadline) {
      isLate = true
      child.destroy()
    }
    defer { alarm.cancel() }
    let outcome = await withTaskCancellationHandler {
      await child.outcome(of: input, limit)
    } onCancel: {
      Task { @MainActor in child.destroy() }
    }
    try Task.checkCancellation()
    if isLate { throw TookTooLong(path: path, deadline: deadline) }
    return outcome
  }

  /// Feeds and reads it at the same time: a program that is not read stops, and then reads no more either.
  private func outcome(of input: [UInt8], _ limit: Int) async -> Outcome {
    async let printed = collect(output, limit)
    async let complained = collect(errors, limit)
    if !input.isEmpty {
      try? await write(input)  // It need not read all of it.
      closeInput()
    }
    let (out, err) = await (printed, complained)
    return Outcome(
      status: await wait(), output: out.bytes, errors: err.bytes, isCut: out.isCut || err.isCut)
  }

  private func collect(_ pipe: PipeReader?, _ limit: Int) async -> (bytes: [UInt8], isCut: Bool) {
    var bytes: [UInt8] = []
    var isCut = false
    while let chunk = try? await pipe?.next() {
      isCut = isCut || chunk.count > limit - bytes.count
      bytes += chunk.prefix(limit - bytes.count)
    }
    return (bytes, isCut)
  }

  /// Ends it at once. A process that has left its group may still hold the pipes: they are not waited for.
  private func destroy() {
    kill(SIGKILL)
    input?.discard()
    output?.close()
    errors?.close()
  }
}
