// The connections of one client: who has one uses it again, and who asks for too many at once waits in order.
//
//     lane 127.0.0.1:3000     busy ■ ■   idle □     waiting  7  9
//     lane 127.0.0.1:4000     busy ■     idle       waiting
//
// A lane is the way to one origin. Room is given to whoever has waited longest among those whom room helps: a lane that
// is full does not hold up another.

/// Lends connections.
final class ConnectionPool {
  let limits: ClientLimits
  private var lanes: [HTTPURL.Origin: Lane] = [:]
  /// Connections that are open or being opened.
  private var openCount = 0
  private var waitingCount = 0
  private var nextSerial = 0
  private var isServing = false
  private var isClosed = false

  private let connect: HTTPClient.Connect

  init(_ limits: ClientLimits, _ connect: HTTPClient.Connect? = nil) {
    self.limits = limits
    self.connect =
      connect ?? { try await Socket.connect(host: $0, port: $1, timeout: limits.connect) }
  }

  nonisolated deinit {}

  private final class Lane {
    /// Those that nobody needs, the one used last at the end.
    var idle: [ClientConnection] = []
    /// All of them, those that are being opened included.
    var openCount = 0
    var waiters: [Waiter] = []
  }

  private final class Waiter {
    let serial: Int
    let wantsFresh: Bool
    let settle: @MainActor (Result<Lease, any Error>) -> Void

    init(
      _ serial: Int, wantsFresh: Bool,
      _ settle: @escaping @MainActor (Result<Lease, any Error>) -> Void
    ) {
      self.serial = serial
      self.wantsFresh = wantsFresh
      self.settle = settle
    }
  }

  private enum Lease {
    case used(ClientConnection)
    /// Room for a new one.
    case room
  }

  // MARK: Taking

  /// A connection to the URL's server: one that is idle, unless a fresh one is wanted; a new one as long as there is
  /// room; else the next that becomes free.
  func connection(
    to url: HTTPURL, fresh: Bool = false, _ patience: ClientPatience
  ) async throws -> ClientConnection {
    guard !isClosed else { throw HTTPClientError("\(url)", .clientClosed) }
    switch try await lease(url.origin, fresh: fresh, patience) {
    case .used(let connection): return connection
    case .room:
      do { return try await open(url, patience) } catch {
        giveRoomBack(url.origin)
        throw error
      }
    }
  }

  private func lease(
    _ origin: HTTPURL.Origin, fresh: Bool, _ patience: ClientPatience
  ) async throws -> Lease {
    if let end = patience.end { throw end }
    if waitingCount == 0, let lease = take(origin, fresh: fresh) { return lease }
    var waiter: Waiter?
    do {
      return try await patience.wait { settle in
        nextSerial += 1
        let new = Waiter(nextSerial, wantsFresh: fresh, settle)
        lane(origin).waiters.append(new)
        waitingCount += 1
        waiter = new
        serveWaiters()
      } orDiscard: { late in
        self.giveBack(late, origin)
      }
    } catch {
      if let waiter { forget(waiter, origin) }
      throw error
    }
  }

  /// What can be had now.
  private func take(_ origin: HTTPURL.Origin, fresh: Bool) -> Lease? {
    let lane = lane(origin)
    while !fresh, let connection = lane.idle.popLast() {
      if connection.wake() { return .used(connection) }
      connection.close()
    }
    if fresh, lane.openCount >= limits.connectionsPerOrigin { lane.idle.first?.close() }
    guard lane.openCount < limits.connectionsPerOrigin else { return nil }
    if openCount >= limits.connections { longestIdle?.close() }
    guard openCount < limits.connections else { return nil }
    lane.openCount += 1
    openCount += 1
    lanes[origin] = lane
    return .room
  }

  private var longestIdle: ClientConnection? {
    lanes.values.compactMap(\.idle.first).min { $0.idleSince < $1.idleSince }
  }

  private func open(_ url: HTTPURL, _ patience: ClientPatience) async throws -> ClientConnection {
    let limit = limits.connect
    var alarm: Timer?
    var attempt: Task<Void, Never>?
    defer {
      alarm?.cancel()
      attempt?.cancel()  // Nobody waits for it any more: its descriptor goes at once.
    }
    let socket = try await patience.wait { settle in
      attempt = Task {
        do {
          let origin = url.origin
          settle(.success(try await connect(origin.host, origin.port)))
        } catch { settle(.failure(HTTPClientError("\(url)", .cannotConnect("\(error)")))) }
      }
      alarm = setTimeout(limit) {
        settle(.failure(HTTPClientError("\(url)", .timedOut(.connection, after: limit))))
      }
    } orDiscard: { late in
      late.close()
    }
    return ClientConnection(socket, to: url.origin, pool: self)
  }

  // MARK: Giving back

  /// A connection that can serve again.
  func giveBack(_ connection: ClientConnection) {
    guard !isClosed else { return connection.close() }
    lane(connection.origin).idle.append(connection)
    connection.idle(for: limits.idle)
    serveWaiters()
  }

  /// A connection that is no more.
  func closed(_ connection: ClientConnection) {
    lanes[connection.origin]?.idle.removeAll { $0 === connection }
    giveRoomBack(connection.origin)
  }

  private func giveRoomBack(_ origin: HTTPURL.Origin) {
    lanes[origin]?.openCount -= 1
    openCount -= 1
    serveWaiters()
    dropIfEmpty(origin)
  }

  /// A lease that came too late for whoever wanted it.
  private func giveBack(_ lease: Lease, _ origin: HTTPURL.Origin) {
    switch lease {
    case .room: giveRoomBack(origin)
    case .used(let connection): connection.answerIsWhole()
    }
  }

  // MARK: Waiting

  /// Gives what there is to those who have waited longest.
  private func serveWaiters() {
    // What `take` closes makes room too: the loop further down the stack sees it.
    guard !isServing else { return }
    isServing = true
    defer { isServing = false }
    while waitingCount > 0, let (lane, lease) = nextServed() {
      waitingCount -= 1
      lane.waiters.removeFirst().settle(.success(lease))
    }
  }

  private func nextServed() -> (Lane, Lease)? {
    let queues = lanes.compactMap { origin, lane in
      lane.waiters.first.map { (origin: origin, lane: lane, first: $0) }
    }
    for queue in queues.sorted(by: { $0.first.serial < $1.first.serial }) {
      if let lease = take(queue.origin, fresh: queue.first.wantsFresh) {
        return (queue.lane, lease)
      }
    }
    return nil
  }

  private func forget(_ waiter: Waiter, _ origin: HTTPURL.Origin) {
    guard let lane = lanes[origin], let index = lane.waiters.firstIndex(where: { $0 === waiter })
    else { return }
    lane.waiters.remove(at: index)
    waitingCount -= 1
    dropIfEmpty(origin)
  }

  private func lane(_ origin: HTTPURL.Origin) -> Lane {
    if let lane = lanes[origin] { return lane }
    let lane = Lane()
    lanes[origin] = lane
    return lane
  }

  private func dropIfEmpty(_ origin: HTTPURL.Origin) {
    guard let lane = lanes[origin], lane.openCount == 0, lane.waiters.isEmpty else { return }
    lanes[origin] = nil
  }

  // MARK: The end

  /// Closes what is idle and refuses what waits; exchanges that are under way go on.
  func close() {
    isClosed = true
    waitingCount = 0
    for (origin, lane) in lanes {
      let waiters = lane.waiters
      lane.waiters = []
      for waiter in waiters {
        waiter.settle(.failure(HTTPClientError("http://\(origin)/", .clientClosed)))
      }
      for connection in lane.idle { connection.close() }
    }
  }
}
