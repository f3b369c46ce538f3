import TestSupport
import Testing

@testable import Engine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A connection that is never made, and what giving it up leaves behind. Each test has a process of its own, where no other
/// one opens descriptors.
@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct SocketConnectTests {
  /// Whoever stops waiting gets the descriptor back at once, long before the time for the connection is over.
  @Test(.inItsOwnProcess) func aCancelledHandshakeLeavesNoDescriptor() async {
    await #expect(processExitsWith: .success) {
      try await bounded {
        let server = try DeafServer()
        let before = nextDescriptor()
        let task = Task {
          try await Socket.connect(host: "127.0.0.1", port: server.port, timeout: .seconds(900))
        }
        try await until { nextDescriptor() != before }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(nextDescriptor() == before)
      }
    }
  }

  /// Cancelled while the name is looked up: no handshake is waited for.
  @Test(.inItsOwnProcess) func aCancelledLookupWaitsForNoHandshake() async {
    await #expect(processExitsWith: .success) {
      try await bounded {
        let server = try DeafServer()
        let task = Task {
          try await Socket.connect(host: "127.0.0.1", port: server.port, timeout: .seconds(900))
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
      }
    }
  }

  @Test(.inItsOwnProcess) func aHandshakeThatTakesTooLongIsGivenUp() async {
    await #expect(processExitsWith: .success) {
      try await bounded {
        let server = try DeafServer()
        let before = nextDescriptor()
        await #expect(throws: SystemError("connect", number: ETIMEDOUT)) {
          try await Socket.connect(
            host: "127.0.0.1", port: server.port, timeout: .milliseconds(20))
        }
        #expect(nextDescriptor() == before)
      }
    }
  }
}

/// A listener whose queue is full: who connects to it waits, for neither yes nor no comes back.
@MainActor final class DeafServer {
  private let listener: Listener
  private var fillers: [Int32] = []

  var port: Int { listener.address.port }

  init() throws {
    listener = try Listener(port: 0)
    listen(listener.descriptor, 0)
    for _ in 0..<4 {
      let descriptor = makeStreamSocket(listener.address.family)
      _ = listener.address.withSystemForm { connect(descriptor, $0, $1) }
      fillers.append(descriptor)
    }
  }

  func close() {
    listener.close()
    fillers.forEach(closeDescriptor)
  }
}

/// Low numbers are given out first: a descriptor that is not given back shows in the next one.
func nextDescriptor() -> Int32 {
  let next = dup(0)
  close(next)
  return next
}
