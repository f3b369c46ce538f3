// Cutting a connection, so that the peer notices.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Socket {
  /// Closes at once and tells the peer that the connection is broken, instead of ended.
  ///
  /// Node: `socket.resetAndDestroy()`
  public func reset() {
    guard isOpen else { return }
    var now = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    close()
  }
}
