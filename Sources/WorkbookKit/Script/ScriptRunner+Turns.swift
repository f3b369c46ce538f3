// Sends what belongs together (see `Timing.swift`): many copies of a request, and requests while another is being answered.
//
// Nothing here is judged by a clock alone. An order is an order on any machine; and how long something takes is compared
// with how long it takes alone, on the same machine. What was too slow may try again: others who use the machine make
// slower, never quicker.

extension ScriptRunner {
  private static let tries = 5

  /// Runs the requests of one turn; the reports are in the order of the requests.
  func run(turn: [Entry]) async -> [EntryReport] {
    if turn.isPlain { return [await run(turn[0])] }
    let connections = turn.map { _ in newConnection() }
    defer { for connection in connections { connection.close() } }
    var reports: [EntryReport] = []
    for _ in 1...Self.tries {
      var alone: [Duration?] = []
      for (entry, connection) in zip(turn, connections) {
        alone.append(await timeAlone(entry, connection))
      }
      reports = await sendTogether(turn, connections)
      for index in reports.indices {
        guard let alone = alone[index] else { continue }
        reports[index].pace?.alone = alone
      }
      if reports.allSatisfy({ !$0.isTooSlow }) { return reports }
    }
    for index in reports.indices where reports[index].isTooSlow {
      reports[index].noteThatItIsTooSlow()
    }
    return reports
  }

  /// How long an answer takes when nothing else is asked: the median of three. Nil where nobody wants to know; no request is
  /// sent more often than its script says.
  private func timeAlone(_ entry: Entry, _ connection: WireConnection) async -> Duration? {
    guard entry.timing.ratio != nil else { return nil }
    var times: [Duration] = []
    for _ in 0..<3 {
      let start = ContinuousClock.now
      _ = await attemptOnce(entry, over: connection)
      times.append(ContinuousClock.now - start)
    }
    return times.median
  }

  // MARK: Together

  /// The first request of a turn, as those behind it see it.
  @MainActor private final class Leader {
    var isAnswered = false
  }

  /// Sends the first request, and the others as soon as it is on its way.
  private func sendTogether(
    _ turn: [Entry], _ connections: [WireConnection]
  ) async -> [EntryReport] {
    let leader = Leader()
    let (sent, whenSent) = AsyncStream<Void>.makeStream()
    let first = Task {
      let report = await send(
        copiesOf: turn[0], connections[0], whenSent: { whenSent.yield() },
        whenAnswered: { leader.isAnswered = true })
      whenSent.finish()
      return report
    }
    for await _ in sent { break }
    let others = zip(turn, connections).dropFirst().map { entry, connection in
      Task { await follow(entry, connection, leader, turn[0]) }
    }
    var reports = [await first.value]
    for other in others { reports.append(await other.value) }
    return reports
  }

  /// Sends a request while the leader is being answered, and looks which answer came first.
  private func follow(
    _ entry: Entry, _ connection: WireConnection, _ leader: Leader, _ before: Entry
  ) async -> EntryReport {
    var earlier = 0
    let whenAnswered = { @MainActor in if !leader.isAnswered { earlier += 1 } }
    var report = await send(copiesOf: entry, connection, whenAnswered: whenAnswered)
    let (copies, order) = (entry.timing.copies, entry.timing.order)
    if earlier != (order == .first ? copies : 0) {
      let asked = "\(before.request.method) \(before.request.url.source)"
      report.failures.append(
        entry.failure(
          .meanwhile, expected: "answered \(order == .first ? "before" : "after") \(asked)",
          actual: "\(earlier) of \(copies) answered before it"))
    }
    // One answer says little about how quick they are: more, as long as the leader is busy.
    guard order == .first, entry.timing.ratio != nil, report.isFine else { return report }
    var times = [report.pace?.taken ?? .zero]
    while !leader.isAnswered, report.isFine {
      report = await send(copiesOf: entry, connection)
      times.append(report.pace?.taken ?? .zero)
    }
    report.pace = Pace(alone: nil, taken: times.median)
    return report
  }

  /// Sends as many copies as are wanted, each over a connection of its own. The report is that of the first copy that was
  /// not as expected; else the first in the order of their bodies, so that it does not depend on who was quickest.
  private func send(
    copiesOf entry: Entry, _ connection: WireConnection,
    whenSent: @escaping @MainActor () -> Void = {},
    whenAnswered: @escaping @MainActor () -> Void = {}
  ) async -> EntryReport {
    let start = ContinuousClock.now
    let more = (1..<entry.timing.copies).map { _ in newConnection() }
    defer { for connection in more { connection.close() } }
    let copies = ([connection] + more).map { connection in
      Task {
        let report = await attemptOnce(entry, over: connection, whenSent: whenSent)
        whenAnswered()
        return report
      }
    }
    var reports: [EntryReport] = []
    for copy in copies { reports.append(await copy.value) }
    let bodies = reports.map { $0.response?.body ?? [] }
    let least = reports.indices.min { bodies[$0].lexicographicallyPrecedes(bodies[$1]) }
    let wrong = reports.filter { !$0.isFine }
    var report = wrong.first ?? reports[least ?? 0]
    if let first = wrong.first, copies.count > 1 {
      report.copies = Copies(
        sent: copies.count, wrong: wrong.count,
        alike: wrong.count { $0.failures == first.failures })
    }
    report.pace = Pace(alone: nil, taken: ContinuousClock.now - start)
    return report
  }
}

extension EntryReport {
  fileprivate var isTooSlow: Bool {
    guard let ratio = pace?.ratio, let limit = entry.timing.ratio else { return false }
    return ratio > limit
  }

  fileprivate mutating func noteThatItIsTooSlow() {
    failures.append(
      entry.failure(
        .within,
        expected: "at most \(entry.note(.within)?.value ?? "") times as long as alone",
        actual: pace?.words ?? "nothing"))
  }
}

extension Entry {
  /// What does not hold of what a note asks for.
  fileprivate func failure(_ kind: Note.Kind, expected: String, actual: String) -> Failure {
    let note = note(kind)
    return Failure(
      position: note?.position ?? request.position,
      question: "@\(kind.rawValue) \(note?.value ?? "")", expected: expected, actual: actual)
  }
}

extension [Duration] {
  /// The one in the middle; zero where there is none.
  fileprivate var median: Duration { isEmpty ? .zero : sorted()[count / 2] }
}
