// Messages that have come and that nobody has asked for yet: first come, first served.
//
// Two arrays make the queue. New messages are put behind `arrived`; the next is taken from the end of `turned`, which is
// `arrived` the other way round, turned over when there is no other:
//
//     arrived  4 5      turned  3 2          popFirst gives 2, then 3; then 5 4 are turned over
//
// So each message is moved once, and what was taken is not kept, also where the queue never runs empty.

/// Messages that wait to be asked for.
nonisolated struct MessageQueue {
  private var arrived: [WebSocketMessage] = []
  private var turned: [WebSocketMessage] = []
  /// What they weigh: their bytes, and something for each, so that empty ones cannot pile up for ever.
  private(set) var weight = 0

  var isEmpty: Bool { arrived.isEmpty && turned.isEmpty }

  private static func weight(_ message: WebSocketMessage) -> Int { message.count + 64 }

  mutating func append(_ message: WebSocketMessage) {
    arrived.append(message)
    weight += Self.weight(message)
  }

  mutating func popFirst() -> WebSocketMessage? {
    if turned.isEmpty {
      turned = arrived.reversed()
      arrived = []
    }
    guard let message = turned.popLast() else { return nil }
    weight -= Self.weight(message)
    return message
  }
}
