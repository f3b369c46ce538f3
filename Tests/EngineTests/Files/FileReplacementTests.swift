import Dispatch
import TestSupport
import Testing

@testable import Engine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writers that are killed: whatever they were at, the file is whole. (What a disk loses with its power no test can show.)
@MainActor @Suite(.serialized, .fewAtOnce, .timeLimit(.minutes(10))) struct FileReplacementTests {
  nonisolated static let old = [UInt8](repeating: 111, count: 300_000)
  nonisolated static let new = [UInt8](repeating: 110, count: 500_000)

  /// Where the writer stands when it is killed.
  enum Moment: Int, CaseIterable {
    case created, halfWritten, written, flushed, renamed, folderFlushed
  }

  private struct State: Equatable {
    var isOld: Bool
    var leftovers: Int
  }

  private func state(_ folder: String) async throws -> State {
    let bytes = try await readFile("\(folder)/notes")
    #expect(bytes == Self.old || bytes == Self.new, "\(bytes.count) bytes")
    let leftovers = try await leftovers(of: "\(folder)/notes")
    // Nothing lies about that would not be recognised.
    #expect(try await readFolder(folder).count == 1 + leftovers.count)
    return State(isOld: bytes == Self.old, leftovers: leftovers.count)
  }

  @Test(.inItsOwnProcess, arguments: Moment.allCases)
  func aKillBetweenTwoStepsLeavesTheOldOrTheNew(_ moment: Moment) async throws {
    try await inFolder { folder in
      try await writeFile("\(folder)/notes", Self.old)
      let number = moment.rawValue
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [folder = folder as String, number = number as Int] in
        let replacement = try FileReplacement(of: "\(folder)/notes")
        if number >= Moment.halfWritten.rawValue {
          try replacement.write(Array(FileReplacementTests.new[..<200_000]))
        }
        if number >= Moment.written.rawValue {
          try replacement.write(Array(FileReplacementTests.new[200_000...]))
        }
        if number >= Moment.flushed.rawValue { try replacement.flush() }
        if number >= Moment.renamed.rawValue { try replacement.takePlace() }
        if number >= Moment.folderFlushed.rawValue { try replacement.flushFolder() }
        kill(getpid(), SIGKILL)
      }
      let isOld = moment.rawValue < Moment.renamed.rawValue
      #expect(try await state(folder) == State(isOld: isOld, leftovers: isOld ? 1 : 0))
    }
  }

  /// A writer that replaces the file again and again, killed at fifty different moments, by a thread that only looks at
  /// the clock.
  @Test(.inItsOwnProcess) func aKillAtAnyMomentLeavesTheOldOrTheNew() async throws {
    try await inFolder { folder in
      try await writeFile("\(folder)/notes", Self.old)
      var found: [State] = []
      for number in 0..<50 {
        await #expect(processExitsWith: .signal(SIGKILL)) {
          [folder = folder as String, number = number as Int] in
          // A queue of its own has a thread of its own, also where the writer keeps the only core.
          DispatchQueue(label: "kills").async {
            let end = Instant.now + .microseconds(2_000 + number * 173)
            while .now < end {}
            kill(getpid(), SIGKILL)
          }
          while true {
            try FileCalls.replace("\(folder)/notes", with: FileReplacementTests.new)
            try FileCalls.replace("\(folder)/notes", with: FileReplacementTests.old)
          }
        }
        found.append(try await state(folder))
        for path in try await leftovers(of: "\(folder)/notes") { try await removeFile(path) }
      }
      // Else nobody was killed at work.
      #expect(found.contains { $0.isOld } && found.contains { !$0.isOld })
      #expect(found.contains { $0.leftovers == 1 })
    }
  }

  @Test(arguments: [
    (".notes.12-3f.tmp", true), (".notes.1-0.tmp", true), ("notes", false), (".notes.tmp", false),
    (".notes.x-3f.tmp", false), (".notes.12-3g.tmp", false), (".notes.12-3f-1.tmp", false),
    (".notes2.12-3f.tmp", false), (".notes.12-3f.tmp2", false), (".notes.-3f.tmp", false),
  ]) func knowsLeftovers(_ name: String, _ isLeftover: Bool) {
    #expect(FileReplacement.isLeftover(name, of: "notes") == isLeftover)
  }

  @Test func worksForTheLongestName() async throws {
    try await inFolder { folder in
      let path = "\(folder)/" + String(repeating: "é", count: 127) + "x"
      try await writeFile(path, "long")
      #expect(try await readFile(path) == Array("long".utf8))
    }
  }

  @Test func aLinkStaysAndItsFileIsReplaced() async throws {
    try await inFolder { folder in
      try await makeFolder("\(folder)/below")
      try await writeFile("\(folder)/below/notes", "one")
      #expect(symlink("below/notes", "\(folder)/link") == 0)
      try await writeFile("\(folder)/link", "two")
      #expect(try await fileStatus("\(folder)/link", followingLinks: false).kind == .link)
      #expect(try await readFile("\(folder)/below/notes") == Array("two".utf8))
    }
  }

  @Test(.enabled(if: geteuid() != 0, "root may write everything"))
  func aFileThatIsReadOnlyIsNotReplaced() async throws {
    try await inFolder { folder in
      try await writeFile("\(folder)/notes", "one")
      #expect(chmod("\(folder)/notes", 0o400) == 0)
      let error = await #expect(throws: SystemError.self) {
        try await writeFile("\(folder)/notes", "two")
      }
      #expect(error == SystemError("open", path: "\(folder)/notes", number: EACCES))
    }
  }

  @Test func aDeviceIsWrittenIntoAndNotReplaced() async throws {
    try await writeFile("/dev/null", "gone")
    let error = await #expect(throws: SystemError.self) { try await openWriter("/dev/null") }
    #expect(error == SystemError("open", path: "/dev/null", number: ENOTSUP))
    #expect(try await fileStatus("/dev/null").kind == .other)
  }

  @Test(.inItsOwnProcess) func whatFailsLeavesTheOldAndNothingElse() async throws {
    try await inFolder { folder in
      try await writeFile("\(folder)/notes", Self.old)
      // A limit on the size of files fails the write in the middle.
      await #expect(processExitsWith: .success) { [folder = folder as String] in
        signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit(rlim_cur: 200_000, rlim_max: 200_000)
        setrlimit(fileSizeLimit, &limit)
        let error = #expect(throws: SystemError.self) {
          try FileCalls.replace("\(folder)/notes", with: FileReplacementTests.new)
        }
        #expect(error == SystemError("write", path: "\(folder)/notes", number: EFBIG))
      }
      #expect(try await state(folder) == State(isOld: true, leftovers: 0))
    }
  }

  @Test(arguments: [
    ("notes", ".", "notes"), ("a/b/notes", "a/b", "notes"), ("/notes", "/", "notes"),
    ("a/b/", "a", "b"), ("/", "/", ""),
    ("a/\u{301}b", "a", "\u{301}b"), ("", ".", ""), ("a//", "a", ""),
  ]) func cutsPaths(_ path: String, _ folder: String, _ name: String) {
    #expect(path.folderAndName == (folder, name))
  }
}

#if canImport(Glibc)
  private nonisolated let fileSizeLimit = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
#else
  private nonisolated let fileSizeLimit = RLIMIT_FSIZE
#endif
