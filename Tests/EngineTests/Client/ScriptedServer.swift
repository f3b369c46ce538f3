// What the tests of the client speak with: a server that says exactly the bytes a test tells it, and notes what it was told.

import TestSupport
import Testing

@testable import Engine

/// What a server does with its connection of that number, the first being 1.
typealias Script = @MainActor (WireClient, _ number: Int) async throws -> Void

/// Runs a script for each connection, which is closed when the script ends.
@MainActor final class ScriptedServer {
  private let listener: Listener
  private var sockets: [Socket] = []
  /// How many connections have come.
  private(set) var connectionCount = 0
  /// Opens when a script has ended, because it is through or because its client is gone.
  let scriptEnded = Gate()

  init(_ script: @escaping Script) throws {
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
  limits: ClientLimits = .forTests, _ script: @escaping Script,
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

/// A success without a body.
let emptyAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

/// What a server was asked: the connection's number and the method of each request.
@MainActor final class Notes {
  var requests: [String] = []
  /// If set, answers wait for it.
  var gate: Gate?
}

/// A server that answers every request on every connection, and notes what it was asked on which.
@MainActor func withNotes(
  limits: ClientLimits = .forTests,
  _ body: @MainActor (HTTPClient, ScriptedServer, Notes) async throws -> Void
) async throws {
  let notes = Notes()
  try await withScript(limits: limits) { client, number in
    while true {
      let request = try await client.readHead()
      if request.hasSuffix("<closed>") { return }
      notes.requests.append("\(number) \(request.prefix { $0 != " " })")
      await notes.gate?.wait()
      try await client.send(emptyAnswer)
    }
  } _: { client, server in
    try await body(client, server, notes)
  }
}

/// The text of what `body` throws, with the server's address left out; nil if it throws nothing.
@MainActor func failure(_ server: ScriptedServer, _ body: @MainActor () async throws -> Void) async
  -> String?
{
  do { try await body() } catch { return "\(error)".replacing(server.url, with: "URL") }
  return nil
}

extension ClientLimits {
  /// A test that waits in vain fails after two minutes. What waits at a `Gate` fails after one, before a limit of the
  /// client could open it by chance.
  nonisolated static var forTests: ClientLimits {
    var limits = ClientLimits()
    limits.whole = .seconds(120)
    limits.firstByte = .seconds(120)
    limits.idle = .seconds(900)
    return limits
  }
}

/// Turns the loop until something is so; fails if it is not after a minute.
@MainActor func until(_ isSo: @MainActor () -> Bool) async throws {
  let end = Instant.now + .seconds(60)
  while !isSo() {
    try #require(Instant.now < end, "waited for a minute")
    await turnOfTheLoop()
  }
}

/// Runs the body of a test that has a process of its own, and ends that after two minutes. The loop's own descriptors are
/// open by then.
@MainActor func bounded(_ body: @MainActor () async throws -> Void) async throws {
  let alarm = setTimeout(.seconds(120)) { endProcess("not done after two minutes") }
  try await withNotes { client, server, _ in _ = try await client.get(server.url) }
  try await body()
  alarm.cancel()
}

/// Lets the loop go round once: what has been sent has been read then.
@MainActor func turnOfTheLoop() async {
  await withCheckedContinuation { continuation in setImmediate { continuation.resume() } }
}
