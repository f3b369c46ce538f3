// One end of a TCP connection: bytes in, bytes out, without ever making the loop wait.
//
// Reading is *pulled*: nothing is read until somebody asks, so a peer that sends faster than its bytes are used is
// stopped by its own full send buffer. Writing is *pushed* up to a mark: `write` returns at once while at most 64 KiB
// wait for the peer, and suspends above it. Together they are back-pressure: memory stays bounded on both sides.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A TCP connection.
///
/// ```swift
/// let socket = try await Socket.connect(host: "127.0.0.1", port: 7000)
/// try await socket.write(Array("ping\n".utf8))
/// let answer = try await socket.read()
/// socket.close()
/// ```
///
/// Node: `net.Socket`
public final class Socket {
  /// So many bytes may wait for the peer before `write` suspends.
  public static let highWaterMark = 65_536

  let descriptor: Int32
  private let kind: DescriptorKind
  private(set) var isOpen = true
  private var interest: Interest = []
  private var isWatched = true
  private var reader: CheckedContinuation<Readiness, Never>?
  /// Those who wait until what waits for the peer has left. They hear true then, false to look whether they are cancelled.
  private var writers: [CheckedContinuation<Bool, any Error>] = []
  private var outbox = ByteQueue()
  /// Whether something is in the outbox: most answers leave at once, and never see it.
  private var isQueueing = false
  /// A file that goes out behind what waits (see `Socket+SendFile.swift`).
  var transfer: FileTransfer?
  private var isEnding = false
  /// How many bytes the system has taken for the peer in all.
  var handedBytes = 0
  /// Why the connection broke, if it did.
  private(set) var failure: SystemError?
  /// Whether a failed write leaves the socket open, so that what has come can still be read: a server may have answered
  /// before it closed.
  var readsAfterFailedWrite = false

  /// Called instead of the pull when a protocol on the loop reads by itself (see `HTTPConnection`).
  var onReadable: (@MainActor (Readiness) -> Void)?
  /// Called when the peer is gone and nobody reads who would be told by it.
  var onGone: (@MainActor () -> Void)?
  /// Called when everything that waited has been taken by the system, or the connection broke.
  var onDrained: (@MainActor () -> Void)?

  /// - Parameter kind: a pipe is read and written like a socket.
  init(descriptor: Int32, _ kind: DescriptorKind = .socket) {
    self.descriptor = descriptor
    self.kind = kind
    EventLoop.main.watch(descriptor, for: []) { self.ready($0) }
  }

  /// How many bytes wait for the peer.
  var waitingBytes: Int { (isQueueing ? outbox.count : 0) + (transfer?.rest.count ?? 0) }

  // MARK: Reading

  /// The next bytes, at most `limit`; nil when the peer has sent everything.
  ///
  /// Throws `SystemError` when the connection breaks, and `CancellationError`.
  public func read(upTo limit: Int = 65_536) async throws -> [UInt8]? {
    while true {
      try Task.checkCancellation()
      guard isOpen else { throw failure ?? SystemError("read", number: EBADF) }
      switch receiveNow(upTo: limit) {
      case .bytes(let bytes): return bytes
      case .ended: return nil
      case .failed(let error): throw error
      case .wouldBlock: await readable()
      }
    }
  }

  /// What one attempt to read gave.
  enum Received {
    case bytes([UInt8])
    case ended
    case wouldBlock
    case failed(SystemError)
  }

  /// Reads what is there, without waiting.
  func receiveNow(upTo limit: Int) -> Received {
    var result = Transfer.wouldBlock
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      result = receive(from: descriptor, kind, into: UnsafeMutableRawBufferPointer(buffer))
      if case .moved(let moved) = result { count = moved }
    }
    switch result {
    case .moved: return .bytes(bytes)
    case .ended: return .ended
    case .wouldBlock: return .wouldBlock
    case .failed(let error): return .failed(error)
    }
  }

  /// Whether the loop tells of incoming bytes.
  var wantsInput: Bool {
    get { interest.contains(.read) }
    set { change(.read, newValue) }
  }

  private func readable() async {
    precondition(reader == nil, "two tasks read from one socket: their bytes would mix")
    await withTaskCancellationHandler {
      _ = await withCheckedContinuation { continuation in
        reader = continuation
        wantsInput = true
      }
    } onCancel: {
      Task { @MainActor in self.wakeReader([]) }
    }
  }

  private func wakeReader(_ readiness: Readiness) {
    guard let waiting = reader else { return }
    reader = nil
    if isOpen { wantsInput = false }
    waiting.resume(returning: readiness)
  }

  // MARK: Writing

  /// Sends bytes. Returns at once while little waits; suspends while more than 64 KiB wait for the peer.
  ///
  /// Throws `SystemError` when the peer is gone, and `CancellationError` while it waits; the bytes are sent all the same.
  public func write(_ bytes: [UInt8]) async throws {
    try sendSoon(bytes)
    try await belowHighWaterMark()
  }

  /// Hands the system what it takes now, and queues the rest.
  func sendSoon(_ bytes: [UInt8]) throws(SystemError) {
    guard isOpen, !isEnding else { throw failure ?? SystemError("write", number: EPIPE) }
    precondition(transfer == nil, "a file is on its way: await it, else the bytes would mix")
    guard !bytes.isEmpty else { return }
    if isQueueing { queue(bytes) } else { sendFirst(bytes) }
    if let failure { throw failure }
  }

  /// Nothing waits: the bytes need no queue, unless the system does not take them all.
  private func sendFirst(_ bytes: [UInt8]) {
    switch bytes.withUnsafeBytes({ send($0, to: descriptor, kind) }) {
    case .moved(let count):
      handedBytes += count
      if count < bytes.count { queue(bytes, from: count) }
    case .wouldBlock, .ended: queue(bytes)
    case .failed(let error): fail(error)
    }
  }

  private func queue(_ bytes: [UInt8], from start: Int = 0) {
    outbox.append(bytes)
    outbox.removeFirst(start)
    isQueueing = true
    change(.write, true)
  }

  /// Suspends while more waits for the peer than should.
  func belowHighWaterMark() async throws {
    while isQueueing, outbox.count > Self.highWaterMark {
      if try await everythingHasLeft() { return }
      try Task.checkCancellation()
    }
    guard isOpen else { throw failure ?? SystemError("write", number: EPIPE) }
  }

  /// Suspends until all that waited has left, or somebody who waits for that is cancelled.
  private func everythingHasLeft() async throws -> Bool {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { writers.append($0) }
    } onCancel: {
      Task { @MainActor in self.wakeWriters(.success(false)) }
    }
  }

  private func wakeWriters(_ outcome: Result<Bool, any Error>) {
    let waiting = writers
    writers = []
    for writer in waiting { writer.resume(with: outcome) }
  }

  /// Hands the system what it takes now; the poller tells when it takes more.
  func flush() {
    while isQueueing {
      switch outbox.withFirstBytes({ send($0, to: descriptor, kind) }) {
      case .moved(let count):
        outbox.removeFirst(count)
        isQueueing = !outbox.isEmpty
        handedBytes += count
      case .wouldBlock: return change(.write, true)
      case .ended: return
      case .failed(let error): return fail(error)
      }
    }
    if let transfer, !sendPiece(of: transfer) { return }
    guard interest.contains(.write) else { return }  // It left at once: nobody waited.
    change(.write, false)
    drained()
  }

  private func drained() {
    wakeWriters(.success(true))
    if isEnding { shutDownWriting() }
    onDrained?()
  }

  // MARK: The end

  /// Says that nothing more will be sent, once everything has been. The peer may still send.
  ///
  /// Node: `socket.end()`
  public func end() {
    guard isOpen, !isEnding else { return }
    isEnding = true
    if waitingBytes == 0 { shutDownWriting() }
  }

  /// Closes at once, in both directions; what still waited is lost.
  ///
  /// Node: `socket.destroy()`
  public func close() {
    guard isOpen else { return }
    isOpen = false
    EventLoop.main.unwatch(descriptor)
    closeDescriptor(descriptor)
    onReadable = nil
    onGone = nil
    onDrained = nil
    wakeReader(.gone)
    forgetOutgoing()
  }

  /// What waits to be sent never will be.
  private func forgetOutgoing() {
    outbox = ByteQueue()
    isQueueing = false
    transfer?.end(failure ?? SystemError("write", number: EPIPE))
    transfer = nil
    if isOpen { change(.write, false) }
    wakeWriters(.failure(failure ?? SystemError("write", number: EPIPE)))
  }

  private func shutDownWriting() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

  func fail(_ error: SystemError) {
    failure = failure ?? error
    guard !readsAfterFailedWrite else { return forgetOutgoing() }
    let (tell, onGone) = (onReadable, onGone)
    close()
    tell?(.gone)
    onGone?()
  }

  // MARK: The loop's side

  private func ready(_ readiness: Readiness) {
    if readiness.contains(.write) { flush() }
    guard isOpen else { return }
    if readiness.contains(.read) || readiness.contains(.gone) {
      if let onReadable { return onReadable(readiness) }
      if reader != nil { return wakeReader(readiness) }
    }
    if readiness.contains(.gone) { stopWatching() }
  }

  /// The peer is gone and nobody reads just now: the poller would say so for ever. What has come can still be read.
  private func stopWatching() {
    if waitingBytes > 0 { flush() }
    guard isOpen else { return }
    EventLoop.main.unwatch(descriptor)
    isWatched = false
    onGone?()
  }

  func change(_ flag: Interest, _ wanted: Bool) {
    let changed = wanted ? interest.union(flag) : interest.subtracting(flag)
    guard changed != interest, isWatched else { return }
    interest = changed
    EventLoop.main.watch(descriptor, only: changed)
  }
}
