// Both ends of a real connection.

import TestSupport
import Testing

@testable import Engine

/// Runs `body` with both ends of a connection over TCP, and closes them afterwards.
@MainActor func withPair(_ body: @MainActor (Socket, Socket) async throws -> Void) async throws {
  let listener = try Listener(port: 0)
  defer { listener.close() }
  var accepted: Socket?
  let connected = Gate()
  listener.onConnection {
    accepted = $0
    connected.open()
  }
  let near = try await Socket.connect(host: "127.0.0.1", port: listener.address.port)
  await connected.wait()
  let far = try #require(accepted)
  defer {
    near.close()
    far.close()
  }
  try await body(near, far)
}
