import TestSupport
import Testing

@testable import Engine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct OpenFileTests {
  private static let bytes = patterned(100_000)

  private func withFile(_ body: @MainActor (String) async throws -> Void) async throws {
    try await inFolder { folder in
      try await writeFile("\(folder)/file", Self.bytes)
      try await body("\(folder)/file")
    }
  }

  @Test func readsAWholeFileInChunks() async throws {
    try await withFile { path in
      var chunks: [[UInt8]] = []
      for try await chunk in try await openFile(path) { chunks.append(chunk) }
      #expect(chunks.map(\.count) == [65_536, 34_464])
      #expect(Array(chunks.joined()) == Self.bytes)
    }
  }

  @Test(arguments: [
    (0..<100_000, 50_000, [50_000, 50_000]), (10..<20, 4, [4, 4, 2]), (5..<5, 4, []),
    (99_990..<100_010, 100, [10]), (200_000..<300_000, 100, []), (0..<3, 0, [1, 1, 1]),
  ]) func readsARange(_ range: Range<Int>, _ size: Int, _ sizes: [Int]) async throws {
    try await withFile { path in
      var chunks: [[UInt8]] = []
      for try await chunk in try await openFile(path).chunks(in: range, size: size) {
        chunks.append(chunk)
      }
      #expect(chunks.map(\.count) == sizes)
      #expect(Array(chunks.joined()) == Array(Self.bytes[range.clamped(to: 0..<100_000)]))
    }
  }

  /// What is changed behind the last chunk is seen: it had not been read.
  @Test func readsTheNextChunkOnlyWhenItIsAskedFor() async throws {
    try await withFile { path in
      let iterator = try await openFile(path).chunks(size: 10)
      var chunks = iterator
      _ = try await chunks.next()
      let descriptor = open(path, O_WRONLY)
      #expect(pwrite(descriptor, "abcdefghij", 10, 10) == 10)
      close(descriptor)
      #expect(try await chunks.next() == Array("abcdefghij".utf8))
      truncate(path, 25)
      #expect(try await chunks.next()?.count == 5)
      #expect(try await chunks.next() == nil)
    }
  }

  @Test func anOpenFileStaysTheVersionThatWasOpened() async throws {
    try await withFile { path in
      let file = try await openFile(path)
      try await writeFile(path, "another")
      #expect(file.status.size == Self.bytes.count)
      #expect(try await file.read(200_000, at: 0) == Self.bytes)
    }
  }

  @Test func aClosedFileIsNotRead() async throws {
    try await withFile { path in
      let file = try await openFile(path)
      file.close()
      file.close()
      let error = await #expect(throws: SystemError.self) { try await file.read(1, at: 0) }
      #expect(error == SystemError("read", path: path, number: EBADF))
    }
  }

  /// The number of a file that is being read is not given to another one meanwhile.
  @Test func whatIsBeingReadWhileItIsClosedIsStillRead() async throws {
    try await withFile { path in
      let file = try await openFile(path)
      var read: [UInt8]?
      let reading = startNow { @MainActor in read = try? await file.read(5, at: 30) }
      file.close()
      try await writeFile(path, "another")
      let other = try await openFile(path)
      await reading.value
      #expect(read == Array(Self.bytes[30..<35]))
      other.close()
    }
  }

  @Test func aCancelledTaskReadsNoFurther() async throws {
    try await withFile { path in
      let file = try await openFile(path)
      let reading = Task {
        for try await _ in file { withUnsafeCurrentTask { $0?.cancel() } }
      }
      await #expect(throws: CancellationError.self) { try await reading.value }
    }
  }

  /// More files than the process may have open, each forgotten.
  @Test(.inItsOwnProcess) func aForgottenFileIsClosed() async throws {
    try await withFile { path in
      await #expect(processExitsWith: .success) { [path = path as String] in
        allowDescriptors(64)
        for _ in 0..<200 {
          #expect(try await openFile(path).read(1, at: 3) == [0])
          try await openWriter(path, .appending).write("")
        }
      }
    }
  }
}

#if canImport(Glibc)
  private nonisolated let descriptorLimit = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
#else
  private nonisolated let descriptorLimit = RLIMIT_NOFILE
#endif

private nonisolated func allowDescriptors(_ count: UInt) {
  var limit = rlimit(rlim_cur: rlim_t(count), rlim_max: rlim_t(count))
  setrlimit(descriptorLimit, &limit)
}
