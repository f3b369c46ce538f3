import Foundation
import TestSupport
import Testing

@testable import Engine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct FilesTests {
  @Test func readsWhatWasWritten() async throws {
    try await inFolder { folder in
      let bytes = patterned(300_000)
      try await writeFile("\(folder)/notes", bytes)
      #expect(try await readFile("\(folder)/notes") == bytes)
      try await writeFile("\(folder)/notes", "short")
      #expect(try await readFile("\(folder)/notes") == Array("short".utf8))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["notes"])
    }
  }

  @Test func keepsAFilesPermissions() async throws {
    try await inFolder { folder in
      try await writeFile("\(folder)/notes", "one")
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o640], ofItemAtPath: "\(folder)/notes")
      try await writeFile("\(folder)/notes", "two")
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/notes")
      #expect(attributes[.posixPermissions] as? Int == 0o640)
    }
  }

  /// Who may run a program as its owner may not thereby run other bytes so.
  @Test func theRightToActAsTheOwnerDoesNotGoOverToOtherBytes() async throws {
    try await inFolder { folder in
      try await writeFile("\(folder)/tool", "one")
      #expect(chmod("\(folder)/tool", 0o6750) == 0)
      try await copyFile("\(folder)/tool", to: "\(folder)/copy")
      try await writeFile("\(folder)/tool", "two")
      #expect(try await fileStatus("\(folder)/tool").permissions == 0o750)
      #expect(try await fileStatus("\(folder)/copy").permissions == 0o750)
    }
  }

  @Test func saysWhatWentWrong() async throws {
    try await inFolder { folder in
      let missing = await #expect(throws: SystemError.self) { try await readFile("\(folder)/none") }
      #expect(missing?.description == "ENOENT: no such file or directory, open \"\(folder)/none\"")
      #expect(missing?.code == "ENOENT" && missing?.path == "\(folder)/none")
      let isFolder = await #expect(throws: SystemError.self) { try await readFile(folder) }
      #expect(isFolder?.code == "EISDIR")
      let unwritable = await #expect(throws: SystemError.self) {
        try await writeFile("\(folder)/none/notes", "lost")
      }
      #expect(unwritable?.code == "ENOENT")
    }
  }

  @Test func knowsAFilesKindAndSize() async throws {
    try await inFolder { folder in
      let before = wallClockSeconds()
      try await writeFile("\(folder)/notes", "12345")
      let file = try await fileStatus("\(folder)/notes")
      #expect(file.kind == .file && file.size == 5)
      // A file system's clock may lag behind by a tick.
      #expect((before - 1...wallClockSeconds()).contains(file.modified))
      #expect(try await fileStatus(folder).kind == .folder)
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/link", withDestinationPath: "\(folder)/notes")
      #expect(try await fileStatus("\(folder)/link").kind == .file)
      let real = try await realPath("\(folder)/./link")
      #expect(real == (try await realPath("\(folder)/notes")))
    }
  }

  @Test func tellsVersionsOfAFileApart() async throws {
    try await inFolder { folder in
      let path = "\(folder)/notes"
      try await writeFile(path, "one")
      let first = try await fileStatus(path)
      // The second version is there before the first is gone, so it has an inode of its own.
      try await writeFile(path, "two")
      let second = try await fileStatus(path)
      #expect(first.size == second.size && first.inode != second.inode)
      #expect((0..<1_000_000_000).contains(second.modifiedNanoseconds))
      #expect(chmod(path, 0o604) == 0)
      #expect(try await fileStatus(path).permissions == 0o604)
    }
  }

  @Test func looksAtLinksThemselvesWhenAsked() async throws {
    try await inFolder { folder in
      let link = "\(folder)/link"
      #expect(symlink("nowhere", link) == 0)
      let itself = try await fileStatus(link, followingLinks: false)
      #expect(itself.kind == .link)
      let error = await #expect(throws: SystemError.self) { try await fileStatus(link) }
      #expect(error == SystemError("stat", path: link, number: ENOENT))
      #expect(mkfifo("\(folder)/pipe", 0o600) == 0)
      let pipe = try await fileStatus("\(folder)/pipe")
      #expect(pipe.kind == .other)
    }
  }

  @Test func appends() async throws {
    try await inFolder { folder in
      let path = "\(folder)/log"
      for line in ["one\n", "two\n", ""] { try await appendFile(path, line) }
      #expect(String(decoding: try await readFile(path), as: UTF8.self) == "one\ntwo\n")
    }
  }

  /// Many at once, on four threads: no line is lost or cut.
  @Test func whatIsAppendedAtOnceIsAllThere() async throws {
    try await inFolder { folder in
      let path = "\(folder)/log"
      try await withThrowingTaskGroup { group in
        for number in 0..<200 { group.addTask { try await appendFile(path, "line \(number)\n") } }
        try await group.waitForAll()
      }
      let lines = String(decoding: try await readFile(path), as: UTF8.self).split(separator: "\n")
      #expect(Set(lines.map(String.init)) == Set((0..<200).map { "line \($0)" }))
      #expect(lines.count == 200)
    }
  }

  @Test func movesAndCopiesAndRemoves() async throws {
    try await inFolder { folder in
      let (first, second, third) = ("\(folder)/first", "\(folder)/second", "\(folder)/third")
      let bytes = patterned(600_000)
      try await writeFile(first, bytes)
      #expect(chmod(first, 0o750) == 0)
      try await writeFile(third, "is replaced")
      try await rename(first, to: second)
      try await copyFile(second, to: third)
      #expect(try await readFolder(folder).map(\.name) == ["second", "third"])
      #expect(try await readFile(third) == bytes)
      #expect(try await fileStatus(third).permissions == 0o750)
      try await removeFile(second)
      #expect(try await readFolder(folder).map(\.name) == ["third"])
    }
  }

  /// A call with a path that cannot work, and what its error must say.
  struct Failing: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var call: String
    var code: String
    /// The path, in the test's folder.
    var path: String
    var destination: String?
    var attempt: @MainActor @Sendable (String) async throws -> Void

    init(
      _ name: String, _ code: String, _ call: String, _ path: String, to destination: String? = nil,
      _ attempt: @escaping @MainActor @Sendable (String) async throws -> Void
    ) {
      testDescription = "\(name) \(path)"
      self.code = code
      self.call = call
      self.path = path
      self.destination = destination
      self.attempt = attempt
    }
  }

  nonisolated static let failing =
    [
      Failing("readFile", "ENOENT", "open", "none") { _ = try await readFile($0) },
      Failing("readFile", "EISDIR", "read", "folder") { _ = try await readFile($0) },
      Failing("readFile", "ENOTDIR", "open", "file/below") { _ = try await readFile($0) },
      Failing("readFile", "ELOOP", "open", "loop") { _ = try await readFile($0) },
      Failing("writeFile", "ENOENT", "open", "none/file") { try await writeFile($0, "") },
      Failing("writeFile", "EISDIR", "open", "folder") { try await writeFile($0, "") },
      Failing("writeFile", "ENOENT", "realpath", "dangling") { try await writeFile($0, "") },
      Failing("appendFile", "ENOENT", "open", "none/file") { try await appendFile($0, "") },
      Failing("appendFile", "EISDIR", "open", "folder") { try await appendFile($0, "") },
      Failing("fileStatus", "ENOENT", "stat", "none") { _ = try await fileStatus($0) },
      Failing("fileStatus", "ENOENT", "lstat", "none") {
        _ = try await fileStatus($0, followingLinks: false)
      },
      Failing("realPath", "ENOENT", "realpath", "none") { _ = try await realPath($0) },
      Failing("readFolder", "ENOENT", "opendir", "none") { _ = try await readFolder($0) },
      Failing("readFolder", "ENOTDIR", "opendir", "file") { _ = try await readFolder($0) },
      Failing("makeFolder", "EEXIST", "mkdir", "folder") { try await makeFolder($0) },
      Failing("makeFolder", "ENOENT", "mkdir", "none/below") { try await makeFolder($0) },
      Failing("makeFolder", "EEXIST", "mkdir", "file") {
        try await makeFolder($0, withParents: true)
      },
      Failing("removeFile", "ENOENT", "unlink", "none") { try await removeFile($0) },
      Failing("removeFolder", "ENOENT", "rmdir", "none") { try await removeFolder($0) },
      Failing("removeFolder", "ENOTEMPTY", "rmdir", "folder") { try await removeFolder($0) },
      Failing("removeFolder", "ENOTDIR", "rmdir", "file") { try await removeFolder($0) },
      Failing("removeFolder", "ENOENT", "open", "none") {
        try await removeFolder($0, withContents: true)
      },
      Failing("rename", "ENOENT", "rename", "none", to: "none-2") {
        try await rename($0, to: $0 + "-2")
      },
      Failing("copyFile", "ENOENT", "open", "none") { try await copyFile($0, to: $0 + "-2") },
      Failing("copyFile", "EISDIR", "open", "folder") { try await copyFile($0, to: $0 + "-2") },
      Failing("leftovers", "ENOENT", "opendir", "none") {
        _ = try await leftovers(of: $0 + "/file")
      },
      Failing("openFile", "ENOENT", "open", "none") { _ = try await openFile($0) },
      Failing("openFile", "EISDIR", "open", "folder") { _ = try await openFile($0) },
      Failing("openWriter", "EISDIR", "open", "folder") {
        _ = try await openWriter($0)
      },
      Failing("openWriter", "ENOENT", "open", "none/file") {
        _ = try await openWriter($0, .appending)
      },
      Failing("watch", "ENOENT", "realpath", "none") { _ = try await watch($0) },
    ] + zeroBytes

  /// To the system these paths would end before their zero byte, and be `file` or `folder`.
  nonisolated static let zeroBytes = [
    Failing("readFile", "EINVAL", "open", "file\0.png") { _ = try await readFile($0) },
    Failing("writeFile", "EINVAL", "open", "file\0.png") { try await writeFile($0, "") },
    Failing("appendFile", "EINVAL", "open", "file\0.png") { try await appendFile($0, "") },
    Failing("fileStatus", "EINVAL", "stat", "file\0.png") { _ = try await fileStatus($0) },
    Failing("fileStatus", "EINVAL", "lstat", "file\0.png") {
      _ = try await fileStatus($0, followingLinks: false)
    },
    Failing("realPath", "EINVAL", "realpath", "file\0.png") { _ = try await realPath($0) },
    Failing("readFolder", "EINVAL", "opendir", "folder\0.d") { _ = try await readFolder($0) },
    Failing("makeFolder", "EINVAL", "mkdir", "new\0.d") { try await makeFolder($0) },
    Failing("makeFolder", "EINVAL", "mkdir", "new\0.d/below") {
      try await makeFolder($0, withParents: true)
    },
    Failing("removeFile", "EINVAL", "unlink", "file\0.png") { try await removeFile($0) },
    Failing("removeFolder", "EINVAL", "rmdir", "folder/below\0.d") {
      try await removeFolder($0)
    },
    Failing("removeFolder", "EINVAL", "rmdir", "folder\0.d") {
      try await removeFolder($0, withContents: true)
    },
    Failing("rename", "EINVAL", "rename", "file\0.png", to: "file\0.png-2") {
      try await rename($0, to: $0 + "-2")
    },
    Failing("copyFile", "EINVAL", "open", "file\0.png") { try await copyFile($0, to: "copy") },
    Failing("openFile", "EINVAL", "open", "file\0.png") { _ = try await openFile($0) },
    Failing("openWriter", "EINVAL", "open", "file\0.png") { _ = try await openWriter($0) },
    Failing("openWriter", "EINVAL", "open", "file\0.png") {
      _ = try await openWriter($0, .appending)
    },
    Failing("watch", "EINVAL", "realpath", "file\0.png") { _ = try await watch($0) },
  ]

  @Test(arguments: failing) func eachErrorNamesItsCallAndItsPath(_ failing: Failing) async throws {
    try await inFolder { folder in
      try await makeFolder("\(folder)/folder/below", withParents: true)
      try await writeFile("\(folder)/file", "")
      #expect(symlink("loop", "\(folder)/loop") == 0)
      #expect(symlink("nowhere", "\(folder)/dangling") == 0)
      let path = "\(folder)/\(failing.path)"
      let error = await #expect(throws: SystemError.self) { try await failing.attempt(path) }
      #expect(error?.code == failing.code)
      #expect(error?.call == failing.call)
      #expect(error?.path == path)
      #expect(error?.destination == failing.destination.map { "\(folder)/\($0)" })
      #expect(try await readFolder(folder).map(\.name) == ["dangling", "file", "folder", "loop"])
    }
  }
}
