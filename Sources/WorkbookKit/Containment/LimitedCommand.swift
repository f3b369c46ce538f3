// A command line under the system's own limits: a shell sets them for itself, then starts the program, which inherits
// them.
//
// The shell is there on every system and costs a millisecond; limits can only be set by a process for itself, between
// its start and the program's. It stays as the program's parent, so that a program that kills its parent hits the
// shell and not the grader. Asked to end (SIGTERM, which the whole group gets) it waits for the program's own end.
//
// Its standard input is a line to the grader, on which nothing is ever said. A second shell listens there: when the
// line is cut, because the grader is gone however that came, it kills the group.
//
// What is not limited here, and why. The address space (`-v`): a Swift program reserves far more than it uses.
// Processes (`-u`): the system counts all processes of a person, whose editor alone may have hundreds, and does not
// count those of root at all. `ProcessWatch` counts the program's own instead.

import Engine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A program under the system's limits. Its standard input must be a pipe: when that is closed, it is ended.
struct LimitedCommand {
  /// The file to start.
  let path = "/bin/sh"
  let arguments: [String]

  init(_ command: [String], _ limits: ResourceLimits) {
    arguments = ["-c", Self.script(limits), "sh"] + command
  }

  /// A limit that this system's shell does not know is left out. What the shell itself has to say (`Killed`) is no
  /// output of the program's: its errors go to the program alone, by way of descriptor 9. Descriptors 3 and 4 are
  /// those that a program is handed, and must have no other owner.
  private static func script(_ limits: ResourceLimits) -> String {
    """
    exec 8<&0 9>&2 </dev/null 2>/dev/null
    (read line <&8; kill -9 0) >/dev/null 3>&- 4>&- 9>&- &
    ulimit -c 0
    ulimit -t \(limits.processorSeconds + 1)
    ulimit -n \(limits.openFiles)
    ulimit -f \(limits.fileBytes / 512)
    ulimit -d \(memoryFence(limits) / 1_024)
    trap : TERM
    (exec "$@" 2>&9 8<&- 9>&-)
    exit
    """
  }

  /// Memory that a process may reserve, used or not: each thread alone has 8 MiB for its stack. So high
  /// that the watch comes first, but for one who asks for all of it at once: that fails, and the program breaks.
  private static func memoryFence(_ limits: ResourceLimits) -> Int {
    max(4 * limits.memoryBytes, 1_024 * ResourceLimits.mebibyte)
  }

  /// How the program ended. A shell says of one that a signal ended that its status is 128 and the signal's number.
  static func end(of status: ChildProcess.ExitStatus, under limits: ResourceLimits) -> ProgramEnd {
    switch status {
    case .exited(let number) where (129...159).contains(number):
      signalEnd(number - 128, limits)
    case .exited(let number): .exited(number)
    case .signalled(let number): signalEnd(number, limits)
    }
  }

  private static func signalEnd(_ number: Int32, _ limits: ResourceLimits) -> ProgramEnd {
    switch number {
    case SIGXCPU: .overLimit(.processorTime(seconds: limits.processorSeconds))
    case SIGXFSZ: .overLimit(.fileSize(bytes: limits.fileBytes))
    default: .signalled(number)
    }
  }
}
