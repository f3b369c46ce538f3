// What is kept of compiled programs, and what goes.

import Foundation
import TestSupport
import Testing

@testable import WorkbookKit

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ProgramCacheTests {
  private let now = Date()

  /// Something in a folder that was used so many seconds ago.
  private func add(_ name: String, to folder: String, age: TimeInterval) throws {
    let file = "\(folder)/\(name)"
    #expect(
      FileManager.default.createFile(
        atPath: file, contents: nil, attributes: [.posixPermissions: 0o755]))
    try FileManager.default.setAttributes([.modificationDate: now - age], ofItemAtPath: file)
  }

  private func key(_ number: Int) -> Fingerprint { Fingerprint([Data("\(number)".utf8)]) }

  @Test func ofOldProgramsTheLastFewStay() throws {
    let folder = try PrivateFolder()
    defer { folder.remove() }
    let cache = ProgramCache(folder: folder.path)
    // The first is a minute older than an hour, each other a minute older than the one before it.
    let count = ProgramCache.countKept + 3
    for number in 1...count {
      try add("\(key(number))", to: folder.path, age: 3_600 + 60 * TimeInterval(number))
    }
    let others = ["headers", "modules-Engine", "workbook-new", "workbook-old"]
    for name in others { try add(name, to: folder.path, age: name == "workbook-new" ? 60 : 99_999) }
    #expect(cache.program(key(count)) == cache.path(of: key(count)))
    cache.prune(now: now)
    let left = Set(try FileManager.default.contentsOfDirectory(atPath: folder.path))
    // The oldest was just asked for: it is now the newest.
    let kept = Array(1..<ProgramCache.countKept) + [count]
    #expect(left == Set(kept.map { "\(key($0))" } + others.dropLast()))
  }

  @Test func whatWasUsedWithinTheHourStays() throws {
    let folder = try PrivateFolder()
    defer { folder.remove() }
    let count = 2 * ProgramCache.countKept
    for number in 1...count { try add("\(key(number))", to: folder.path, age: 3_599) }
    ProgramCache(folder: folder.path).prune(now: now)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == count)
  }

  @Test func aProgramThatIsNotThereIsNone() throws {
    let folder = try PrivateFolder()
    defer { folder.remove() }
    #expect(ProgramCache(folder: folder.path).program(key(1)) == nil)
  }

  /// Whoever compiles something tidies up.
  @Test func compilingPrunes() async throws {
    try await withCourse { course in
      let folder = "\(course.root)/programs"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      for number in 0...ProgramCache.countKept {
        try add("\(key(number))", to: folder, age: 99_999 + TimeInterval(number))
      }
      try add("workbook-left", to: folder, age: 99_999)
      let compiler = Compiler(root: course.root, modules: try BuiltModules.find(), cache: folder)
      guard case .built(let program) = try await compiler.compile(text: "", for: .raw) else {
        Issue.record("an empty program does not compile")
        return
      }
      let left = try course.names(in: "programs").filter { !$0.hasPrefix("modules") }
      let kept = (0..<(ProgramCache.countKept - 1)).map { "\(key($0))" }
      #expect(Set(left) == Set(kept + [URL(fileURLWithPath: program).lastPathComponent]))
    }
  }
}
