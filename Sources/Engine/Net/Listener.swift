// A listening socket: the door. It only takes connections; what is said over them is somebody else's matter.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Takes connections on one address: TCP, or a Unix socket.
///
/// ```swift
/// let listener = try Listener(host: "127.0.0.1", port: 7000)
/// listener.onConnection { socket in … }
///
/// let local = try Listener(path: "/tmp/notes.sock")
/// ```
///
/// Node: `net.Server`
public final class Listener {
  /// Where it listens; for port 0 this names the port that the system chose.
  public let address: SocketAddress
  /// The descriptor, to hand it to a child process.
  public let descriptor: Int32
  private var isOpen = true
  private var onConnection: (@MainActor (Socket) -> Void)?
  private var lastComplaint: Instant?
  /// The file of a Unix socket that this listener made.
  private var ownedPath: String?
  /// Whether connections shall wait in the system's queue for now.
  var isPaused = false {
    didSet { if isOpen { EventLoop.main.watch(descriptor, only: isPaused ? [] : .read) } }
  }

  /// Binds `host` and `port` (0: any free one) and begins to listen.
  ///
  /// Throws `ListenError`, which says what to do about it.
  public init(host: String = "127.0.0.1", port: Int) throws(ListenError) {
    guard (0...65_535).contains(port) else {
      throw ListenError(host: host, port: port, reason: .noSuchPort)
    }
    let address = try Self.resolve(host, port)
    do throws(SystemError) { descriptor = try Self.bind(address) } catch {
      throw ListenError(host: host, port: port, reason: .system(error))
    }
    self.address = SocketAddress.local(of: descriptor) ?? address
  }

  /// Makes a Unix socket at `path` and begins to listen there. The file is removed when it is closed; one that a program
  /// has left behind, and on which nobody listens, is replaced.
  ///
  /// Throws `ListenError`, which says what to do about it.
  public init(path: String) throws(ListenError) {
    guard let address = SocketAddress(path: path) else {
      throw ListenError(host: path, port: 0, isPath: true, reason: .noSuchPath)
    }
    if Self.isSocket(path), Self.isLeftBehind(address) { unlink(path) }
    do throws(SystemError) { descriptor = try Self.bind(address) } catch {
      throw ListenError(host: path, port: 0, isPath: true, reason: .system(error))
    }
    self.address = address
    ownedPath = path
  }

  /// Any other file is somebody's, and stays.
  private static func isSocket(_ path: String) -> Bool {
    var found = stat()
    return lstat(path, &found) == 0 && found.st_mode & S_IFMT == S_IFSOCK
  }

  /// Whether nobody listens on the socket there.
  private static func isLeftBehind(_ address: SocketAddress) -> Bool {
    let descriptor = makeStreamSocket(address.family)
    defer { closeDescriptor(descriptor) }
    return address.withSystemForm { connect(descriptor, $0, $1) } == -1 && errno == ECONNREFUSED
  }

  /// Goes on with a socket that listens already, handed over by whoever started this process.
  init?(handedOver descriptor: Int32) {
    guard let address = SocketAddress.local(of: descriptor) else { return nil }
    makeNonBlocking(descriptor)
    self.descriptor = descriptor
    self.address = address
  }

  /// Begins to take connections. Those that came before wait in the system's queue.
  public func onConnection(_ body: @escaping @MainActor (Socket) -> Void) {
    onConnection = body
    EventLoop.main.watch(descriptor, for: .read) { _ in self.acceptWaiting() }
  }

  /// Stops listening. Connections that were taken go on.
  public func close() {
    guard isOpen else { return }
    isOpen = false
    if onConnection != nil { EventLoop.main.unwatch(descriptor) }
    onConnection = nil
    closeDescriptor(descriptor)
    if let ownedPath { unlink(ownedPath) }
  }

  /// How many connections are taken in one turn: those who are connected already want theirs too. In a cluster one, so that
  /// the others get their share of a crowd.
  private let batch = Cluster.worker == nil ? 64 : 1

  private func acceptWaiting() {
    for _ in 0..<batch where isOpen && !isPaused {
      let connection = acceptConnection(descriptor)
      if connection >= 0 {
        disableDelay(connection)
        onConnection?(Socket(descriptor: connection))
      } else if errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM {
        return pause()
      } else if errno != EINTR && errno != ECONNABORTED {
        return  // EAGAIN: nobody waits any more.
      }
    }
  }

  /// Out of descriptors: the queue stays readable, so looking at it again at once would spin.
  private func pause() {
    if lastComplaint.map({ .now - $0 > .seconds(60) }) ?? true {
      lastComplaint = .now
      report(
        "cannot take more connections: too many open files; the others wait until some are closed (ulimit -n says how many there may be)"
      )
    }
    EventLoop.main.watch(descriptor, only: [])
    setTimeout(.milliseconds(100)) { [weak self] in
      guard let self, isOpen, !isPaused else { return }
      EventLoop.main.watch(descriptor, only: .read)
    }
  }

  private static func resolve(_ host: String, _ port: Int) throws(ListenError) -> SocketAddress {
    do {
      guard let first = try SocketAddress.resolve(host, port: port).first else {
        throw ResolveError(host: host, reason: "it has no address")
      }
      return first
    } catch { throw ListenError(host: host, port: port, reason: .unknownHost) }
  }

  private static func bind(_ address: SocketAddress) throws(SystemError) -> Int32 {
    let descriptor = makeStreamSocket(address.family)
    guard descriptor >= 0 else { throw SystemError("socket") }
    var on: Int32 = 1  // A port whose last owner has just gone may be taken at once.
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
    let bound = address.withSystemForm { systemBind(descriptor, $0, $1) }
    guard bound == 0, listen(descriptor, 4096) == 0 else {
      let error = SystemError("bind")
      closeDescriptor(descriptor)
      throw error
    }
    return descriptor
  }
}

/// `bind(2)`; inside a type that has a `bind` of its own the name would mean that one.
private nonisolated func systemBind(
  _ descriptor: Int32, _ address: UnsafePointer<sockaddr>, _ length: socklen_t
) -> Int32 { bind(descriptor, address, length) }
