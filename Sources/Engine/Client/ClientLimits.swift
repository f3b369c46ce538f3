// How much a client takes on at a time, and for how long it waits.

/// The bounds within which a client asks.
///
/// ```swift
/// var limits = ClientLimits()
/// limits.whole = .seconds(5)
/// let client = HTTPClient(limits: limits)
/// ```
///
/// Node: `http.Agent` (`maxSockets`, `maxTotalSockets`, `timeout`), `AbortSignal.timeout`
public nonisolated struct ClientLimits: Sendable {
  /// Connections to one origin: 16. Further requests wait, in the order in which they came.
  public var connectionsPerOrigin = 16
  /// Connections in all: 256. An idle one makes room for another origin.
  public var connections = 256
  /// How long a connection is kept that nobody uses: 30 s, or a second less than the server's `Keep-Alive` announces.
  public var idle: Duration = .seconds(30)
  /// For the connection, the name's lookup included: 10 s.
  public var connect: Duration = .seconds(10)
  /// How long the server may neither take bytes of the request nor begin its answer: 60 s. Interim answers (102
  /// Processing) begin the time anew.
  public var firstByte: Duration = .seconds(60)
  /// How long a request that says `Expect: 100-continue` waits for the server's word before it sends its body all the
  /// same, for servers that do not know the field: 1 s.
  public var goAhead: Duration = .seconds(1)
  /// From the call to the last byte of the answer, redirects included: 300 s. nil: as long as it takes, for a stream
  /// without an end.
  public var whole: Duration? = .seconds(300)
  /// Bytes in an answer's first line and fields: 16 KiB.
  public var headBytes = 16_384
  /// Fields in an answer: 2,000.
  public var fieldCount = 2_000

  public init() {}
}
