// How a program that somebody else wrote is kept from everything that is not its own.
//
//     everywhere      limits, a process group, a temporary folder and an environment of its own
//     bubblewrap      besides: no network but its own loopback, no file of this machine but the system's and its own,
//                     and a process that it leaves behind ends with it
//
// A student's own program on the student's own machine needs no more than the first.

import Foundation

/// What holds a program.
public struct Containment: Sendable {
  /// How much it may take.
  public var limits: ResourceLimits
  /// The sandbox in which it runs; nil for none.
  public var sandbox: Bubblewrap?

  public init(limits: ResourceLimits = .program, sandbox: Bubblewrap? = nil) {
    self.limits = limits
    self.sandbox = sandbox
  }

  /// The best that this machine has, for programs of strangers; and a line for the person who grades that says what is
  /// not contained, nil if nothing has to be said.
  @MainActor public static func forStrangers(limits: ResourceLimits = .program) async
    -> (containment: Containment, gaps: String?)
  {
    do {
      return (Containment(limits: limits, sandbox: try await Bubblewrap.find()), nil)
    } catch {
      return (Containment(limits: limits), gaps(because: "\(error)"))
    }
  }

  /// What a program without a sandbox can do.
  static func gaps(because reason: String) -> String {
    let person = getuid() == 0 ? "root, as whom you grade," : "you"
    return
      "not contained: a program that is graded can read, change and end whatever \(person) can, "
      + "and use the network (\(reason)); limits hold all the same"
  }

  /// The command line that starts a program: in its sandbox, if there is one, and under its limits.
  ///
  /// - Parameters:
  ///   - folder: its own, where it starts and may write.
  ///   - readable: files and folders that it needs besides the system's.
  ///   - writable: folders that it may write besides its own.
  func command(
    _ words: [String], folder: String, readable: [String], writable: [String] = []
  ) -> LimitedCommand {
    let inside = sandbox?.command(
      words, folder: folder, readable: readable, writable: [folder] + writable)
    return LimitedCommand(inside ?? words, limits)
  }
}
