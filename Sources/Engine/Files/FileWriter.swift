// A file that is written piece by piece.
//
// Writing is *pushed* up to a mark, as with a socket: `write` returns at once while at most 64 KiB wait for the disk, and
// suspends above it. What waits is written together, so many small lines are few calls.
//
//     write ─▶ [ waiting ] ─▶ a thread off the loop ─▶ the disk
//
// A writer that replaces shows nothing before `finish()`: then the file is there whole, as after `writeFile`. One that
// is let go of before leaves nothing behind.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Opens a file for writing piece by piece: to replace what it holds, or to append to it.
///
/// ```swift
/// let file = try await openWriter("upload.bin")
/// for try await chunk in request.body { try await file.write(chunk) }
/// try await file.finish()
/// ```
///
/// Throws `SystemError`: `ENOENT` where its folder does not exist, `EISDIR`, `EACCES`.
///
/// Node: `fs.createWriteStream`
public func openWriter(
  _ path: String, _ mode: FileWriter.Mode = .replacing
) async throws -> FileWriter {
  FileWriter(path, try await offLoop { try FileWriter.Sink(path, mode) })
}

/// A file that was opened for writing.
///
/// Node: `fs.WriteStream`
public final class FileWriter {
  /// What becomes of the bytes that the file has.
  public enum Mode: Sendable {
    /// They stay until `finish()`; then the new ones take their place.
    case replacing
    /// They stay; the new ones come after them, and can be read as they are written.
    case appending
  }

  /// So many bytes may wait for the disk before `write` suspends.
  public static let highWaterMark = 65_536

  /// As it was given to `openWriter`.
  public let path: String
  /// Nil once it is over.
  private var sink: Sink?
  private var waiting: [UInt8] = []
  private var isWriting = false
  private var sleepers: [CheckedContinuation<Void, Never>] = []
  private var failure: (any Error)?

  init(_ path: String, _ sink: Sink) {
    self.path = path
    self.sink = sink
  }

  nonisolated deinit {}

  /// Writes bytes. Returns at once while little waits; suspends while more than 64 KiB wait for the disk.
  ///
  /// Throws `SystemError`: that of an earlier piece too, as `ENOSPC` where the disk is full; `EBADF` once it is over.
  ///
  /// Node: `stream.write`
  public func write(_ bytes: [UInt8]) async throws {
    try checkIsOpen()
    waiting += bytes
    if !isWriting { startWriting() }
    while waiting.count > Self.highWaterMark, failure == nil { await nextStep() }
    if let failure { throw failure }
  }

  /// Writes text, as UTF-8.
  public func write(_ text: String) async throws { try await write(Array(text.utf8)) }

  /// Waits until everything is on the disk; a file that is replaced has its new content then. The writer is over.
  ///
  /// Throws `SystemError`: then a file that was to be replaced is as it was.
  ///
  /// Node: `stream.end`, then the event `finish`
  public func finish() async throws {
    try checkIsOpen()
    while isWriting { await nextStep() }
    try checkIsOpen()
    guard let sink else { return }
    self.sink = nil
    try await offLoop { try sink.commit() }
  }

  /// Gives up: what waits is not written, and a file that was to be replaced stays as it was.
  ///
  /// Node: `stream.destroy`
  public func close() {
    guard sink != nil else { return }
    failure = failure ?? SystemError("write", path: path, number: EBADF)
    sink = nil
    waiting = []
    wakeSleepers()
  }

  private func checkIsOpen() throws {
    if let failure { throw failure }
    if sink == nil { throw SystemError("write", path: path, number: EBADF) }
  }

  /// Writes what waits until nothing does. The task holds the writer: what was written is not lost with it.
  private func startWriting() {
    isWriting = true
    Task {
      while let sink, !waiting.isEmpty, failure == nil {
        let bytes = waiting
        waiting = []
        do { try await offLoop { try sink.write(bytes) } } catch { failure = error }
        wakeSleepers()
      }
      isWriting = false
      wakeSleepers()
    }
  }

  private func nextStep() async { await withCheckedContinuation { sleepers.append($0) } }

  private func wakeSleepers() {
    let woken = sleepers
    sleepers = []
    for sleeper in woken { sleeper.resume() }
  }
}

extension FileWriter {
  /// Where the bytes go. Whoever holds it last closes the file.
  nonisolated final class Sink: Sendable {
    private let path: String
    private let file: FileDescriptor
    private let replacement: FileReplacement?

    init(_ path: String, _ mode: Mode) throws(SystemError) {
      self.path = path
      switch mode {
      case .replacing:
        let replacement = try FileReplacement(of: path)
        self.replacement = replacement
        file = replacement.file
      case .appending:
        replacement = nil
        file = try FileCalls.openFile(path, O_WRONLY | O_CREAT | O_APPEND)
      }
    }

    /// After a commit nothing has the temporary name, so taking it away again does nothing.
    deinit { replacement?.discard() }

    func write(_ bytes: [UInt8]) throws(SystemError) {
      try FileCalls.writeAll(bytes, to: file.number, path)
    }

    func commit() throws(SystemError) {
      if let replacement { return try replacement.commit() }
      // A pipe or a terminal has no disk to wait for, and says EINVAL.
      guard flushToDisk(file.number) == 0 || errno == EINVAL else {
        throw SystemError("fsync", path: path)
      }
    }
  }
}
