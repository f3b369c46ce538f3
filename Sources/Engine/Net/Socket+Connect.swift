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
    let inTime = await withCheckedContinuation { (continuation: CheckedContinuation<Bool, Never>) in
      let alarm = setTimeout(timeout) {
        EventLoop.main.unwatch(descriptor)
        continuation.resume(returning: false)
      }
      EventLoop.main.watch(descriptor, for: .write) { _ in
        alarm.cancel()
        EventLoop.main.unwatch(descriptor)
        continuation.resume(returning: true)
      }
    }
    guard inTime else { throw SystemError("connect", number: ETIMEDOUT) }
    var number: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &number, &length)
    guard number == 0 else { throw SystemError("connect", number: number) }
    try Task.checkCancellation()
  }
}

/// `connect(2)`; inside `Socket` the name would mean its own.
private nonisolated func systemConnect(
  _ descriptor: Int32, _ address: UnsafePointer<sockaddr>, _ length: socklen_t
) -> Int32 { connect(descriptor, address, length) }
