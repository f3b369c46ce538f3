// The system calls behind reading and writing files. They block: only for threads that are not the loop's.
//
// Each failure names the call and the path that the caller gave, so `readFile("x.txt")` fails with
// `ENOENT: no such file or directory, open "x.txt"` whatever stood in between.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

nonisolated enum FileCalls {
  /// Opens a file; what it creates may be read and written by those whom the process's `umask` allows.
  static func openFile(_ path: String, _ flags: Int32) throws(SystemError) -> FileDescriptor {
    try requirePath(path, "open")
    let number = open(path, flags | O_CLOEXEC, 0o666)
    guard number >= 0 else { throw SystemError("open", path: path) }
    return FileDescriptor(number)
  }

  /// C's texts end at their first zero byte: `notes.txt␀.png` would mean `notes.txt`. Node says `ERR_INVALID_ARG_VALUE`.
  static func requirePath(_ path: String, _ call: String) throws(SystemError) {
    guard !path.utf8.contains(0) else { throw SystemError(call, path: path, number: EINVAL) }
  }

  // MARK: Reading

  static func read(_ path: String) throws(SystemError) -> [UInt8] {
    let file = try openFile(path, O_RDONLY)
    var bytes: [UInt8] = []
    while true {
      let chunk = try readChunk(file.number, path, sizeHint(file.number, after: bytes.count))
      if chunk.isEmpty { return bytes }
      if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
    }
  }

  /// What is left of a file, and one byte more, so that a file that does not grow is read in one go.
  private static func sizeHint(_ descriptor: Int32, after done: Int) -> Int {
    var found = stat()
    guard fstat(descriptor, &found) == 0 else { return 65_536 }
    return max(Int(found.st_size) - done + 1, 4_096)
  }

  /// At most `size` bytes from where the last ones ended, or from `offset` on; none at the end of the file.
  static func readChunk(_ descriptor: Int32, _ path: String, at offset: Int? = nil, _ size: Int)
    throws(SystemError) -> [UInt8]
  {
    var result = Transfer.ended
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { place, count in
      let buffer = UnsafeMutableRawBufferPointer(place)
      result =
        if let offset { receive(from: descriptor, at: offset, into: buffer) } else {
          receive(from: descriptor, .file, into: buffer)
        }
      if case .moved(let moved) = result { count = moved }
    }
    if case .failed(let error) = result {
      throw SystemError("read", path: path, number: error.number)
    }
    return bytes
  }

  // MARK: Writing

  static func writeAll(_ bytes: [UInt8], to descriptor: Int32, _ path: String)
    throws(SystemError)
  {
    var done = 0
    while done < bytes.count {
      let step = bytes.withUnsafeBytes {
        send(UnsafeRawBufferPointer(rebasing: $0[done...]), to: descriptor, .file)
      }
      switch step {
      case .moved(let count): done += count
      case .failed(let error): throw SystemError("write", path: path, number: error.number)
      case .wouldBlock, .ended: continue
      }
    }
  }

  /// `O_APPEND` finds the end and writes there in one step, so that two writers do not write over each other.
  static func append(_ bytes: [UInt8], to path: String) throws(SystemError) {
    let file = try openFile(path, O_WRONLY | O_CREAT | O_APPEND)
    try writeAll(bytes, to: file.number, path)
  }

  // MARK: Asking

  static func status(_ path: String, followingLinks: Bool = true) throws(SystemError) -> FileStatus
  {
    try requirePath(path, followingLinks ? "stat" : "lstat")
    var found = stat()
    if followingLinks {
      guard stat(path, &found) == 0 else { throw SystemError("stat", path: path) }
    } else {
      guard lstat(path, &found) == 0 else { throw SystemError("lstat", path: path) }
    }
    return FileStatus(found)
  }

  static func status(of file: FileDescriptor, _ path: String) throws(SystemError) -> FileStatus {
    var found = stat()
    guard fstat(file.number, &found) == 0 else { throw SystemError("fstat", path: path) }
    return FileStatus(found)
  }

  static func realPath(_ path: String) throws(SystemError) -> String {
    try requirePath(path, "realpath")
    guard let resolved = realpath(path, nil) else { throw SystemError("realpath", path: path) }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
