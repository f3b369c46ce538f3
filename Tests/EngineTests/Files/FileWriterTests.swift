import TestSupport
import Testing

@testable import Engine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct FileWriterTests {
  private func text(_ path: String) async throws -> String {
    String(decoding: try await readFile(path), as: UTF8.self)
  }

  @Test func aReplacementAppearsWhenItIsFinished() async throws {
    try await inFolder { folder in
      let path = "\(folder)/notes"
      try await writeFile(path, "old")
      let file = try await openWriter(path)
      for number in 0..<5_000 { try await file.write("line \(number)\n") }
      #expect(try await text(path) == "old")
      try await file.finish()
      #expect(try await text(path) == (0..<5_000).map { "line \($0)\n" }.joined())
      #expect(try await readFolder(folder).map(\.name) == ["notes"])
      let error = await #expect(throws: SystemError.self) { try await file.write("late") }
      #expect(error == SystemError("write", path: path, number: EBADF))
    }
  }

  @Test func aReplacementThatIsGivenUpLeavesTheOld() async throws {
    try await inFolder { folder in
      let path = "\(folder)/notes"
      try await writeFile(path, "old")
      let file = try await openWriter(path)
      try await file.write([UInt8](repeating: 120, count: 1_000_000))
      file.close()
      try await onlyNotesIsLeft(folder)
      await #expect(throws: SystemError.self) { try await file.finish() }
      #expect(try await text(path) == "old")
    }
  }

  @Test func aReplacementThatIsForgottenLeavesTheOld() async throws {
    try await inFolder { folder in
      try await writeFile("\(folder)/notes", "old")
      try await openWriter("\(folder)/notes").write("half")
      try await onlyNotesIsLeft(folder)
      #expect(try await text("\(folder)/notes") == "old")
    }
  }

  /// What is being written at the moment holds the file a little longer.
  private func onlyNotesIsLeft(_ folder: String) async throws {
    while try await readFolder(folder).map(\.name) != ["notes"] { try Task.checkCancellation() }
  }

  @Test func whatIsAppendedCanBeReadAtOnce() async throws {
    try await inFolder { folder in
      let path = "\(folder)/log"
      try await writeFile(path, "one\n")
      let file = try await openWriter(path, .appending)
      try await file.write("two\n")
      while try await text(path) != "one\ntwo\n" { try Task.checkCancellation() }
      try await file.write("three\n")
      try await file.finish()
      #expect(try await text(path) == "one\ntwo\nthree\n")
    }
  }

  @Test func piecesOfSeveralTasksStayWhole() async throws {
    try await inFolder { folder in
      let file = try await openWriter("\(folder)/log", .appending)
      try await withThrowingTaskGroup { group in
        for number in 0..<50 {
          group.addTask {
            for _ in 0..<20 {
              try await file.write(String(repeating: "\(number) ", count: 500) + "\n")
            }
          }
        }
        try await group.waitForAll()
      }
      try await file.finish()
      let lines = try await text("\(folder)/log").split(separator: "\n")
      #expect(lines.count == 1_000)
      #expect(lines.allSatisfy { Set($0.split(separator: " ")).count == 1 })
    }
  }

  /// The slowest disk there is: a pipe that nobody reads.
  @Test func aSlowDiskMakesTheWriterWait() async throws {
    try await inFolder { folder in
      let path = "\(folder)/pipe"
      #expect(mkfifo(path, 0o600) == 0)
      let reader = PipeReader(open(path, O_RDONLY | O_NONBLOCK))
      let file = try await openWriter(path, .appending)
      var written = 0
      let writing = Task {
        for _ in 0..<256 {
          try await file.write([UInt8](repeating: 120, count: 16_384))
          written += 16_384
        }
        try await file.finish()
      }
      while written < 65_536 { try await turn() }
      for _ in 0..<200 { try await turn() }
      // A pipe takes 64 KiB, as many are on their way into it, and as many wait.
      #expect(written < 400_000)
      var count = 0
      while count < 256 * 16_384, let chunk = try await reader.next() { count += chunk.count }
      #expect(count == 256 * 16_384)
      try await writing.value
      reader.close()
    }
  }

  private func turn() async throws {
    try Task.checkCancellation()
    await withCheckedContinuation { turn in setImmediate { turn.resume() } }
  }

  @Test(.enabled(if: access("/dev/full", W_OK) == 0)) func aFullDiskIsTold() async throws {
    let full = SystemError("write", path: "/dev/full", number: ENOSPC)
    let file = try await openWriter("/dev/full", .appending)
    try await file.write("a little waits")
    let first = await #expect(throws: SystemError.self) { try await file.finish() }
    #expect(first == full)
    let other = try await openWriter("/dev/full", .appending)
    let much = [UInt8](repeating: 120, count: 100_000)
    let second = await #expect(throws: SystemError.self) { try await other.write(much) }
    #expect(second == full)
  }
}
