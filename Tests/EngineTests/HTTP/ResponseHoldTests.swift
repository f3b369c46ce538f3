// Answers that are kept back: what is done before they leave, in which order, and what is sent where that fails.

import TestSupport
import Testing

@testable import Engine

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ResponseHoldTests {
  private struct StoreIsDown: Error {}

  /// Notes what happened, and adds a field to the answer.
  private func handler(_ steps: Steps) -> Handler {
    { request, response in
      let prepare: Response.Preparation = {
        steps.names.append("prepared")
        response.headers["X-Prepared"] = "yes"
      }
      let fail: Response.Preparation = {
        await Task.yield()
        throw StoreIsDown()
      }
      switch request.url {
      case "/whole":
        try await response.hold(until: prepare) {
          response.end("whole")
          steps.names.append("answered \(response.headersSent) \(response.ended)")
        }
      case "/later":
        try await response.hold(until: prepare) {}
        response.end("later")
      case "/head":
        try await response.hold(until: prepare) {
          response.writeHead(201, ["X-First": "1"])
          response.end("whole")
        }
      case "/streamed":
        try await response.hold(until: prepare) {
          response.writeHead(201)
          try await response.write("a")
          steps.names.append("written")
          response.end("b")
        }
      case "/file":
        try await inFolder { folder in
          try await writeFile("\(folder)/notes", "0123")
          let file = try await openFile("\(folder)/notes")
          try await response.hold(until: prepare) { try await response.end(file: file) }
        }
      case "/nested":
        let outer: Response.Preparation = { steps.names.append("outer") }
        let inner: Response.Preparation = { steps.names.append("inner") }
        try await response.hold(until: outer) {
          try await response.hold(until: inner) { response.end("nested") }
          steps.names.append("between")
        }
      case "/fails":
        do { try await response.hold(until: fail) { response.end("never") } } catch {
          response.statusCode = 503
          response.end("down \(response.ended)")
        }
      case "/outer-fails":
        do {
          try await response.hold(until: fail) {
            try await response.hold(until: prepare) { response.end("never") }
          }
        } catch {
          response.statusCode = 503
          response.end("down")
        }
      case "/stream-fails":
        try await response.hold(until: fail) {
          do { try await response.write("never") } catch {
            response.statusCode = 503
            response.end("down")
          }
        }
      case "/throws":
        do {
          try await response.hold(until: prepare) { throw StoreIsDown() }
        } catch { response.end("thrown") }
      case "/throws-behind":
        try await response.hold(until: prepare) {
          response.end("whole")
          throw StoreIsDown()
        }
      case "/cut":
        try await response.hold(until: prepare) {
          response.end("never")
          response.destroy()
        }
      default: response.end("free")
      }
    }
  }

  @MainActor private final class Steps {
    var names: [String] = []
  }

  private nonisolated static let kept = "Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n"

  private nonisolated static func answer(_ status: String, _ fields: String, _ body: String)
    -> String
  {
    "HTTP/1.1 \(status)\r\n\(fields)\(kept)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  @Test(arguments: [
    (
      "/whole", answer("200 OK", "X-Prepared: yes\r\n", "whole"),
      ["answered true true", "prepared"]
    ),
    ("/later", answer("200 OK", "X-Prepared: yes\r\n", "later"), ["prepared"]),
    ("/head", answer("201 Created", "X-First: 1\r\nX-Prepared: yes\r\n", "whole"), ["prepared"]),
    (
      "/streamed",
      "HTTP/1.1 201 Created\r\nX-Prepared: yes\r\n\(kept)Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n1\r\nb\r\n0\r\n\r\n",
      ["prepared", "written"]
    ),
    ("/file", answer("200 OK", "X-Prepared: yes\r\n", "0123"), ["prepared"]),
    ("/nested", answer("200 OK", "", "nested"), ["inner", "between", "outer"]),
    ("/fails", answer("503 Service Unavailable", "", "down false"), []),
    (
      "/outer-fails", answer("503 Service Unavailable", "X-Prepared: yes\r\n", "down"), ["prepared"]
    ),
    ("/stream-fails", answer("503 Service Unavailable", "", "down"), []),
    ("/throws", answer("200 OK", "X-Prepared: yes\r\n", "thrown"), ["prepared"]),
    ("/throws-behind", answer("200 OK", "X-Prepared: yes\r\n", "whole"), ["prepared"]),
    ("/cut", "", ["prepared"]),
    ("/free", answer("200 OK", "", "free"), []),
  ])
  func `what is prepared comes before what is sent`(
    path: String, expected: String, names: [String]
  ) async throws {
    let steps = Steps()
    try await withServer(handler(steps)) { server in
      let answer = try? await WireClient.exchange(
        "GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n", with: server)
      #expect((answer ?? "") == expected)
      #expect(steps.names == names)
    }
  }

  @Test func `a request that was sent behind it is answered behind it`() async throws {
    try await withServer(handler(Steps())) { server in
      let answer = try await WireClient.exchange(
        "GET /fails HTTP/1.1\r\nHost: a\r\n\r\nGET /free HTTP/1.1\r\nHost: a\r\n\r\n", with: server)
      #expect(
        answer == Self.answer("503 Service Unavailable", "", "down false")
          + Self.answer("200 OK", "", "free"))
    }
  }
}
