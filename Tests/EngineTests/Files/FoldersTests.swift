import TestSupport
import Testing

@testable import Engine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct FoldersTests {
  @Test func listsNamesInOrderWithWhatTheyAre() async throws {
    try await inFolder { folder in
      for name in ["zoe", "adam", "Zoe", ".hidden", "été"] {
        try await writeFile("\(folder)/\(name)", "")
      }
      try await makeFolder("\(folder)/below")
      #expect(symlink("below", "\(folder)/link") == 0)
      #expect(mkfifo("\(folder)/pipe", 0o600) == 0)
      #expect(
        try await readFolder(folder) == [
          FolderEntry(name: ".hidden", kind: .file), FolderEntry(name: "Zoe", kind: .file),
          FolderEntry(name: "adam", kind: .file), FolderEntry(name: "below", kind: .folder),
          FolderEntry(name: "link", kind: .link), FolderEntry(name: "pipe", kind: .other),
          FolderEntry(name: "zoe", kind: .file), FolderEntry(name: "été", kind: .file),
        ])
      #expect(try await readFolder("\(folder)/below").isEmpty)
    }
  }

  @Test func makesAllThatIsMissing() async throws {
    try await inFolder { folder in
      for _ in 1...2 { try await makeFolder("\(folder)/one/two/three/", withParents: true) }
      #expect(try await fileStatus("\(folder)/one/two/three").kind == .folder)
      // Several at once: whoever comes second finds the work done.
      try await withThrowingTaskGroup { group in
        for _ in 0..<20 {
          group.addTask { try await makeFolder("\(folder)/a/b/c/d", withParents: true) }
        }
        try await group.waitForAll()
      }
      #expect(try await readFolder("\(folder)/a/b/c").map(\.name) == ["d"])
    }
  }

  @Test func removesAFolderWithAllInItAndNothingElse() async throws {
    try await inFolder { folder in
      try await makeFolder("\(folder)/old/deep/deeper", withParents: true)
      try await makeFolder("\(folder)/kept")
      try await writeFile("\(folder)/kept/file", "stays")
      for number in 0..<300 { try await appendFile("\(folder)/old/deep/\(number)", "") }
      #expect(symlink("\(folder)/kept", "\(folder)/old/deep/link") == 0)
      try await removeFolder("\(folder)/old", withContents: true)
      #expect(try await readFolder(folder).map(\.name) == ["kept"])
      #expect(try await readFolder("\(folder)/kept").map(\.name) == ["file"])
      // A link to a folder is no folder.
      #expect(symlink("\(folder)/kept", "\(folder)/link") == 0)
      await #expect(throws: SystemError.self) {
        try await removeFolder("\(folder)/link", withContents: true)
      }
      #expect(try await readFolder("\(folder)/kept").map(\.name) == ["file"])
    }
  }

  /// Linux takes any bytes for a name; Apple's systems refuse these.
  @Test func removesNamesThatAreNoText() async throws {
    try await inFolder { folder in
      try await makeFolder("\(folder)/old")
      let name = Array("\(folder)/old/".utf8CString.dropLast()) + [CChar(bitPattern: 0xFF), 0]
      let descriptor = open(name, O_CREAT | O_WRONLY, 0o600)
      guard descriptor >= 0 else { return #expect(errno == EILSEQ) }
      close(descriptor)
      #expect(try await readFolder("\(folder)/old").map(\.name) == ["\u{FFFD}"])
      try await removeFolder("\(folder)/old", withContents: true)
      #expect(try await readFolder(folder).isEmpty)
    }
  }
}
