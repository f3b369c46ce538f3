// Zips of every kind of wrong. They are built here byte by byte, because no program that makes zips makes these.

import Engine
import Foundation
import TestSupport
import Testing

@testable import WorkbookKit

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ZipArchiveTests {
  @Test func storedAndDeflatedFilesComeOutWithTheirDates() async throws {
    var zip = Zip()
    zip.add("hello/main.swift", "print(1)\n")
    zip.add("hello/deep/notes.txt", String(repeating: "note ", count: 500), isDeflated: true)
    zip.add("hello/", "")
    for hidden in [".git/config", "hello/.build/x", "__MACOSX/hello/._main.swift", "hello/link"] {
      zip.add(hidden, "x", isLink: hidden == "hello/link")
    }
    let files = try await unpacked(zip.bytes)
    #expect(files.map(\.name) == ["hello/deep/notes.txt", "hello/main.swift"])
    #expect(files.map(\.text) == [String(repeating: "note ", count: 500), "print(1)\n"])
    // 2026-11-30, 18:00:02
    let deadline = try #require(Deadline("2026-11-30T18:00"))
    #expect(files.map(\.date) == [deadline.date + 2, deadline.date + 2])
  }

  /// What is stored gets the frame of deflate, in which a piece has 65,535 bytes at most.
  @Test(arguments: [0, 1, 65_534, 65_535, 65_536, 131_070, 200_000])
  func storedFilesOfAnySizeComeOut(_ size: Int) throws {
    let text = String((0..<size).map { _ in "x" })
    var zip = Zip()
    zip.add("main.swift", text)
    let archive = try ZipArchive(zip.bytes)
    #expect(try archive.content(of: archive.entries[0], limit: size) == Array(text.utf8))
    #expect(throws: ZipArchive.Unreadable.self) {
      try archive.content(of: archive.entries[0], limit: size - 1)
    }
  }

  @Test(arguments: [
    ("../main.swift", "names a file outside of itself: ../main.swift"),
    ("/etc/passwd", "names a file outside of itself: /etc/passwd"),
    ("a\\..\\..\\main.swift", "names a file outside of itself: a\\..\\..\\main.swift"),
    ("\u{1B}[2J/../x", "names a file outside of itself: ␛[2J/../x"),
  ]) func noFileLeavesTheFolder(_ name: String, _ reason: String) {
    var zip = Zip()
    zip.add(name, "x")
    #expect(throws: ZipArchive.Unreadable(reason)) { try ZipArchive(zip.bytes) }
  }

  @Test func whatIsDamagedIsSaid() async throws {
    var zip = Zip()
    zip.add("main.swift", String(repeating: "print(1)\n", count: 50), isDeflated: true)
    var wrongSum = zip
    wrongSum.bytes[wrongSum.directory + 16] ^= 1
    await refuses(wrongSum.bytes, "main.swift is damaged in it")
    var encrypted = zip
    encrypted.bytes[encrypted.directory + 8] |= 1
    await refuses(encrypted.bytes, "main.swift is encrypted in it")
    var packed = zip
    packed.bytes[packed.directory + 10] = 14
    await refuses(packed.bytes, "main.swift is packed in a way that is not read (method 14)")
    var stored = Zip()
    stored.add("main.swift", "print(1)\n")
    stored.bytes[30 + "main.swift".count] ^= 1
    await refuses(stored.bytes, "main.swift is damaged in it")
    zip.add("main.swift", "again")
    await refuses(zip.bytes, "holds main.swift twice")
    await refuses([], "no zip, or one that is cut short")
  }

  /// Nothing crashes, and nothing but the whole is read.
  @Test func aZipThatIsCutAnywhereIsRefused() throws {
    var zip = Zip()
    zip.add("main.swift", String(repeating: "print(1)\n", count: 50), isDeflated: true)
    for count in zip.bytes.indices {
      #expect(throws: ZipArchive.Unreadable.self) { try ZipArchive(Array(zip.bytes[..<count])) }
    }
  }

  /// Each byte in turn is another one: it is read, or refused, and never more comes out than may.
  @Test func aZipWithAnyByteChangedIsReadOrRefused() throws {
    var zip = Zip()
    zip.add("main.swift", String(repeating: "print(1)\n", count: 50), isDeflated: true)
    for index in zip.bytes.indices {
      for bits: UInt8 in [0x01, 0x80, 0xFF] {
        var bytes = zip.bytes
        bytes[index] ^= bits
        guard let archive = try? ZipArchive(bytes) else { continue }
        for entry in archive.entries {
          let content = try? archive.content(of: entry, limit: 1_000)
          #expect((content?.count ?? 0) <= 1_000)
        }
      }
    }
  }

  @Test func bombsAreNotUnpacked() async throws {
    let limit = ZipArchive.contentLimit
    var honest = Zip()
    honest.add("main.swift", String(repeating: "\0", count: limit + 1), isDeflated: true)
    await refuses(honest.bytes, "holds more than 32 MiB", remedy: "hand in without .build")
    // Its list says that it is small.
    var liar = honest
    liar.bytes.replaceSubrange((liar.directory + 24)..<(liar.directory + 28), with: [1, 0, 0, 0])
    await refuses(liar.bytes, "holds more than 32 MiB", remedy: "hand in without .build")
    var many = Zip()
    for number in 0...ZipArchive.countLimit { many.add("\(number)", "") }
    await refuses(many.bytes, "holds more than 2000 files", remedy: "hand in without .build")
  }

  // MARK: Helpers

  private func unpacked(_ bytes: [UInt8]) async throws -> [(
    name: String, text: String, date: Date?
  )] {
    let folder = try PrivateFolder()
    defer { folder.remove() }
    try await writeFile("\(folder.path)/class.zip", bytes)
    try await ZipArchive.unpack("\(folder.path)/class.zip", into: "\(folder.path)/out")
    let names = SubmittedWork(folder: "\(folder.path)/out").files
    return try names.map { $0.joined(separator: "/") }.map { name in
      let file = "\(folder.path)/out/\(name)"
      let date = try FileManager.default.attributesOfItem(atPath: file)[.modificationDate] as? Date
      return (name, try String(contentsOfFile: file, encoding: .utf8), date)
    }
  }

  private func refuses(
    _ bytes: [UInt8], _ reason: String, remedy: String = "zip it again, and hand that in"
  ) async {
    await #expect(throws: ZipArchive.Unreadable(reason, remedy: remedy)) {
      _ = try await unpacked(bytes)
    }
  }
}

/// Makes zips.
private struct Zip {
  private var files: [UInt8] = []
  private var list: [UInt8] = []
  private var count = 0
  /// The whole; changes to it are lost when a file is added.
  var bytes: [UInt8] = []
  /// Where its list of files begins.
  var directory: Int { files.count }

  mutating func add(_ name: String, _ text: String, isDeflated: Bool = false, isLink: Bool = false)
  {
    let gzip = Deflater.deflate(Array(text.utf8), as: .gzip)
    let content = isDeflated ? Array(gzip.dropFirst(10).dropLast(8)) : Array(text.utf8)
    // Time 18:00:02 and date 2026-11-30.
    let common =
      [0, 0, isDeflated ? 8 : 0, 0].map { UInt8($0) } + [0x01, 0x90, 0x7E, 0x5D]
      + gzip.suffix(8).prefix(4) + number(content.count) + number(text.utf8.count)
      + number(name.utf8.count, 2) + [0, 0]
    list +=
      [0x50, 0x4B, 1, 2, 20, 3, 20, 0] + common + [0, 0, 0, 0, 0, 0]
      + number(isLink ? 0xA1FF << 16 : 0x81A4 << 16) + number(files.count) + Array(name.utf8)
    files += [0x50, 0x4B, 3, 4, 20, 0] + common + Array(name.utf8) + content
    count += 1
    bytes =
      files + list + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + number(count, 2) + number(count, 2)
      + number(list.count) + number(files.count) + [0, 0]
  }

  private func number(_ value: Int, _ count: Int = 4) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }
}
