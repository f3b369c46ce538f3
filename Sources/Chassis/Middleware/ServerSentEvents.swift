// Server-sent events: an answer that does not end, by which a server tells a page what happens. A page reads it with
// `new EventSource("/news")`, which connects again by itself when the connection breaks, and says what it saw last.
//
//     event: score        the name, "message" where none is given
//     id: 7               comes back as Last-Event-ID
//     data: 2 : 1         a text of several lines has several of these
//     (an empty line)     the event is whole
//
//     : anything          a comment: nothing happens, but who is gone is noticed
//
// The events themselves, as text, are made by pure functions at the end of this file.
//
// Source: https://html.spec.whatwg.org/multipage/server-sent-events.html

extension Response {
  /// Answers with events for as long as `body` runs, or until the client leaves.
  ///
  /// ```swift
  /// app.get("/clock") { request, response in
  ///   try await response.sse { events in
  ///     while true {
  ///       try await events.send("\(Date())", event: "tick")
  ///       try await Task.sleep(for: .seconds(1))
  ///     }
  ///   }
  /// }
  /// ```
  ///
  /// When the client leaves, the handler's task is cancelled: what it awaits throws. When `body` returns, the answer ends;
  /// a browser then asks again, unless it is answered 204.
  ///
  /// The answer says `Cache-Control: no-cache`, unless that was set, and `X-Accel-Buffering: no`, so that nginx passes
  /// events on as they come.
  ///
  /// - Parameters:
  ///   - keepAlive: after so long a silence a comment is sent: proxies close what is silent, and only who sends notices
  ///     that a client is gone.
  ///   - retry: how long the client shall wait before it connects again.
  ///
  /// Throws what `body` throws, and `SystemError` when the client is gone.
  ///
  /// Express: none; `express-sse`, `better-sse`
  public func sse(
    keepAlive: Duration = .seconds(15), retry: Duration? = nil,
    _ body: @MainActor (EventStream) async throws -> Void
  ) async throws {
    guard mayAnswer() else { return }
    set("Content-Type", "text/event-stream").set("X-Accel-Buffering", "no")
    if !headers.contains("Cache-Control") { set("Cache-Control", "no-cache") }
    headers["Content-Length"] = nil
    let events = EventStream(self)
    try await write(retry.map { eventText(retry: $0) } ?? "")
    guard sendsBody else { return end() }
    let heartbeat = setInterval(keepAlive) { events.sayThatItLives() }
    defer { heartbeat.cancel() }
    try await body(events)
    if !ended { end() }
  }
}

/// The events of an answer, as they happen.
///
/// Express: none
public final class EventStream {
  /// The id of the last event that the client has seen, where it connects again: send what came after it.
  public let lastEventID: String?

  private let response: Response
  /// Whether nothing was sent since the heart beat last.
  private var isSilent = true
  private var isSending = false

  init(_ response: Response) {
    self.response = response
    lastEventID = response.request.headers["Last-Event-ID"]
  }

  nonisolated deinit {}

  /// Sends an event. Suspends while the client is slow.
  ///
  /// ```swift
  /// app.get("/score") { request, response in
  ///   try await response.sse { events in
  ///     try await events.send("2 : 1", event: "score", id: "7")
  ///   }
  /// }
  /// // GET /score → 200  Content-Type: text/event-stream
  /// ```
  ///
  /// - Parameters:
  ///   - data: what the page finds in `event.data`; it may have several lines.
  ///   - event: the name by which the page listens: `source.addEventListener("score", …)`.
  ///   - id: what comes back as `lastEventID`.
  ///   - retry: how long the client shall wait before it connects again, from now on.
  ///
  /// Throws `SystemError` when the client is gone, and an error for a name or id with a line break, which would begin a
  /// field of its own.
  ///
  /// Express: `res.write`
  public func send(
    _ data: String, event: String? = nil, id: String? = nil, retry: Duration? = nil,
    file: StaticString = #fileID, line: UInt = #line
  ) async throws {
    if let problem = eventProblem(event: event, id: id) {
      throw Mistake("\(SourceLocation(file: file, line: line)): \(problem)")
    }
    try await write(eventText(data, event: event, id: id, retry: retry))
  }

  /// Sends an event whose data is a value as JSON: `JSON.parse(event.data)` reads it.
  ///
  /// Throws as `send` does, and `JSONError` for what is no JSON.
  ///
  /// Express: `res.write` of the lines, written by hand
  public func json(
    _ value: some Encodable, event: String? = nil, id: String? = nil,
    file: StaticString = #fileID, line: UInt = #line
  ) async throws {
    try await send(
      try JSON.stringify(value, response.exchange.app?.jsonOptions ?? JSON.Options()),
      event: event, id: id, file: file, line: line)
  }

  /// Sends words that no page sees.
  ///
  /// Express: `res.write` of the line, written by hand
  public func comment(_ text: String) async throws { try await write(commentText(text)) }

  /// Called now and then: is there anybody still? A client that reads slowly is left alone.
  func sayThatItLives() {
    defer { isSilent = true }
    guard isSilent, !isSending, !response.ended else { return }
    Task { try? await comment("") }
  }

  private func write(_ text: String) async throws {
    isSilent = false
    isSending = true
    defer { isSending = false }
    try await response.write(text)
  }
}

/// An event's lines.
nonisolated func eventText(
  _ data: String? = nil, event: String? = nil, id: String? = nil, retry: Duration? = nil
) -> String {
  var text = ""
  if let event { text += "event: \(event)\n" }
  if let id { text += "id: \(id)\n" }
  if let retry { text += "retry: \(max(0, milliseconds(retry)))\n" }
  for line in data.map(eventLines) ?? [] { text += "data: \(line)\n" }
  return text + "\n"
}

/// A comment's lines, and the empty line that lets readers see it at once.
nonisolated func commentText(_ text: String) -> String {
  eventLines(text).map { $0.isEmpty ? ":\n" : ": \($0)\n" }.joined() + "\n"
}

/// What is wrong with an event's name or id; nil if nothing is.
nonisolated func eventProblem(event: String?, id: String?) -> String? {
  for (label, value) in [("event", event), ("id", id)] {
    guard let value, let place = value.utf8.firstIndex(where: { [0, 10, 13].contains($0) }) else {
      continue
    }
    let offset = value.utf8.distance(from: value.startIndex, to: place)
    return "events.send(\(label): \(value.debugDescription)): a line break or NUL at byte \(offset)"
      + " would break the event; take it out, or send it as data"
  }
  return nil
}

/// The lines of a text, wherever it was written: they end in LF, CR or both. By bytes: to a character belong the accents
/// behind it, and an accented line break is one all the same.
private nonisolated func eventLines(_ text: String) -> [String] {
  var lines: [[UInt8]] = [[]]
  var previous: UInt8 = 0
  for byte in text.utf8 {
    switch byte {
    case 10 where previous == 13: break
    case 10, 13: lines.append([])
    default: lines[lines.count - 1].append(byte)
    }
    previous = byte
  }
  return lines.map { String(decoding: $0, as: UTF8.self) }
}

private nonisolated func milliseconds(_ duration: Duration) -> Int64 {
  let (seconds, attoseconds) = duration.components
  return seconds * 1_000 + attoseconds / 1_000_000_000_000_000
}
