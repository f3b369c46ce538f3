// Why a server could not begin to listen, in words that say what to do.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A port, a host or a path on which one cannot listen.
public nonisolated struct ListenError: Error, CustomStringConvertible {
  nonisolated enum Reason {
    case noSuchPort
    case unknownHost
    case noSuchPath
    case system(SystemError)
  }

  /// The host, or the path of a Unix socket.
  public let host: String
  /// The port, 0 for a Unix socket.
  public let port: Int
  var isPath = false
  let reason: Reason

  public var description: String {
    switch reason {
    case .noSuchPort:
      "port \(port) does not exist: a port is a whole number from 0 to 65535 (0: any free one)"
    case .unknownHost:
      "cannot listen on \"\(host)\": no such host; 127.0.0.1 is this machine"
    case .noSuchPath:
      "cannot listen on \"\(host)\": the path of a socket has 1 to \(SocketAddress.longestPath) bytes"
    case .system(let error) where isPath && error.number == EADDRINUSE:
      "\(host) is in use: stop the program that listens there, or choose another path"
    case .system(let error) where isPath: "cannot listen on \(host): \(error)"
    case .system(let error) where error.number == EADDRINUSE:
      "port \(port) is in use: stop the program that listens there, or choose another port (PORT=\(port < 65_535 ? port + 1 : 3000))"
    case .system(let error) where error.number == EACCES:
      "port \(port) is not allowed: ports below 1024 belong to the administrator; choose a higher one (PORT=3000)"
    case .system(let error) where error.number == EADDRNOTAVAIL:
      "cannot listen on \"\(host)\": it is not an address of this machine; 127.0.0.1 is"
    case .system(let error):
      "cannot listen on \(host) port \(port): \(error)"
    }
  }
}
