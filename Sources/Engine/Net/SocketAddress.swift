// Where a socket is: an address and a port, as the system's calls want them and as people write them.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An IPv4 or IPv6 address with a port, or the path of a Unix socket.
public nonisolated struct SocketAddress: Sendable, CustomStringConvertible {
  /// The address in numbers: `127.0.0.1` or `::1`; for a Unix socket its path, empty where it has none.
  public let host: String
  /// The port, 0 to 65535; 0 for a Unix socket.
  public let port: Int

  let family: Int32
  private let storage: sockaddr_storage
  private let length: socklen_t

  /// `127.0.0.1:3000`, `[::1]:3000`, `/tmp/app.sock`
  public var description: String {
    switch family {
    case AF_UNIX: host
    case AF_INET6: "[\(host)]:\(port)"
    default: "\(host):\(port)"
    }
  }

  init(host: String, port: Int, family: Int32, storage: sockaddr_storage, length: socklen_t) {
    self.host = host
    self.port = port
    self.family = family
    self.storage = storage
    self.length = length
  }

  /// Looks a host up. It may ask the network, so it is not for the loop's thread unless `host` is a number.
  static func resolve(_ host: String, port: Int) throws(ResolveError) -> [SocketAddress] {
    var hints = addrinfo()
    hints.ai_socktype = streamSocket
    var list: UnsafeMutablePointer<addrinfo>?
    let status = getaddrinfo(host, String(port), &hints, &list)
    guard status == 0 else {
      throw ResolveError(host: host, reason: String(cString: gai_strerror(status)))
    }
    defer { freeaddrinfo(list) }
    return sequence(first: list) { $0?.pointee.ai_next }
      .prefix { $0 != nil }
      .compactMap { entry in
        entry.flatMap { SocketAddress($0.pointee.ai_addr, $0.pointee.ai_addrlen) }
      }
  }

  /// The address of this end of a socket.
  static func local(of descriptor: Int32) -> SocketAddress? { read(descriptor, with: getsockname) }

  /// The address of the other end of a socket.
  static func remote(of descriptor: Int32) -> SocketAddress? { read(descriptor, with: getpeername) }

  /// Calls `body` with the form that `bind` and `connect` take.
  func withSystemForm<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
    withUnsafePointer(to: storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
    }
  }

  private init?(_ address: UnsafePointer<sockaddr>?, _ length: socklen_t) {
    guard let address else { return nil }
    if Int32(address.pointee.sa_family) == AF_UNIX {
      self.init(unix: address, length)
      return
    }
    var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    var service = [CChar](repeating: 0, count: Int(NI_MAXSERV))
    let status = getnameinfo(
      address, length, &host, socklen_t(host.count), &service, socklen_t(service.count),
      NI_NUMERICHOST | NI_NUMERICSERV)
    guard status == 0, let port = Int(String(nullTerminated: service)) else { return nil }
    var storage = sockaddr_storage()
    withUnsafeMutableBytes(of: &storage) {
      $0.copyMemory(from: UnsafeRawBufferPointer(start: address, count: Int(length)))
    }
    self.init(
      host: String(nullTerminated: host), port: port, family: Int32(address.pointee.sa_family),
      storage: storage, length: length)
  }

  private static func read(
    _ descriptor: Int32,
    with call: (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
  ) -> SocketAddress? {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutablePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        call(descriptor, address, &length) == 0 ? SocketAddress(address, length) : nil
      }
    }
  }
}

/// A host name that leads nowhere.
public nonisolated struct ResolveError: Error, CustomStringConvertible {
  public let host: String
  public let reason: String
  public var description: String { "cannot look up \"\(host)\": \(reason)" }
}

extension String {
  fileprivate nonisolated init(nullTerminated characters: [CChar]) {
    self.init(decoding: characters.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}

extension Socket {
  /// The other end's address, nil once it is gone.
  public var remoteAddress: SocketAddress? { isOpen ? SocketAddress.remote(of: descriptor) : nil }
}
