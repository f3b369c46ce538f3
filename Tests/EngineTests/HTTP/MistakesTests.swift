// What a server's author does wrong is told on the terminal, word for word.

import TestSupport
import Testing

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct MistakesTests {
  @Test(arguments: [
    (
      "/mistakes", "HTTP/1.1 200 OK",
      [
        "99 is no status of an answer (200 to 999); answered 500 instead",
        "the head was written twice; the second is lost",
        "a status was set after the head was sent, and is lost; set it before writeHead and the first bytes",
        "a header was set after the head was sent, and is lost; set it before writeHead and the first bytes",
        "the answer was ended twice; the second is lost",
      ]
    ),
    (
      "/illegal-field", "HTTP/1.1 500 Internal Server Error",
      [
        #"header "X-Name" cannot be sent: its value has a line break or control character at byte 3; answered 500 instead"#
      ]
    ),
    (
      "/forgets", "HTTP/1.1 500 Internal Server Error",
      [
        "the handler returned without ending its answer; call response.end(…) on every path, and await what takes time"
      ]
    ),
    (
      "/throws", "HTTP/1.1 200 OK",
      ["the handler threw: EIO: input/output error, write"]
    ),
    (
      "/short", "HTTP/1.1 200 OK", ["Content-Length says 10, but the body had 4 bytes"]
    ),
  ])
  func areToldWordForWord(_ path: String, _ statusLine: String, _ words: [String]) async throws {
    try await FaultsProgram.run([:]) { program in
      let client = try await program.begin("GET \(path)")
      try await client.send("Connection: close\r\n\r\n")
      #expect(try await client.readAll().hasPrefix(statusLine + "\r\n"))
      client.socket.close()
      program.child.kill(15)
      _ = await program.child.wait()
      await program.everybodyIsGone()
      let told = program.log.dropFirst().filter { $0.hasPrefix("GET") }
      #expect(told == words.map { "GET \(path): \($0)" })
    }
  }
}
