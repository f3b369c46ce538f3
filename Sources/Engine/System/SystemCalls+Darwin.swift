#if canImport(Darwin)
  // What Apple's systems spell in their own way. Twin: `SystemCalls+Linux.swift`.

  import Darwin

  nonisolated let streamSocket = SOCK_STREAM

  /// Takes the next waiting connection, ready for the loop; -1 and `errno` if there is none.
  nonisolated func acceptConnection(_ listener: Int32) -> Int32 {
    let connection = accept(listener, nil, nil)
    if connection >= 0 { makeNonBlocking(connection) }
    return connection
  }

  /// A socket, ready for the loop; -1 and `errno` if there can be none.
  nonisolated func makeStreamSocket(_ family: Int32) -> Int32 {
    let descriptor = socket(family, SOCK_STREAM, 0)
    if descriptor >= 0 { makeNonBlocking(descriptor) }
    return descriptor
  }

  /// Two sockets that are connected with each other, ready for the loop; nil and `errno` if there can be none.
  nonisolated func makeSocketPair() -> (Int32, Int32)? {
    var ends: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, SOCK_STREAM, 0, &ends) == 0 else { return nil }
    for end in ends { makeNonBlocking(end) }
    return (ends[0], ends[1])
  }

  /// The lists that `posix_spawn` takes, and how they begin.
  typealias SpawnFileActions = posix_spawn_file_actions_t?
  typealias SpawnAttributes = posix_spawnattr_t?
  nonisolated func emptySpawnFileActions() -> SpawnFileActions { nil }
  nonisolated func emptySpawnAttributes() -> SpawnAttributes { nil }

  /// The file of the program that runs.
  nonisolated func executablePath() throws(SystemError) -> String {
    var path = [CChar](repeating: 0, count: Int(PATH_MAX))
    var size = UInt32(path.count)
    guard _NSGetExecutablePath(&path, &size) == 0 else {
      throw SystemError("_NSGetExecutablePath", number: ENAMETOOLONG)
    }
    return String(
      decoding: path.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// How many bytes of a socket the peer's system has not acknowledged yet.
  nonisolated func bytesInSendBuffer(_ socket: Int32) -> Int {
    var count: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    return getsockopt(socket, SOL_SOCKET, SO_NWRITE, &count, &size) == 0 ? Int(count) : 0
  }

  /// Waits until a file's bytes are on the disk; -1 and `errno` if that failed. `fsync` waits here only until the disk has
  /// them in its own memory; where a file system does not know the stricter call, that must do.
  nonisolated func flushToDisk(_ descriptor: Int32) -> Int32 {
    fcntl(descriptor, F_FULLFSYNC) == 0 ? 0 : fsync(descriptor)
  }

  /// Lets the system move bytes of a file to a socket, at most `count` from `offset` on. `ended`: the file does, before.
  nonisolated func sendFilePiece(_ file: Int32, from offset: Int, _ count: Int, to socket: Int32)
    -> Transfer
  {
    while true {
      var moved = off_t(count)  // Says afterwards how many went, also beside an error.
      let result = sendfile(file, socket, off_t(offset), &moved, nil, 0)
      if moved > 0, result == 0 || errno == EAGAIN || errno == EINTR { return .moved(Int(moved)) }
      if result == 0 { return .ended }
      if errno == EINTR { continue }
      return errno == EAGAIN ? .wouldBlock : .failed(SystemError("sendfile"))
    }
  }

  extension stat {
    /// When the content last changed.
    nonisolated var modificationTime: timespec { st_mtimespec }
  }
#endif
