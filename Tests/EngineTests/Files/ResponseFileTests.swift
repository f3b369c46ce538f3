import TestSupport
import Testing

@testable import Engine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ResponseFileTests {
  nonisolated private static let kept = "Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n"

  /// Sends the file that is named by the path; the query says how.
  private func handler(_ folder: String) -> Handler {
    { request, response in
      let parts = request.url.split(separator: "?")
      let file = try await openFile("\(folder)\(parts[0])")
      switch parts.dropFirst().first {
      case "part":
        response.writeHead(206, ["Content-Range": "bytes 2-5/10"])
        try await response.end(file: file, range: 2..<6)
      case "beyond": try await response.end(file: file, range: 2..<11)
      case "closed":
        file.close()
        try await response.end(file: file)
      case "behind":
        try await response.write("something")
        try await response.end(file: file)
      case .some(let status):
        response.statusCode = Int(status) ?? 0
        try await response.end(file: file)
      case nil: try await response.end(file: file)
      }
    }
  }

  private func withFiles(_ body: @MainActor (String, HTTPServer) async throws -> Void) async throws
  {
    try await inFolder { folder in
      try await writeFile("\(folder)/notes", "0123456789")
      try await writeFile("\(folder)/empty", "")
      try await withServer(handler(folder)) { server in try await body(folder, server) }
    }
  }

  nonisolated private static func ok(_ status: String, _ fields: String, _ body: String) -> String {
    "HTTP/1.1 \(status)\r\n\(fields)\r\n\(body)"
  }

  nonisolated private static let failed =
    "HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/plain; charset=utf-8\r\n"
    + "X-Content-Type-Options: nosniff\r\n\(kept)Content-Length: 21\r\n\r\nInternal Server Error"

  @Test(arguments: [
    ("GET /notes", ok("200 OK", "\(kept)Content-Length: 10\r\n", "0123456789")),
    (
      "GET /notes?part",
      ok(
        "206 Partial Content", "Content-Range: bytes 2-5/10\r\n\(kept)Content-Length: 4\r\n", "2345"
      )
    ),
    ("HEAD /notes", ok("200 OK", "\(kept)Content-Length: 10\r\n", "")),
    ("GET /notes?204", ok("204 No Content", kept, "")),
    ("GET /notes?304", ok("304 Not Modified", kept, "")),
    ("GET /empty", ok("200 OK", "\(kept)Content-Length: 0\r\n", "")),
    ("GET /notes?beyond", failed), ("GET /notes?closed", failed), ("GET /none", failed),
  ]) func answersAreWholeAndInOrder(_ request: String, _ expected: String) async throws {
    try await withFiles { _, server in
      let one = "\(request) HTTP/1.1\r\nHost: a\r\n\r\n"
      let next = "GET /notes HTTP/1.1\r\nHost: a\r\n\r\n"
      let ok = Self.ok("200 OK", "\(Self.kept)Content-Length: 10\r\n", "0123456789")
      let answer = try await WireClient.exchange(one + next + one + next, with: server)
      #expect(answer == expected + ok + expected + ok)
    }
  }

  @Test func aFileBehindWrittenBytesCutsTheConnection() async throws {
    try await withFiles { _, server in
      let answer = try await WireClient.exchange(
        "GET /notes?behind HTTP/1.1\r\nHost: a\r\n\r\n", with: server)
      #expect(!answer.hasSuffix("0\r\n\r\n"))
    }
  }

  @Test func anOldClientGetsAWholeFile() async throws {
    try await withFiles { _, server in
      let answer = try await WireClient.exchange("GET /notes HTTP/1.0\r\n\r\n", with: server)
      #expect(
        answer
          == Self.ok("200 OK", "Connection: close\r\nContent-Length: 10\r\n", "0123456789"))
    }
  }

  @Test func aLargeFileArrivesByteForByte() async throws {
    try await withFiles { folder, server in
      let bytes = patterned(9_000_000)
      try await writeFile("\(folder)/large", bytes)
      let client = try await WireClient.connect(to: server)
      for _ in 1...2 {
        try await client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
        let head = try await client.readHeadOnly()
        #expect(head.hasSuffix("Content-Length: 9000000\r\n\r\n"))
        var body: [UInt8] = []
        while body.count < bytes.count, let chunk = try await client.socket.read() { body += chunk }
        let isSame = body == bytes
        #expect(isSame)
      }
      client.socket.close()
    }
  }

  // MARK: What goes wrong on the way

  /// More than the system keeps between two sockets.
  nonisolated private static let much = 64 << 20

  /// A file without content of its own, which costs no disk.
  private func makeLargeFile(_ path: String) async throws {
    try await appendFile(path, "")
    #expect(truncate(path, off_t(Self.much)) == 0)
  }

  @Test(.inItsOwnProcess) func aFileThatBecomesShorterCutsTheConnection() async throws {
    let result = await #expect(
      processExitsWith: .success, observing: [\.standardErrorContent]
    ) { try await ResponseFileTests().shorten() }
    let words = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    let line = words.split(separator: "\n").first { $0.hasPrefix("GET /large: ") } ?? ""
    #expect(
      line.hasSuffix(
        "/large\" ends before byte \(Self.much), up to which it was to be sent; the connection is cut"
      ))
  }

  private func shorten() async throws {
    try await withFiles { folder, server in
      try await makeLargeFile("\(folder)/large")
      let client = try await WireClient.connect(to: server)
      try await client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
      let head = try await client.readHeadOnly()
      #expect(head.hasSuffix("Content-Length: \(Self.much)\r\n\r\n"))
      #expect(truncate("\(folder)/large", 1_000_000) == 0)
      var count = 0
      while let chunk = try? await client.socket.read() { count += chunk.count }
      #expect(count < Self.much)
      client.socket.close()
    }
  }

  @Test func aClientThatLeavesIsNoError() async throws {
    try await inFolder { folder in
      try await makeLargeFile("\(folder)/large")
      let (started, ended) = (Gate(), Gate())
      let handler: Handler = { request, response in
        let file = try await openFile("\(folder)/large")
        started.open()
        do { try await response.end(file: file) } catch { Issue.record(error) }
        #expect(response.ended)
        ended.open()
      }
      try await withServer(handler) { server in
        let client = try await WireClient.connect(to: server)
        try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        await started.wait()
        _ = try await client.readHeadOnly()
        client.socket.reset()
        await ended.wait()
      }
    }
  }

  @Test func aCancelledHandlerCutsTheConnection() async throws {
    try await inFolder { folder in
      try await makeLargeFile("\(folder)/large")
      let handler: Handler = { request, response in
        let file = try await openFile("\(folder)/large")
        let sending = startNow { @MainActor in try? await response.end(file: file) }
        sending.cancel()
        await sending.value
      }
      try await withServer(handler) { server in
        let client = try await WireClient.connect(to: server)
        try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        var count = 0
        while let chunk = try? await client.socket.read() { count += chunk.count }
        #expect(count > 0 && count < Self.much)
        client.socket.close()
      }
    }
  }

  /// The reader takes 64 KiB a turn of the loop, and the server is always ahead of it.
  @Test(
    .inItsOwnProcess,
    .enabled(if: residentBytes() != nil, "only /proc tells how much memory a process has"))
  func aSlowReaderOfALargeFileCostsNoMemory() async {
    await #expect(processExitsWith: .success) { try await ResponseFileTests().readSlowly() }
  }

  private func readSlowly() async throws {
    try await withFiles { folder, server in
      try await makeLargeFile("\(folder)/large")
      let client = try await WireClient.connect(to: server)
      var before = 0
      var most = 0
      for round in 1...2 {  // The first brings in all the code and memory that is needed.
        try await client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
        _ = try await client.readHeadOnly()
        if round == 2 { before = try #require(residentBytes()) }
        var count = 0
        while count < Self.much, let chunk = try await client.socket.read() {
          count += chunk.count
          most = max(most, try #require(residentBytes()))
        }
        #expect(count == Self.much)
        if round == 1 { most = 0 }
      }
      #expect(most - before < 2 << 20, "\(most - before) bytes more")
      client.socket.close()
    }
  }
}

/// How much memory this process has, where the system tells.
private nonisolated func residentBytes() -> Int? {
  guard let text = try? FileCalls.read("/proc/self/statm") else { return nil }
  let fields = String(decoding: text, as: UTF8.self).split(separator: " ")
  return fields.count > 1 ? Int(fields[1]).map { $0 * Int(getpagesize()) } : nil
}

extension WireClient {
  /// Reads a head, and nothing of what follows it.
  fileprivate func readHeadOnly() async throws -> String {
    var text = ""
    while !text.hasSuffix("\r\n\r\n") {
      guard let byte = try await socket.read(upTo: 1) else { return text + "<closed>" }
      text += String(decoding: byte, as: UTF8.self)
    }
    return text
  }
}
