// What is handed in as a source and is none: each gets a line that names it and says what to do, and the compiler
// never sees it.

import Engine
import Foundation
import TestSupport
import Testing

@testable import WorkbookKit

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct SourceFilesTests {
  /// A folder of sources in a folder of its own, made by `make`; and what is said of it, its path left out.
  private func complaint(_ make: (String) throws -> Void) async throws -> String? {
    let folder = try PrivateFolder()
    defer { folder.remove() }
    let sources = "\(folder.path)/Start"
    try FileManager.default.createDirectory(atPath: sources, withIntermediateDirectories: true)
    try make(sources)
    do {
      _ = try await SourceFiles(folder: sources)
      return nil
    } catch { return "\(error)".replacing(sources, with: "Start") }
  }

  private func write(_ bytes: [UInt8], _ path: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  @Test func filesAreReadInTheOrderOfTheirNames() async throws {
    let complaint = try await complaint { folder in
      try write(Array("print(1)".utf8), "\(folder)/main.swift")
      try write(Array("let zwölf = 12".utf8), "\(folder)/Übung.swift")
      try write([0xFF], "\(folder)/picture.png")
    }
    #expect(complaint == nil)
  }

  @Test func aLinkThatStaysInTheFolderIsAFile() async throws {
    let complaint = try await complaint { folder in
      try write(Array("print(1)".utf8), "\(folder)/answer.txt")
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/main.swift", withDestinationPath: "answer.txt")
    }
    #expect(complaint == nil)
  }

  @Test(arguments: ["/etc/passwd", "../Solution.swift", "/dev/zero", "nowhere", "main.swift"])
  func aLinkThatLeadsElsewhereIsNone(_ destination: String) async throws {
    let complaint = try await complaint { folder in
      try write(Array("secret".utf8), "\(folder)/../Solution.swift")
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/main.swift", withDestinationPath: destination)
    }
    #expect(
      complaint
        == "Start/main.swift is a link that leads out of its folder or nowhere, and must be a file")
  }

  @Test func aFolderOrAPipeIsNone() async throws {
    #expect(
      try await complaint { folder in
        try FileManager.default.createDirectory(
          atPath: "\(folder)/main.swift", withIntermediateDirectories: true)
      } == "Start/main.swift is a folder, and must be a file")
    #expect(
      try await complaint { mkfifo("\($0)/main.swift", 0o600) }
        == "Start/main.swift is a device, a pipe or a socket, and must be a file")
  }

  @Test func tooMuchIsRefusedWithoutReadingIt() async throws {
    let complaint = try await complaint { folder in
      try write([], "\(folder)/main.swift")
      truncate("\(folder)/main.swift", 100_000_000)
    }
    #expect(
      complaint
        == "Start/main.swift is too large (100000000 bytes): the sources of a program may have 1 MiB together"
    )
  }

  @Test func allFilesTogetherCount() async throws {
    let half = Array(repeating: UInt8(ascii: " "), count: SourceFiles.limit / 2)
    #expect(
      try await complaint { folder in
        try write(half, "\(folder)/a.swift")
        try write(half, "\(folder)/main.swift")
      } == nil)
    #expect(
      try await complaint { folder in
        try write(half, "\(folder)/a.swift")
        try write(half + half.prefix(1), "\(folder)/main.swift")
      }
        == "Start/main.swift is too large (524289 bytes): the sources of a program may have 1 MiB together"
    )
  }

  @Test func whatIsNoTextIsRefused() async throws {
    let complaint = try await complaint { try write([0x70, 0xFF, 0xFE], "\($0)/main.swift") }
    #expect(complaint == "Start/main.swift is not text in UTF-8: save it as such")
  }

  @Test(arguments: ["-o.swift", "@options.swift", ".hidden.swift", " .swift"])
  func aNameIsNoOrderToTheCompiler(_ name: String) async throws {
    let complaint = try await complaint { folder in
      try write([], "\(folder)/main.swift")
      try write([], "\(folder)/\(name)")
    }
    #expect(
      complaint == "Start/\(name): a file's name must begin with a letter or a digit")
  }

  @Test func whereThereIsNoMainThereIsNothing() async throws {
    #expect(try await complaint { _ in } == "Start: there is no main.swift")
    #expect(
      try await complaint { try FileManager.default.removeItem(atPath: $0) }
        == "Start: there is no main.swift, because its folder is not there")
  }
}
