// What the tests of the server speak with: bytes out, bytes in, over a real socket.

import Testing

@testable import Engine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A connection that sends exactly the bytes it is told, and says exactly what came back.
@MainActor struct WireClient {
  let socket: Socket

  static func connect(to server: HTTPServer) async throws -> WireClient {
    WireClient(socket: try await Socket.connect(host: "127.0.0.1", port: server.port))
  }

  func send(_ text: String) async throws { try await socket.write(Array(text.utf8)) }

  /// Everything until the server closes.
  func readAll() async throws -> String {
    var bytes: [UInt8] = []
    while let chunk = try await socket.read() { bytes += chunk }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Reads until the text so far ends with `ending`.
  func read(until ending: String) async throws -> String {
    var text = ""
    while !text.hasSuffix(ending) {
      guard let chunk = try await socket.read() else { return text + "<closed>" }
      text += String(decoding: chunk, as: UTF8.self)
    }
    return text
  }

  /// One exchange on a connection of its own: sends, says that nothing more follows, reads to the end.
  static func exchange(_ text: String, with server: HTTPServer) async throws -> String {
    let client = try await connect(to: server)
    try await client.send(text)
    client.socket.end()
    let answer = try await client.readAll()
    client.socket.close()
    return answer.withoutDates
  }
}

extension String {
  /// The text without its `Date` lines: the only part of an answer that nobody can foretell.
  var withoutDates: String {
    split(separator: "\r\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("Date: ") }
      .joined(separator: "\r\n")
  }
}

/// Runs `body` with a server on a free port, and closes it afterwards.
@MainActor func withServer(
  limits: Limits = Limits(), _ handler: @escaping Handler,
  _ body: @MainActor (HTTPServer) async throws -> Void
) async throws {
  let server = HTTPServer(limits: limits, handler)
  try server.bind(port: 0)
  do { try await body(server) } catch {
    await close(server)
    throw error
  }
  await close(server)
}

/// Closes a server. It waits for its connections, so one that it never forgets would keep a test waiting for ever: the test is
/// told instead.
@MainActor private func close(_ server: HTTPServer) async {
  let isClosed = await withCheckedContinuation { (first: CheckedContinuation<Bool, Never>) in
    var waiting: CheckedContinuation<Bool, Never>? = first
    let alarm = setTimeout(.seconds(30)) {
      waiting?.resume(returning: false)
      waiting = nil
    }
    Task {
      await server.close(deadline: .zero)
      alarm.cancel()
      waiting?.resume(returning: true)
      waiting = nil
    }
  }
  if !isClosed {
    Issue.record(
      "after 30 s the server has not closed: it has not forgotten \(server.openConnections) connections"
    )
  }
}

extension Socket {
  /// Lets the system hold little of what comes, so that it asks for more as soon as a little has been read, instead of
  /// waiting until half a megabyte has.
  @MainActor func holdLittle() {
    var bytes: Int32 = 65_536
    setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, socklen_t(MemoryLayout<Int32>.size))
  }
}
