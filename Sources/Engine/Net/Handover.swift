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

/// What a supervisor handed to this process. It is taken out of the environment when it is first asked for: what this process
/// starts itself has been handed nothing.
enum Handover {
  private static var taken: Int32 = 0
  /// More cannot be meant: few systems give a process more descriptors unless it asks.
  private static let most: Int32 = 1_000

  private static let count: Int32 = {
    defer {
      unsetenv("LISTEN_FDS")
      unsetenv("LISTEN_PID")
    }
    if let owner = environment["LISTEN_PID"], owner != String(getpid()) { return 0 }
    let count = environment["LISTEN_FDS"].flatMap { Int32($0) } ?? 0
    guard (1...most).contains(count) else { return 0 }
    // Also those that nobody takes.
    for descriptor in 3..<(3 + count) { keepFromChildren(descriptor) }
    return count
  }()

  private static var notification: Int32? = {
    defer { unsetenv("NOTIFY_FD") }
    let descriptor = environment["NOTIFY_FD"].flatMap { Int32($0) }
    descriptor.map { keepFromChildren($0) }
    return descriptor
  }()

  /// To be called before anything is started that must not be taken for who was handed this.
  static func claim() { _ = (count, notification) }

  /// The next listening socket that was handed over; nil if there is none (any more).
  static func nextListener() -> Listener? {
    claim()
    guard taken < count else { return nil }
    defer { taken += 1 }
    return Listener(handedOver: 3 + taken)
  }

  /// Tells the supervisor, once, that requests can come.
  static func tellReady() {
    guard let descriptor = notification else { return }
    notification = nil
    _ = write(descriptor, "\n", 1)
    closeDescriptor(descriptor)
  }
}
