// Patches: what they look like, and that Git, where it is there, makes the right side out of the left one with them.

import Engine
import Foundation
import TestSupport
import Testing

@testable import WorkbookKit

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct UnifiedPatchTests {
  private static func listing(_ files: [String: String]) -> Listing {
    Listing(name: "left", prefix: "left/", patchPrefix: "Start/", files: files)
  }

  private nonisolated static let ten = (1...10).map { "line \($0)\n" }.joined()

  @Test func itIsWrittenAsGitWritesIt() {
    let right = Self.ten.replacing("line 5\n", with: "five\nand a half\n")
    let patch = UnifiedPatch.text(
      Self.listing(["main.swift": Self.ten]), Self.listing(["main.swift": right]))
    #expect(
      patch == """
        diff --git a/Start/main.swift b/Start/main.swift
        --- a/Start/main.swift
        +++ b/Start/main.swift
        @@ -2,7 +2,8 @@
         line 2
         line 3
         line 4
        -line 5
        +five
        +and a half
         line 6
         line 7
         line 8

        """)
  }

  @Test func equalTextsNeedNone() {
    let files = Self.listing(["main.swift": Self.ten])
    #expect(UnifiedPatch.text(files, files) == "")
  }

  private nonisolated static let changes: [(String, [String: String], [String: String])] = [
    (
      "far apart", ["a.swift": ten + ten + ten],
      ["a.swift": "0\n" + ten + "x\n" + ten + ten + "y\n"]
    ),
    ("no newline before", ["a.swift": "a\nb"], ["a.swift": "a\nb\n"]),
    ("no newline after", ["a.swift": "a\nb\n"], ["a.swift": "a\nb"]),
    ("no newline ever", ["a.swift": "a\nb"], ["a.swift": "a\nc"]),
    ("something behind it", ["a.swift": "a\nb"], ["a.swift": "a\nb\nc"]),
    ("from nothing", ["a.swift": ""], ["a.swift": "a\n"]),
    ("to nothing", ["a.swift": "a\nb"], ["a.swift": ""]),
    ("one newline", ["a.swift": ""], ["a.swift": "\n"]),
    ("line ends", ["a.swift": "a\r\nb\r\n"], ["a.swift": "a\nb\r\n"]),
    ("spaces", ["a.swift": "  a\n"], ["a.swift": "a \n"]),
    ("equal to the eye", ["a.swift": "e\u{301}\n"], ["a.swift": "\u{E9}\n"]),
    ("a file more", ["a.swift": "a\n"], ["a.swift": "a\n", "b c.swift": "b"]),
    ("an empty file more", ["a.swift": "a\n"], ["a.swift": "a\n", "Folder/b.swift": ""]),
    ("a file less", ["a.swift": "a\n", "b.swift": "b"], ["a.swift": "a\n"]),
    ("an empty file less", ["a.swift": "a\n", "b.swift": ""], ["a.swift": "a\n"]),
    ("a hard name", ["a \"b\"\\\tö.swift": "a\n"], ["a \"b\"\\\tö.swift": "b\n"]),
    ("another name", ["a.swift": "a\n"], ["b.swift": "b\n"]),
    ("text like a patch", ["a.swift": "-- a\n@@ b\n"], ["a.swift": "++ a\n@@ c\n\\ d\n"]),
  ]

  @Test(.enabled(if: git != nil, "git is not installed"), arguments: changes)
  func gitMakesOneOutOfTheOther(
    _ name: String, _ left: [String: String], _ right: [String: String]
  ) async throws {
    let git = try #require(Self.git)
    let folder =
      FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
      + "/patch-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for (path, text) in left { try Self.write(text, "\(folder)/Start/\(path)") }
    let patch = UnifiedPatch.text(Self.listing(left), Self.listing(right))
    try Self.write(patch, "\(folder)/change.patch")
    // Outside of a repository, or it would take no notice of files that are not its own.
    let child = try ChildProcess.spawn(
      git, ["apply", "--whitespace=nowarn", "change.patch"],
      environment: ["GIT_CEILING_DIRECTORIES": folder, "GIT_DIR": "/dev/null"], folder: folder,
      output: .pipe, errors: .pipe)
    let errors = String(decoding: try await child.errors?.readAll(upTo: 9_999) ?? [], as: UTF8.self)
    #expect(await child.wait() == .exited(0), "\(errors)\(patch)")
    #expect(try Self.files("\(folder)/Start") == Self.named(right, as: left))
  }

  /// A single file of each side is one file with one name: the left's.
  private static func named(_ right: [String: String], as left: [String: String]) -> [String:
    [UInt8]]
  {
    let onlyName = left.count == 1 && right.count == 1 ? left.keys.first : nil
    return Dictionary(
      uniqueKeysWithValues: right.map { (onlyName ?? $0.key, Array($0.value.utf8)) })
  }

  private static func files(_ folder: String) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    let all = FileManager.default.enumerator(atPath: folder)
    while let path = all?.nextObject() as? String {
      guard let data = FileManager.default.contents(atPath: "\(folder)/\(path)"),
        path.hasSuffix(".swift")
      else { continue }
      files[path] = Array(data)
    }
    return files
  }

  private static func write(_ text: String, _ path: String) throws {
    let file = URL(fileURLWithPath: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: file, atomically: true, encoding: .utf8)
  }

  private nonisolated static let git = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin")
    .split(separator: ":")
    .map { "\($0)/git" }.first { FileManager.default.isExecutableFile(atPath: $0) }
}
