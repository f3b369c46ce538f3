// A file on its way to a peer, without coming through this process's memory.
//
//     read and write:    disk ─▶ system ─▶ an array here ─▶ system ─▶ network         two copies, two calls for each piece
//     sendfile:          disk ─▶ system ───────────────────────────▶ network         the bytes stay where they are
//
// The socket does not block, so a call moves what the peer has room for; the poller tells when there is room again. Each
// turn of the loop sends one piece, so that a fast reader of a large file does not keep the others waiting.
//
// The disk may block: `sendfile` waits for bytes that are not in the system's memory yet, and the loop with it. The
// system reads ahead, so that is seldom and short; a piece bounds it. nginx has the same by default (`sendfile_max_chunk`),
// and with `aio threads` lets another thread do the waiting. Node reads through its threads and copies.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Socket {
  /// So many bytes of a file are sent in one turn of the loop.
  nonisolated static let filePieceBytes = 524_288

  /// Sends a part of a file behind what waits for the peer; suspends until the system has taken all of it.
  ///
  /// ```swift
  /// let socket = try await Socket.connect(host: "127.0.0.1", port: 7000)
  /// let file = try await openFile("video.mp4")
  /// try await socket.sendFile(file, range: 0..<file.status.size)
  /// ```
  ///
  /// Nothing else may be written meanwhile. Throws `FileEndedEarly` where the file has become shorter and `SystemError`
  /// with the file's path where it cannot be read (a part has been sent by then); `SystemError` without a path when the
  /// peer is gone; `CancellationError`.
  ///
  /// Node: `pipeline(fs.createReadStream(path), socket)`
  public func sendFile(_ file: OpenFile, range: Range<Int>) async throws {
    try Task.checkCancellation()
    guard isOpen else { throw failure ?? SystemError("write", number: EPIPE) }
    precondition(transfer == nil, "two files to one socket at once: their bytes would mix")
    guard !range.isEmpty else { return }
    let transfer = FileTransfer(try file.openDescriptor("sendfile"), file.path, range)
    self.transfer = transfer
    flush()
    try await withTaskCancellationHandler {
      try await transfer.ended()
    } onCancel: {
      Task { @MainActor in self.giveUp(transfer, CancellationError()) }
    }
  }

  /// Sends the next piece; true when that was the last.
  func sendPiece(of transfer: FileTransfer) -> Bool {
    let count = min(transfer.rest.count, Self.filePieceBytes)
    switch sendFilePiece(
      transfer.file.number, from: transfer.rest.lowerBound, count, to: descriptor)
    {
    case .moved(let moved):
      handedBytes += moved
      transfer.rest = transfer.rest.dropFirst(moved)
      if transfer.rest.isEmpty {
        giveUp(transfer, nil)
        return true
      }
      change(.write, true)  // Goes on when there is room, in the next turn at the earliest.
    case .wouldBlock: change(.write, true)
    case .ended:
      giveUp(transfer, FileEndedEarly(path: transfer.path, end: transfer.rest.upperBound))
    case .failed(let error) where error.isOfTheConnection: fail(error)
    case .failed(let error):
      giveUp(transfer, SystemError("sendfile", path: transfer.path, number: error.number))
    }
    return false
  }

  /// Whoever waits for the transfer hears how it ended.
  private func giveUp(_ transfer: FileTransfer, _ error: (any Error)?) {
    guard self.transfer === transfer else { return }
    self.transfer = nil
    if error != nil { flush() }  // Nothing is sent any more; whoever waits for that goes on.
    transfer.end(error)
  }
}

/// A part of a file that has still to be sent.
final class FileTransfer {
  /// Held here: nobody closes it meanwhile.
  let file: FileDescriptor
  let path: String
  var rest: Range<Int>
  private var outcome: Result<Void, any Error>?
  private var waiter: CheckedContinuation<Void, any Error>?

  init(_ file: FileDescriptor, _ path: String, _ rest: Range<Int>) {
    self.file = file
    self.path = path
    self.rest = rest
  }

  nonisolated deinit {}

  /// Suspends until all is sent, or will not be.
  func ended() async throws {
    if let outcome { return try outcome.get() }
    try await withCheckedThrowingContinuation { waiter = $0 }
  }

  func end(_ error: (any Error)?) {
    let outcome: Result<Void, any Error> = error.map { .failure($0) } ?? .success(())
    self.outcome = outcome
    waiter?.resume(with: outcome)
    waiter = nil
  }
}

/// A file that has fewer bytes than were to be sent of it: somebody made it shorter meanwhile.
public nonisolated struct FileEndedEarly: Error, Equatable, CustomStringConvertible {
  public let path: String
  /// Up to this byte it was to be sent.
  public let end: Int

  public var description: String {
    "\"\(path)\" ends before byte \(end), up to which it was to be sent"
  }
}

extension SystemError {
  /// `sendfile` reads and writes; this tells whether the writing failed.
  fileprivate nonisolated var isOfTheConnection: Bool {
    [EPIPE, ECONNRESET, ECONNABORTED, ENOTCONN, ETIMEDOUT, EHOSTUNREACH, ENETUNREACH].contains(
      number)
  }
}
