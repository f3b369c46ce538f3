// Fields behind a chunked body, both ways.

import TestSupport
import Testing

@testable import Engine

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct TrailersTests {
  private let kept = "Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n"

  @Test func thoseOfARequestAreThereOnceItsBodyWasRead() async throws {
    let handler: Handler = { request, response in
      let before = request.body.trailers.fields.count
      let bytes = try await request.body.collect()
      let text = String(decoding: bytes, as: UTF8.self)
      response.end("\(before) \(text) \(request.body.trailers["sum"] ?? "none")")
    }
    try await withServer(handler) { server in
      for (trailers, expected) in [("Sum: 1f\r\n", "1f"), ("", "none")] {
        let answer = try await WireClient.exchange(
          "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "5\r\nRahul\r\n0\r\n\(trailers)\r\n", with: server)
        let body = "0 Rahul \(expected)"
        #expect(
          answer == "HTTP/1.1 200 OK\r\n\(kept)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
      }
    }
  }

  @Test func aHeaderIsNotMadeOfThem() async throws {
    let handler: Handler = { request, response in
      _ = try await request.body.collect()
      response.end("\(request.headers["X-Role"] ?? "no role")")
    }
    try await withServer(handler) { server in
      let answer = try await WireClient.exchange(
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
          + "0\r\nX-Role: admin\r\n\r\n", with: server)
      #expect(answer.hasSuffix("\r\n\r\nno role"))
    }
  }

  @Test(
    arguments: [
      (["Sum": "1f"], "Sum: 1f\r\n"), (["Sum": "1f", "Lines": "3"], "Sum: 1f\r\nLines: 3\r\n"),
      (["Content-Length": "9"], ""), (["set-cookie": "a=b"], ""), (["Sum": "1\r\nX: f"], ""),
      (["a b": "c"], ""), ([:], ""),
    ] as [(Headers, String)])
  func thoseOfAnAnswerFollowItsLastChunk(_ trailers: Headers, _ sent: String) async throws {
    let handler: Handler = { _, response in
      try await response.write("Rahul")
      response.trailers = trailers
      response.end()
    }
    try await withServer(handler) { server in
      let answer = try await WireClient.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n", with: server)
      #expect(
        answer == "HTTP/1.1 200 OK\r\n\(kept)Transfer-Encoding: chunked\r\n\r\n"
          + "5\r\nRahul\r\n0\r\n\(sent)\r\n")
    }
  }
}
