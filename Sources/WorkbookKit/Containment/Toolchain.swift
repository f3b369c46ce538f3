// Where the toolchain stands whose libraries this program runs with: its programs need the same ones.

import Engine
import Foundation

enum Toolchain {
  /// The folder `usr` of the toolchain; nil where the libraries are the system's own, or linked in.
  static let folder: String? = {
    // Linux tells a program which files it has loaded; each line ends with a path.
    guard let loaded = try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8),
      let line = textLines(loaded).first(where: { $0.hasSuffix("/lib/swift/linux/libswiftCore.so") }
      ),
      let start = line.firstIndex(of: "/")
    else { return nil }
    return String(line[start...].dropLast("/lib/swift/linux/libswiftCore.so".count))
  }()
}
