// What the tests of the client speak with: a server that says exactly the bytes a test tells it, and notes what it was told.

import Testing

@testable import Engine

/// Runs a script for each connection, which is closed when the script ends.
@MainActor final class ScriptedServer {
  private let listener: Listener
  private var sockets: [Socket] = []
  /// How many connections have come.
  private(set) var connectionCount = 0
  /// Opens when a script has ended, because it is through or because its client is gone.
  let scriptEnded = Gate()

  init(_ script: @escaping @MainActor (WireClient, _ number: Int) async throws -> Void) throws {
    listener = try Listener(port: 0)
    listener.onConnection { [weak self] socket in
      guard let self else { return socket.close() }
      connectionCount += 1
      sockets.append(socket)
      let number = connectionCount
      Task {
        try? await script(WireClient(socket: socket), number)
        socket.close()
        scriptEnded.open()
      }
    }
  }

  var url: String { "http://\(listener.address)/" }

  func close() {
    listener.close()
    for socket in sockets { socket.close() }
  }
}

extension WireClient {
  /// Reads a request's head, and what came of its body with it.
  func readHead() async throws -> String {
    var text = ""
    while !text.contains("\r\n\r\n") {
      guard let chunk = try await socket.read() else { return text + "<closed>" }
      text += String(decoding: chunk, as: UTF8.self)
    }
    return text
  }

  /// Reads and forgets whatever comes, until the client closes.
  func drain() async throws { while try await socket.read() != nil {} }
}

/// Runs `body` with a scripted server and a client, and closes both afterwards.
@MainActor func withScript(
  limits: ClientLimits = ClientLimits(),
  _ script: @escaping @MainActor (WireClient, _ number: Int) async throws -> Void,
  _ body: @MainActor (HTTPClient, ScriptedServer) async throws -> Void
) async throws {
  let server = try ScriptedServer(script)
  let client = HTTPClient(limits: limits)
  defer {
    client.close()
    server.close()
  }
  try await body(client, server)
}

/// The text of what `body` throws, with the server's address left out; nil if it throws nothing.
@MainActor func failure(_ server: ScriptedServer, _ body: @MainActor () async throws -> Void) async
  -> String?
{
  do { try await body() } catch { return "\(error)".replacing(server.url, with: "URL") }
  return nil
}

/// Lets the loop go round once: what has been sent has been read then.
@MainActor func turnOfTheLoop() async {
  await withCheckedContinuation { continuation in setImmediate { continuation.resume() } }
}
