// How much a client may ask of the server, and how slowly.

/// The bounds within which a server serves. Each has a default that suits a service behind a proxy.
///
/// ```swift
/// var limits = Limits()
/// limits.keepAliveTimeout = .seconds(60)
/// let server = HTTPServer(limits: limits) { request, response in … }
/// ```
///
/// Node: `server.headersTimeout`, `server.requestTimeout`, `server.keepAliveTimeout`, `maxHeaderSize`,
/// `server.maxRequestsPerSocket`, `server.maxConnections`
public nonisolated struct Limits: Sendable {
  /// Bytes in a request's first line and fields: 16 KiB. More is refused: 414 while in the first line, else 431.
  public var headBytes = 16_384
  /// Fields in a request: 2,000. More is refused with 431.
  public var fieldCount = 2_000
  /// From the first byte of a request until its head is whole: 60 s, then 408.
  public var headTimeout: Duration = .seconds(60)
  /// From the first byte of a request until its body is whole: 300 s, then 408.
  public var requestTimeout: Duration = .seconds(300)
  /// How long a connection may stand idle between two requests: 5 s.
  public var keepAliveTimeout: Duration = .seconds(5)
  /// How long a client may take nothing of an answer that waits for it: 60 s, then the connection is cut and its handler
  /// cancelled. As long as it takes something, it may be as slow as it likes.
  public var sendTimeout: Duration = .seconds(60)
  /// How long a handler may send nothing to a client that has closed its own side of the connection, and so may be gone:
  /// 30 s, then the connection is cut and the handler cancelled.
  public var halfClosedTimeout: Duration = .seconds(30)
  /// How much of a body that no handler wanted is read and thrown away, so that the connection can go on: 1 MiB.
  public var unreadBodyBytes = 1 << 20

  /// What all chunks of a body may say besides their lengths: 16 KiB, then 413.
  public var chunkExtensionBytes = 16_384
  /// How many requests a connection may bring; the answer to the last one closes it. Any number, unless set.
  public var requestsPerConnection: Int?
  /// How many connections may be open at once; others wait in the system's queue until one ends. As many as there are
  /// descriptors, unless set.
  public var connections: Int?

  public init() {}
}
