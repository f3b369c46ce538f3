// The address of a Unix socket: a path in the file system. Only programs on this machine can come by it, and the file's
// permissions say which.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

nonisolated extension SocketAddress {
  /// How long a path may be: what the system's `sockaddr_un` has room for, one byte less for the end.
  static let longestPath = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1

  /// The address of a path, nil if it is empty or too long for the system.
  init?(path: String) {
    guard !path.isEmpty, path.utf8.count <= Self.longestPath, !path.utf8.contains(0) else {
      return nil
    }
    var storage = sockaddr_storage()
    withUnsafeMutableBytes(of: &storage) { memory in
      let start = Self.pathOffset
      memory[start..<(start + path.utf8.count)].copyBytes(from: path.utf8)
    }
    storage.ss_family = sa_family_t(AF_UNIX)
    self.init(
      host: path, port: 0, family: AF_UNIX, storage: storage,
      length: socklen_t(MemoryLayout<sockaddr_un>.size))
  }

  /// As the system tells it. The end that connected has no path.
  init(unix address: UnsafePointer<sockaddr>, _ length: socklen_t) {
    var storage = sockaddr_storage()
    let bytes = UnsafeRawBufferPointer(start: address, count: Int(length))
    withUnsafeMutableBytes(of: &storage) { $0.copyMemory(from: bytes) }
    let path = bytes.dropFirst(Self.pathOffset).prefix { $0 != 0 }
    self.init(
      host: String(decoding: path, as: UTF8.self), port: 0, family: AF_UNIX, storage: storage,
      length: length)
  }

  private static let pathOffset = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
}
