// The system calls behind `readFile` and `writeFile`. They block: only for threads that are not the loop's.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

nonisolated enum FileCalls {
  static func read(_ path: String) throws(SystemError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemError("open", path: path) }
    defer { closeDescriptor(descriptor) }
    var bytes: [UInt8] = []
    while true {
      let chunk = try readChunk(descriptor, path, sizeHint(descriptor, after: bytes.count))
      if chunk.isEmpty { return bytes }
      if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
    }
  }

  /// Writes beside the file, then renames over it.
  static func replace(_ path: String, with bytes: [UInt8]) throws(SystemError) {
    let temporary = "\(path).\(getpid())-\(UInt32.random(in: 0...(.max))).tmp"
    let permissions = (try? permissions(path)) ?? 0o666
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions)
    guard descriptor >= 0 else { throw SystemError("open", path: path) }
    do throws(SystemError) {
      defer { closeDescriptor(descriptor) }
      try writeAll(bytes, to: descriptor, path)
      guard fsync(descriptor) == 0 else { throw SystemError("fsync", path: path) }
    } catch {
      unlink(temporary)
      throw error
    }
    guard rename(temporary, path) == 0 else {
      let error = SystemError("rename", path: path)
      unlink(temporary)
      throw error
    }
  }

  static func status(_ path: String) throws(SystemError) -> FileStatus {
    let found = try systemStatus(path)
    let kind: FileStatus.Kind =
      switch found.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      default: .other
      }
    return FileStatus(
      kind: kind, size: Int(found.st_size), modified: Int64(found.modificationTime.tv_sec))
  }

  static func realPath(_ path: String) throws(SystemError) -> String {
    guard let resolved = realpath(path, nil) else { throw SystemError("realpath", path: path) }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func systemStatus(_ path: String) throws(SystemError) -> stat {
    var found = stat()
    guard stat(path, &found) == 0 else { throw SystemError("stat", path: path) }
    return found
  }

  private static func permissions(_ path: String) throws(SystemError) -> mode_t {
    try systemStatus(path).st_mode & 0o7777
  }

  /// What is left of a file, and one byte more, so that a file that does not grow is read in one go.
  private static func sizeHint(_ descriptor: Int32, after done: Int) -> Int {
    var found = stat()
    guard fstat(descriptor, &found) == 0 else { return 65_536 }
    return max(Int(found.st_size) - done + 1, 4_096)
  }

  private static func readChunk(_ descriptor: Int32, _ path: String, _ size: Int)
    throws(SystemError) -> [UInt8]
  {
    var result = Transfer.ended
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      result = receive(from: descriptor, into: UnsafeMutableRawBufferPointer(buffer))
      if case .moved(let moved) = result { count = moved }
    }
    if case .failed(let error) = result {
      throw SystemError("read", path: path, number: error.number)
    }
    return bytes
  }

  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32, _ path: String)
    throws(SystemError)
  {
    var done = 0
    while done < bytes.count {
      let step = bytes.withUnsafeBytes {
        send(UnsafeRawBufferPointer(rebasing: $0[done...]), to: descriptor)
      }
      switch step {
      case .moved(let count): done += count
      case .failed(let error): throw SystemError("write", path: path, number: error.number)
      case .wouldBlock, .ended: continue
      }
    }
  }
}
