// The reading end of a pipe: what a child process prints, as it comes.

/// Reads what comes through a pipe, chunk by chunk.
///
/// ```swift
/// if let output = child.output {
///   for try await chunk in output { … }
/// }
/// ```
///
/// Node: `child.stdout`
public final class PipeReader: AsyncSequence {
  public typealias Element = [UInt8]

  private let socket: Socket

  init(_ descriptor: Int32) {
    makeNonBlocking(descriptor)
    socket = Socket(descriptor: descriptor, .pipe)
  }

  /// Whoever forgets it has stopped reading. The socket lives on the loop and is closed there.
  nonisolated deinit {
    let socket = socket
    Task { @MainActor in socket.close() }
  }

  /// A new pipe: its reading end here, and the descriptor of its writing end, to be handed to a child.
  ///
  /// Throws `SystemError`.
  public static func pair() throws(SystemError) -> (reader: PipeReader, writeEnd: Int32) {
    let (readEnd, writeEnd) = try makePipe()
    return (PipeReader(readEnd), writeEnd)
  }

  /// Closes a writing end here. The pipe ends when the child has closed it too.
  public static func close(_ writeEnd: Int32) { closeDescriptor(writeEnd) }

  /// The next bytes; nil when the other end is closed.
  public func next() async throws -> [UInt8]? {
    guard socket.isOpen else { return nil }
    if let bytes = try await socket.read() { return bytes }
    socket.close()  // Nothing more can come.
    return nil
  }

  /// Everything until the other end is closed, but no more than `limit` bytes: what comes after is read and dropped.
  public func readAll(upTo limit: Int) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    for try await chunk in self where bytes.count < limit {
      bytes += chunk.prefix(limit - bytes.count)
    }
    return bytes
  }

  /// Stops reading. The writer's next write fails.
  public func close() { socket.close() }

  public struct AsyncIterator: AsyncIteratorProtocol {
    let reader: PipeReader
    public func next() async throws -> [UInt8]? { try await reader.next() }
  }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(reader: self) }
}
