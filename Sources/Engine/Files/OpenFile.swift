// A file that is read piece by piece.
//
// Pieces are *pulled*: the next one is read from the disk when the loop over them asks for it, so a file of any size goes
// through a server in one chunk of memory. Node reads ahead by one chunk; here the system does that, which notices that a file
// is read from front to back.
//
// One open file is one version: whoever replaces the file meanwhile gives its name to another one, and this one is read to
// its end. Size and bytes belong together, which is not so for `fileStatus` followed by `readFile`.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Opens a file for reading.
///
/// ```swift
/// for try await chunk in try await openFile("video.mp4") {
///   try await response.write(chunk)
/// }
/// ```
///
/// Throws `SystemError`: `ENOENT`, `EACCES`, `EISDIR` for a folder, `EMFILE` where too many are open.
///
/// Node: `fs.promises.open`, `fs.createReadStream`
public func openFile(_ path: String) async throws -> OpenFile {
  let (descriptor, status) = try await offLoop {
    // Opening a pipe would wait for its writer; a file does not mind.
    let descriptor = try FileCalls.openFile(path, O_RDONLY | O_NONBLOCK)
    let status = try FileCalls.status(of: descriptor, path)
    guard status.kind != .folder else { throw SystemError("open", path: path, number: EISDIR) }
    return (descriptor, status)
  }
  return OpenFile(path, descriptor, status)
}

/// A file that was opened for reading. It is closed by `close()`, or when nobody holds it any more.
///
/// Node: `fs.promises.FileHandle`
public final class OpenFile: AsyncSequence {
  /// So many bytes a chunk has, unless told otherwise.
  public nonisolated static let chunkSize = 65_536

  /// As it was given to `openFile`.
  public let path: String
  /// What was known of it when it was opened.
  public let status: FileStatus
  /// Nil once it is closed. Work that is under way holds it too.
  private(set) var descriptor: FileDescriptor?

  init(_ path: String, _ descriptor: FileDescriptor, _ status: FileStatus) {
    self.path = path
    self.descriptor = descriptor
    self.status = status
  }

  nonisolated deinit {}

  /// Reads at most `count` bytes from byte `offset` on; none at the end of the file.
  ///
  /// ```swift
  /// let firstBytes = try await openFile("image.png").read(8, at: 0)
  /// ```
  ///
  /// Throws `SystemError`, `EBADF` once it is closed.
  ///
  /// Node: `filehandle.read`
  public func read(_ count: Int, at offset: Int) async throws -> [UInt8] {
    let descriptor = try openDescriptor("read")
    let path = path
    return try await offLoop {
      try FileCalls.readChunk(descriptor.number, path, at: offset, count)
    }
  }

  /// The file's bytes, or those of `range`, in chunks of `size` bytes; the last may be shorter. A file that ends before the
  /// range does ends the sequence.
  ///
  /// ```swift
  /// let file = try await openFile("video.mp4")
  /// for try await chunk in file.chunks(in: 1_000..<2_000, size: 100) { total += chunk.count }
  /// ```
  ///
  /// Node: `fs.createReadStream(path, { start, end, highWaterMark })`, where `end` is included
  public func chunks(in range: Range<Int>? = nil, size: Int = chunkSize) -> FileChunks {
    FileChunks(file: self, range: range ?? 0..<Int.max, size: Swift.max(1, size))
  }

  public func makeAsyncIterator() -> FileChunks { chunks() }

  /// Closes it. What is being read at the moment is still read.
  ///
  /// Node: `filehandle.close`
  public func close() { descriptor = nil }

  func openDescriptor(_ call: String) throws(SystemError) -> FileDescriptor {
    guard let descriptor else { throw SystemError(call, path: path, number: EBADF) }
    return descriptor
  }
}

/// A file's bytes, chunk by chunk, each read when it is asked for.
public struct FileChunks: AsyncSequence, AsyncIteratorProtocol {
  private let file: OpenFile
  private var range: Range<Int>
  private let size: Int

  init(file: OpenFile, range: Range<Int>, size: Int) {
    self.file = file
    self.range = range
    self.size = size
  }

  /// The next bytes; nil at the end. Throws `SystemError`, and `CancellationError`.
  public mutating func next() async throws -> [UInt8]? {
    guard !range.isEmpty else { return nil }
    try Task.checkCancellation()
    let chunk = try await file.read(Swift.min(size, range.count), at: range.lowerBound)
    range = chunk.isEmpty ? 0..<0 : range.lowerBound + chunk.count..<range.upperBound
    return chunk.isEmpty ? nil : chunk
  }

  public func makeAsyncIterator() -> FileChunks { self }
}
