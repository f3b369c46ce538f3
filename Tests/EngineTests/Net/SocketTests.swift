// A socket that writes to a peer that does not read.

import TestSupport
import Testing

@testable import Engine

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct SocketTests {
  /// More than the system keeps between two sockets.
  private let much = [UInt8](repeating: 120, count: 32 << 20)

  /// One of two that wait is cancelled: it hears that, and the other waits on. What they wrote is sent all the same.
  @Test func aWriteThatWaitsCanBeCancelled() async throws {
    try await withPair { near, far in
      let first = startNow { @MainActor in try? await near.write(much) }
      var ends: [String] = []
      let cancelled = Task {
        await #expect(throws: CancellationError.self) { try await near.write([1]) }
        ends.append("cancelled")
      }
      let waiting = Task {
        try await near.write([2])
        ends.append("sent")
      }
      while near.waitingBytes == 0 { try await turn() }
      cancelled.cancel()
      while ends.isEmpty { try await turn() }
      for _ in 0..<20 { try await turn() }
      #expect(ends == ["cancelled"])
      var bytes = 0
      while bytes < much.count + 2, let chunk = try await far.read() { bytes += chunk.count }
      #expect(bytes == much.count + 2)
      try await waiting.value
      await first.value
      #expect(ends == ["cancelled", "sent"])
    }
  }

  @Test func aWriteThatWaitsEndsWithTheSocket() async throws {
    try await withPair { near, far in
      let writing = Task { try await near.write(much) }
      while near.waitingBytes == 0 { try await turn() }
      near.close()
      await #expect(throws: SystemError("write", number: 32)) { try await writing.value }
    }
  }

  @Test func countsWhatTheSystemAndThePeerHaveTaken() async throws {
    try await withPair { near, far in
      try await near.write([1, 2, 3])
      #expect(near.handedBytes == 3)
      let writing = startNow { @MainActor in try? await near.write(much) }
      #expect(near.handedBytes + near.waitingBytes == 3 + much.count)
      #expect(near.waitingBytes > 0)
      // A loopback socket's peer has taken what its own system has room for, without reading.
      #expect(near.takenBytes == near.handedBytes - (near.unreadBytes - near.waitingBytes))
      near.close()
      await writing.value
    }
  }

  private func turn() async throws {
    try Task.checkCancellation()
    await withCheckedContinuation { turn in setImmediate { turn.resume() } }
  }
}
