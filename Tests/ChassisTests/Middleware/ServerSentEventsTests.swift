// Server-sent events: what goes over the wire, byte by byte, and how a stream of them ends.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ServerSentEventsTests {
  @Test(arguments: [
    (eventText("hello"), "data: hello\n\n"),
    (eventText(""), "data: \n\n"),
    (eventText("2 : 1", event: "score", id: "7"), "event: score\nid: 7\ndata: 2 : 1\n\n"),
    (eventText("one\ntwo"), "data: one\ndata: two\n\n"),
    (eventText("one\rtwo\r\nthree\n"), "data: one\ndata: two\ndata: three\ndata: \n\n"),
    (eventText("a\n\rb"), "data: a\ndata: \ndata: b\n\n"),
    // The accent makes one character of the line break and itself.
    (eventText("a\n\u{301}data: b"), "data: a\ndata: \u{301}data: b\n\n"),
    (eventText("x\n\nevent: forged"), "data: x\ndata: \ndata: event: forged\n\n"),
    (eventText(retry: .milliseconds(1_500)), "retry: 1500\n\n"),
    (eventText("x", retry: .seconds(-1)), "retry: 0\ndata: x\n\n"),
    (commentText(""), ":\n\n"),
    (commentText("still\nhere"), ": still\n: here\n\n"),
  ])
  func `an event's lines`(text: String, expected: String) {
    #expect(Array(text.utf8) == Array(expected.utf8))
  }

  @Test(
    arguments: [
      (nil, nil, nil), ("score", "7", nil), ("", "", nil),
      (
        "a\nb", nil,
        #"events.send(event: "a\nb"): a line break or NUL at byte 1 would break the event; take it out, or send it as data"#
      ),
      (
        nil, "7\r",
        #"events.send(id: "7\r"): a line break or NUL at byte 1 would break the event; take it out, or send it as data"#
      ),
      (
        "ok", "\0",
        #"events.send(id: "\0"): a line break or NUL at byte 0 would break the event; take it out, or send it as data"#
      ),
    ] as [(String?, String?, String?)])
  func `names and ids begin no lines`(event: String?, id: String?, problem: String?) {
    #expect(eventProblem(event: event, id: id) == problem)
  }

  private struct Score: Codable { var home: Int, away: Int }

  @Test func `the whole answer`() async throws {
    let app = App()
    app.get("/news") { request, response in
      try await response.sse(retry: .seconds(2)) { events in
        try await events.send("after \(events.lastEventID ?? "nothing")", id: "8")
        try await events.json(Score(home: 2, away: 1), event: "score")
        try await events.comment("bye")
      }
    }
    let fields =
      "Content-Type: text/event-stream | X-Accel-Buffering: no | Cache-Control: no-cache"
    #expect(try await app.answer("HEAD /news").description == "200 | \(fields) | ")
    let answer = try await app.test.get("/news", headers: ["Last-Event-ID": "7"])
    #expect(answer.headers["Transfer-Encoding"] == "chunked")
    #expect(
      try await answer.text() == """
        retry: 2000

        id: 8
        data: after 7

        event: score
        data: {"home":2,"away":1}

        : bye


        """)
  }

  @Test func `what was set before stays, a length does not`() async throws {
    let app = App()
    app.get("/") { request, response in
      response.set("Cache-Control", "no-store").set("Content-Length", "3")
      try await response.sse { try await $0.send("a longer text") }
    }
    let answer = try await app.test.get("/")
    #expect(answer.headers["Cache-Control"] == "no-store")
    #expect(try await answer.text() == "data: a longer text\n\n")
  }

  @Test func `silence is broken by comments`() async throws {
    let app = App()
    app.get("/") { request, response in
      try await response.sse(keepAlive: .milliseconds(5)) { _ in
        try await Task.sleep(for: .seconds(60))
      }
    }
    let answer = try await app.test.get("/")
    var text = ""
    for try await chunk in answer.body {
      text += String(decoding: chunk, as: UTF8.self)
      if text.hasPrefix(":\n\n:\n\n") { break }
    }
    answer.body.cancel()
    #expect(text.hasPrefix(":\n\n:\n\n"))
  }

  @Test func `the client leaves`() async throws {
    let app = App()
    let log = LogLines()
    log.collect(from: app)
    let ended = AsyncStream<String>.makeStream()
    app.get("/") { request, response in
      do {
        try await response.sse(keepAlive: .milliseconds(5)) { events in
          try await events.send("welcome")
          try await Task.sleep(for: .seconds(60))
        }
      } catch {
        ended.continuation.yield("\(type(of: error))")
        throw error
      }
    }
    let answer = try await app.test.get("/")
    for try await _ in answer.body { break }
    answer.body.cancel()
    var errors = ended.stream.makeAsyncIterator()
    #expect(await errors.next() == "CancellationError")
    #expect(log.lines == [])
  }

  @Test func `a forged name ends the stream and is told`() async throws {
    let app = App()
    let log = LogLines()
    log.collect(from: app)
    app.get("/") { request, response in
      try await response.sse { events in
        try await events.send("x", event: "a\ndata: forged", file: "App/main.swift", line: 7)
      }
    }
    let answer = try await app.test.get("/")
    await #expect(throws: HTTPClientError.self) { try await answer.text() }
    #expect(
      log.lines == [
        #"GET /: main.swift:7: events.send(event: "a\ndata: forged"): a line break or NUL at byte 1 would break the event; take it out, or send it as data"#
      ])
  }
}
