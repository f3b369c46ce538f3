// Where the toolchain stands whose libraries this program runs with: its programs need the same ones.

import Foundation

enum Toolchain {
  private static let library = "/lib/swift/linux/libswiftCore.so"

  /// The folder `usr` of the toolchain; nil where the libraries are the system's own, or linked in.
  static let folder: String? = {
    // Linux tells a program which files it has loaded; each line ends with a path.
    guard let loaded = try? FileHandle(forReadingAtPath: "/proc/self/maps")?.readToEnd(),
      let line = textLines(String(decoding: loaded, as: UTF8.self))
        .first(where: { $0.hasSuffix(library) }), let start = line.firstIndex(of: "/")
    else { return nil }
    return String(line[start...].dropLast(library.count))
  }()
}
