// The writing end of a pipe: what a child process is given to read.
//
// A pipe holds little (64 KiB on Linux). What the child has not read yet waits here, and above a mark `write` suspends:
// whoever writes goes as fast as the child reads, and no faster.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes into a pipe, as fast as the other end reads.
///
/// ```swift
/// try await child.input?.write(Array("Rahul\n".utf8))
/// child.input?.close()
/// ```
///
/// Node: `child.stdin`
public final class PipeWriter {
  private let socket: Socket
  private var isClosing = false

  init(_ descriptor: Int32) {
    makeNonBlocking(descriptor)
    socket = Socket(descriptor: descriptor, .pipe)
  }

  /// Whoever forgets it has written all. The socket lives on the loop and is closed there.
  nonisolated deinit {
    let socket = socket
    Task { @MainActor in Self.close(socket) }
  }

  /// Writes bytes. Returns at once while little waits; suspends while more than 64 KiB wait for the reader.
  ///
  /// Throws `SystemError` (`EPIPE`) when nobody reads any more, or after `close`.
  public func write(_ bytes: [UInt8]) async throws {
    guard !isClosing else { throw SystemError("write", number: EPIPE) }
    try await socket.write(bytes)
  }

  /// Ends the pipe: the reader comes to its end once it has read everything that was written.
  ///
  /// Node: `child.stdin.end()`
  public func close() {
    isClosing = true
    Self.close(socket)
  }

  private static func close(_ socket: Socket) {
    if socket.waitingBytes == 0 { return socket.close() }
    socket.onDrained = { [socket] in socket.close() }
  }

  /// Ends the pipe at once; what still waited is lost.
  func discard() { socket.close() }
}
