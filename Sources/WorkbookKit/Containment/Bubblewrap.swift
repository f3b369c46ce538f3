// The sandbox: bubblewrap (`bwrap`, Debian's package bubblewrap) starts a program in namespaces of its own.
//
// The program sees a file system of its own, in which there is only what is mounted here; a network of which it has
// nothing but the loopback; and no process but its own. When its first process ends, the kernel ends all the others.
// It can be spoken to all the same: a socket belongs to the network in which it was made, and the one on which the
// program listens is made outside and handed over.

import Engine
import Foundation

/// A working `bwrap`.
public struct Bubblewrap: Sendable, Equatable {
  /// Its file.
  let path: String
  /// The toolchain whose libraries programs are linked with: `…/usr`; nil where they are the system's own.
  let toolchain: String?

  /// Why there is no sandbox.
  struct Unavailable: Error, CustomStringConvertible {
    let description: String
  }

  /// Looks for `bwrap` in the folders of `PATH`, and tries it: a system, or a container, may forbid what it does.
  ///
  /// Throws `Unavailable`.
  @MainActor static func find(in path: String = environment["PATH"] ?? "/usr/bin:/bin") async throws
    -> Bubblewrap
  {
    let files = path.split(separator: ":").map { "\($0)/bwrap" }
    guard let file = files.first(where: FileManager.default.isExecutableFile(atPath:)) else {
      throw Unavailable(description: "bubblewrap is not installed")
    }
    let bubblewrap = Bubblewrap(path: file, toolchain: Toolchain.folder)
    let words = bubblewrap.command(["/bin/true"], folder: "/", readable: [], writable: [])
    let outcome = try await ChildProcess.run(
      words[0], Array(words.dropFirst()), deadline: .seconds(10), limit: 1_000)
    guard outcome.status == .exited(0) else {
      let complaint = textLines(String(decoding: outcome.errors, as: UTF8.self)).first ?? ""
      throw Unavailable(description: "bubblewrap makes no sandbox here: \(complaint)")
    }
    return bubblewrap
  }

  /// The command line that runs another one in a sandbox.
  ///
  /// - Parameters:
  ///   - folder: where it starts.
  ///   - readable: files and folders that it may read besides the system's.
  ///   - writable: folders that it may also write.
  ///
  /// All have the same paths inside as outside. What is not there is left out.
  func command(_ words: [String], folder: String, readable: [String], writable: [String])
    -> [String]
  {
    let shown = Self.system + [toolchain].compactMap(\.self) + readable
    return [path, "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
      + ["--proc", "/proc", "--dev", "/dev"]
      + shown.flatMap { ["--ro-bind-try", $0, $0] }
      + writable.flatMap { ["--bind", $0, $0] }
      // What bubblewrap made itself would be memory to fill.
      + ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", folder, "--"]
      + words
  }

  /// What every program needs of the system, and none of what is somebody's.
  private static let system =
    ["/usr", "/bin", "/sbin", "/lib", "/lib64"]
    + ["ld.so.cache", "alternatives", "localtime", "hosts", "nsswitch.conf"].map { "/etc/\($0)" }
}
