// How much a stranger's program may take, and what is said of one that takes more.
//
// Two things hold it. The system's own limits (`ulimit`, see `LimitedCommand`) cannot be passed, but they count each
// process alone, and a program that meets one breaks in a way of its own. So `ProcessWatch` looks at all its processes
// together, many times a second, and ends them with a reason that can be told. The system's limits stand behind it, a
// little higher.

/// How much a program, with all that it starts, may take.
public struct ResourceLimits: Sendable, Equatable {
  /// Seconds of processor time.
  public var processorSeconds: Int
  /// Bytes of memory that are in use, of all its processes together.
  public var memoryBytes: Int
  /// Processes at once, those by which it is started (up to five) among them.
  public var processes: Int
  /// Open files and connections of one process.
  public var openFiles: Int
  /// Bytes of one file that it writes.
  public var fileBytes: Int
  /// Bytes that it prints, on both its streams together.
  public var outputBytes: Int
  /// Seconds from its start.
  public var wallClockSeconds: Int

  public init(
    processorSeconds: Int = 10, memoryBytes: Int = 256 * mebibyte, processes: Int = 64,
    openFiles: Int = 256, fileBytes: Int = 16 * mebibyte, outputBytes: Int = 16 * mebibyte,
    wallClockSeconds: Int = 60
  ) {
    self.processorSeconds = processorSeconds
    self.memoryBytes = memoryBytes
    self.processes = processes
    self.openFiles = openFiles
    self.fileBytes = fileBytes
    self.outputBytes = outputBytes
    self.wallClockSeconds = wallClockSeconds
  }

  /// For a server that is asked one check: 10 s of processor time, 256 MiB of memory, 64 processes, 256 open files, 16
  /// MiB a file and 16 MiB printed, 60 s in all.
  public static let program = ResourceLimits()

  /// For the compiler, which is bigger: 4 GiB of memory, 1,024 open files, 512 MiB a file, and two cores busy all the
  /// time.
  public static func compiler(seconds: Int) -> ResourceLimits {
    ResourceLimits(
      processorSeconds: 2 * seconds, memoryBytes: 4_096 * mebibyte, openFiles: 1_024,
      fileBytes: 512 * mebibyte, wallClockSeconds: seconds)
  }

  /// Bytes in a MiB.
  public static let mebibyte = 1_048_576
}

extension ResourceLimits {
  /// The limit that a program went over, with what was allowed.
  public enum Excess: Sendable, Equatable {
    case processorTime(seconds: Int)
    case memory(bytes: Int)
    case processes(Int)
    case fileSize(bytes: Int)
    case output(bytes: Int)
    case wallClock(seconds: Int)

    /// What it did, for the person who wrote it: "it used more than 256 MiB of memory".
    public var words: String {
      switch self {
      case .processorTime(let seconds): "it used more than \(seconds) s of processor time"
      case .memory(let bytes): "it used more than \(size(bytes)) of memory"
      case .processes(let count): "it had more than \(count) processes"
      case .fileSize(let bytes): "it wrote a file of more than \(size(bytes))"
      case .output(let bytes): "it printed more than \(size(bytes))"
      case .wallClock(let seconds): "it ran longer than \(seconds) s"
      }
    }

    private func size(_ bytes: Int) -> String {
      bytes % mebibyte == 0 ? "\(bytes / mebibyte) MiB" : "\(bytes) bytes"
    }
  }
}
