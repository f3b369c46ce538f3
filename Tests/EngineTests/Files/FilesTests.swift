import Foundation
import Testing

@testable import Engine

@MainActor struct FilesTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("engine-files-\(UUID().uuidString)").path

  private func inFolder(_ body: @MainActor (String) async throws -> Void) async throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder)
  }

  @Test func readsWhatWasWritten() async throws {
    try await inFolder { folder in
      let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
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
}
