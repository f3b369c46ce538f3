// Sockets handed over by whoever started this process, so that a port has an owner before the server runs.
//
// A supervisor binds the port, starts the server with LISTEN_FDS=1, and the server finds the listening socket as its
// descriptor 3. Connections that come too early wait in the socket's queue: none is refused, and no port is guessed.
// Ready, the server writes a line to the descriptor that NOTIFY_FD names.
//
// Source: sd_listen_fds(3) of systemd; the readiness line is that of s6.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a supervisor handed to this process.
enum Handover {
  private static var taken: Int32 = 0

  /// The next listening socket that was handed over; nil if there is none (any more).
  static func nextListener() -> TCPListener? {
    guard let count = environment["LISTEN_FDS"].flatMap({ Int32($0) }), taken < count else {
      return nil
    }
    if let owner = environment["LISTEN_PID"], owner != String(getpid()) { return nil }
    defer { taken += 1 }
    return TCPListener(handedOver: 3 + taken)
  }

  /// Tells the supervisor, once, that requests can come.
  static func tellReady() {
    guard let descriptor = environment["NOTIFY_FD"].flatMap({ Int32($0) }) else { return }
    unsetenv("NOTIFY_FD")
    _ = write(descriptor, "\n", 1)
    closeDescriptor(descriptor)
  }
}
