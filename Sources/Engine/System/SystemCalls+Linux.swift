#if os(Linux)
  // What Linux spells in its own way. Twin: `SystemCalls+Darwin.swift`.

  import CPlatform
  import Glibc

  nonisolated let streamSocket = Int32(SOCK_STREAM.rawValue)

  /// Takes the next waiting connection, ready for the loop; -1 and `errno` if there is none.
  nonisolated func acceptConnection(_ listener: Int32) -> Int32 {
    accept4(listener, nil, nil, Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue))
  }

  /// A socket, ready for the loop; -1 and `errno` if there can be none.
  nonisolated func makeStreamSocket(_ family: Int32) -> Int32 {
    let flags = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
    return socket(family, Int32(flags), 0)
  }

  /// Two sockets that are connected with each other, ready for the loop; nil and `errno` if there can be none.
  nonisolated func makeSocketPair() -> (Int32, Int32)? {
    let flags = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
    var ends: [Int32] = [-1, -1]
    return socketpair(AF_UNIX, Int32(flags), 0, &ends) == 0 ? (ends[0], ends[1]) : nil
  }

  /// The lists that `posix_spawn` takes, and how they begin.
  typealias SpawnFileActions = posix_spawn_file_actions_t
  typealias SpawnAttributes = posix_spawnattr_t
  nonisolated func emptySpawnFileActions() -> SpawnFileActions { posix_spawn_file_actions_t() }
  nonisolated func emptySpawnAttributes() -> SpawnAttributes { posix_spawnattr_t() }

  /// The file of the program that runs.
  nonisolated func executablePath() throws(SystemError) -> String {
    var path = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &path, path.count)
    guard count > 0 else { throw SystemError("readlink", path: "/proc/self/exe") }
    return String(decoding: path.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// How many bytes of a socket the peer's system has not acknowledged yet.
  nonisolated func bytesInSendBuffer(_ socket: Int32) -> Int {
    var count: Int32 = 0
    return ioctl(socket, UInt(TIOCOUTQ), &count) == 0 ? Int(count) : 0
  }

  /// Waits until a file's bytes are on the disk; -1 and `errno` if that failed.
  nonisolated func flushToDisk(_ descriptor: Int32) -> Int32 { fsync(descriptor) }

  /// Lets the system move bytes of a file to a socket, at most `count` from `offset` on. `ended`: the file does, before.
  nonisolated func sendFilePiece(_ file: Int32, from offset: Int, _ count: Int, to socket: Int32)
    -> Transfer
  {
    while true {
      var offset = off_t(offset)
      let moved = sendfile(socket, file, &offset, count)
      if moved > 0 { return .moved(moved) }
      if moved == 0 { return .ended }
      if errno == EINTR { continue }
      return errno == EAGAIN ? .wouldBlock : .failed(SystemError("sendfile"))
    }
  }

  extension stat {
    /// When the content last changed.
    nonisolated var modificationTime: timespec { st_mtim }
  }
#endif
