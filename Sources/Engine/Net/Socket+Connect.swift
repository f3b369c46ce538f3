// Opening a connection to somebody else's server.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Socket {
  /// Connects to a server. The name is looked up off the loop; each of its addresses is tried in turn.
  ///
  /// Throws `ResolveError`, `SystemError` (`ECONNREFUSED`: nobody listens there; `ETIMEDOUT`), `CancellationError`.
  ///
  /// Node: `net.connect(port, host)`
  public static func connect(
    host: String, port: Int, timeout: Duration = .seconds(10)
  ) async throws -> Socket {
    var lastError: any Error = ResolveError(host: host, reason: "it has no address")
    for address in try await offLoop({ try SocketAddress.resolve(host, port: port) }) {
      do { return try await connect(to: address, timeout: timeout) } catch { lastError = error }
      try Task.checkCancellation()
    }
    throw lastError
  }

  /// Connects to a Unix socket.
  ///
  /// Throws `SystemError` (`ENOENT`: there is no such file; `ECONNREFUSED`: nobody listens there), `CancellationError`.
  ///
  /// Node: `net.connect(path)`
  public static func connect(path: String) async throws -> Socket {
    guard let address = SocketAddress(path: path) else {
      throw SystemError("connect", path: path, number: ENAMETOOLONG)
    }
    return try await connect(to: address, timeout: .seconds(10))
  }

  private static func connect(to address: SocketAddress, timeout: Duration) async throws -> Socket {
    let descriptor = makeStreamSocket(address.family)
    guard descriptor >= 0 else { throw SystemError("socket") }
    disableDelay(descriptor)
    let status = address.withSystemForm { systemConnect(descriptor, $0, $1) }
    guard status == 0 || errno == EINPROGRESS else {
      let error = SystemError("connect")
      closeDescriptor(descriptor)
      throw error
    }
    do { try await connected(descriptor, timeout: timeout) } catch {
      closeDescriptor(descriptor)
      throw error
    }
    return Socket(descriptor: descriptor)
  }

  /// Waits until the handshake is over: the socket takes bytes then, or has an error to tell.
  private static func connected(_ descriptor: Int32, timeout: Duration) async throws {
    let handshake = Handshake(descriptor)
    let inTime = await withTaskCancellationHandler {
      await handshake.isOver(within: timeout)
    } onCancel: {
      Task { @MainActor in handshake.end(inTime: false) }
    }
    try Task.checkCancellation()
    guard inTime else { throw SystemError("connect", number: ETIMEDOUT) }
    var number: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &number, &length)
    guard number == 0 else { throw SystemError("connect", number: number) }
  }
}

/// A handshake that is waited for. Three things may end it, the first does: the other side, the time, a cancellation.
private final class Handshake {
  private let descriptor: Int32
  private var alarm: Timer?
  private var waiting: CheckedContinuation<Bool, Never>?

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  nonisolated deinit {}

  func isOver(within timeout: Duration) async -> Bool {
    await withCheckedContinuation { continuation in
      waiting = continuation
      alarm = setTimeout(timeout) { self.end(inTime: false) }
      EventLoop.main.watch(descriptor, for: .write) { _ in self.end(inTime: true) }
    }
  }

  /// Stops waiting; from then on the descriptor is not touched here, for its number may be somebody else's by then.
  func end(inTime: Bool) {
    guard let continuation = waiting else { return }
    waiting = nil
    alarm?.cancel()
    EventLoop.main.unwatch(descriptor)
    continuation.resume(returning: inTime)
  }
}

/// `connect(2)`; inside `Socket` the name would mean its own.
private nonisolated func systemConnect(
  _ descriptor: Int32, _ address: UnsafePointer<sockaddr>, _ length: socklen_t
) -> Int32 { connect(descriptor, address, length) }
