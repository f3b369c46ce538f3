import TestSupport
import Testing

@testable import Engine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct SocketSendFileTests {
  /// Both ends of a connection, and a file to send over it.
  private func withPairAndFile(
    _ content: [UInt8], _ body: @MainActor (Socket, Socket, OpenFile) async throws -> Void
  ) async throws {
    try await withPair { near, far in
      try await inFolder { folder in
        try await writeFile("\(folder)/file", content)
        try await body(near, far, try await openFile("\(folder)/file"))
      }
    }
  }

  private func readAll(_ socket: Socket) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    while let chunk = try await socket.read() { bytes += chunk }
    return bytes
  }

  private static let content = patterned(5_000_000)

  @Test func aFileGoesBetweenWhatIsWrittenBeforeAndAfter() async throws {
    try await withPairAndFile(Self.content) { near, far, file in
      let before = [UInt8](repeating: 1, count: 3_000_000)
      let sending = Task {
        try near.sendSoon(before)
        try await near.sendFile(file, range: 10..<4_999_990)
        try await near.sendFile(file, range: 5..<5)
        try await near.write([2, 3])
        near.end()
      }
      let bytes = try await readAll(far)
      let isSame = bytes == before + Self.content[10..<4_999_990] + [2, 3]
      #expect(isSame)
      try await sending.value
    }
  }

  /// Whoever says that nothing more comes means: after the file.
  @Test func anEndWaitsForTheFile() async throws {
    try await withPairAndFile(Self.content) { near, far, file in
      let sending = startNow { @MainActor in try? await near.sendFile(file, range: 0..<5_000_000) }
      near.end()
      file.close()
      let bytes = try await readAll(far)
      let isSame = bytes == Self.content
      #expect(isSame)
      await sending.value
    }
  }

  @Test func aPeerThatDoesNotReadMakesItWait() async throws {
    try await withPairAndFile([]) { near, far, file in
      let size = 256 << 20
      #expect(truncate(file.path, off_t(size)) == 0)
      let sending = startNow { @MainActor in try? await near.sendFile(file, range: 0..<size) }
      for _ in 0..<500 {
        await withCheckedContinuation { turn in setImmediate { turn.resume() } }
      }
      #expect(near.waitingBytes > size / 2)
      near.close()
      await sending.value
    }
  }

  @Test func aShorterFileIsToldAndTheConnectionStays() async throws {
    try await withPairAndFile([1, 2, 3]) { near, far, file in
      let error = await #expect(throws: FileEndedEarly.self) {
        try await near.sendFile(file, range: 1..<9)
      }
      #expect(error == FileEndedEarly(path: file.path, end: 9))
      try await near.write([4])
      near.end()
      let bytes = try await readAll(far)
      #expect(bytes == [2, 3, 4])
    }
  }

  @Test func aPeerThatLeavesIsToldWithoutAPath() async throws {
    try await withPairAndFile(Self.content) { near, far, file in
      far.reset()
      let error = await #expect(throws: SystemError.self) {
        while true { try await near.sendFile(file, range: 0..<5_000_000) }
      }
      #expect(error?.path == nil)
      #expect(!near.isOpen)
    }
  }

  @Test func aClosedFileIsToldWithItsPath() async throws {
    try await withPairAndFile([1]) { near, far, file in
      file.close()
      let error = await #expect(throws: SystemError.self) {
        try await near.sendFile(file, range: 0..<1)
      }
      #expect(error == SystemError("sendfile", path: file.path, number: EBADF))
    }
  }

  @Test func aCancelledTaskSendsNoFurther() async throws {
    try await withPairAndFile([]) { near, far, file in
      let size = 256 << 20
      #expect(truncate(file.path, off_t(size)) == 0)
      let sending = Task { try await near.sendFile(file, range: 0..<size) }
      while near.waitingBytes == 0 {
        try Task.checkCancellation()
        await withCheckedContinuation { turn in setImmediate { turn.resume() } }
      }
      sending.cancel()
      await #expect(throws: CancellationError.self) { try await sending.value }
      #expect(near.waitingBytes == 0)
      near.end()
      let bytes = try await readAll(far)
      #expect(bytes.count < size)
    }
  }
}
