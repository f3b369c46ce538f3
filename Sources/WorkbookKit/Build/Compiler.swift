// Compiles one program: the files of a folder against the built modules, with the settings of Package.swift.
//
// Straight by `swiftc` and not by `swift build`: SwiftPM locks its build folder, plans the whole package anew and takes
// seconds; one file takes half a second. What was compiled is kept under the hash of everything that went into it.

import Engine
import Foundation

/// Turns a folder of Swift files into a program.
public struct Compiler: Sendable {
  /// What came of it.
  public enum Outcome: Sendable, Equatable {
    /// The program's file.
    case built(String)
    /// The compiler's words.
    case refused(String)
    /// It was ended after so many seconds.
    case tookTooLong(seconds: Int)
  }

  let modules: BuiltModules
  /// The course's folder.
  let root: String
  /// Where programs are kept.
  let cache: String
  let secondsAllowed: Int

  /// A compiler that keeps its programs under `root/.workbook/build`.
  public init(root: String, modules: BuiltModules, secondsAllowed: Int = 60) {
    self.root = root
    self.modules = modules
    cache = "\(root)/.workbook/build"
    self.secondsAllowed = secondsAllowed
  }

  /// Compiles the Swift files of a folder.
  ///
  /// Throws `WorkbookError` where there are none or the compiler cannot be started.
  @MainActor public func compile(folder: String, for column: BuiltModules.Column) async throws
    -> Outcome
  {
    let sources = try sourceFiles(in: folder)
    let texts = try sources.map { try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)")) }
    return try await compile(sources, texts, in: folder, for: column)
  }

  /// Compiles one `main.swift`, given as text: a mutant, say.
  @MainActor public func compile(text: String, for column: BuiltModules.Column) async throws
    -> Outcome
  {
    let data = Data(text.utf8)
    let folder = "\(cache)/text-\(UInt64.random(in: 0...(.max)))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try data.write(to: URL(fileURLWithPath: "\(folder)/main.swift"))
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await compile(["main.swift"], [data], in: folder, for: column)
  }

  @MainActor private func compile(
    _ sources: [String], _ texts: [Data], in folder: String, for column: BuiltModules.Column
  ) async throws -> Outcome {
    let settings = [column.rawValue, modules.folder, modules.stamp] + Self.settings + sources
    let name = "\(cache)/\(Fingerprint(texts + [Data(settings.joined(separator: "\n").utf8)]))"
    if FileManager.default.isExecutableFile(atPath: name) { return .built(name) }
    let imports = try modules.importFolder(for: column, in: cache)
    // Built beside and renamed, so that a program that stands there is whole.
    let unfinished =
      "\(name).\(ProcessInfo.processInfo.processIdentifier)-\(UInt32.random(in: 0...(.max)))"
    defer { try? FileManager.default.removeItem(atPath: unfinished) }
    let arguments =
      ["swiftc"] + Self.settings + sources
      + ["-I", imports, "-I", "\(root)/Sources/CPlatform/include", "-I", "\(root)/Sources/CZlib"]
      + ["-o", unfinished] + (try modules.objects(for: column))
    guard let (status, words) = try await run(arguments, in: folder) else {
      return .tookTooLong(seconds: secondsAllowed)
    }
    guard status == .exited(0) else { return .refused(cleaned(words, of: folder)) }
    guard rename(unfinished, name) == 0 else { throw SystemError("rename", path: name) }
    return .built(name)
  }

  /// The settings that Package.swift gives to lessons and exercises.
  private static let settings = [
    "-swift-version", "6", "-default-isolation", "MainActor", "-Onone", "-module-name", "main",
  ]

  /// The Swift files of a folder, `main.swift` among them.
  private func sourceFiles(in folder: String) throws -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let sources = names.filter { $0.hasSuffix(".swift") }.sorted()
    guard sources.contains("main.swift") else {
      throw WorkbookError("\(folder): there is no main.swift")
    }
    return sources
  }

  /// Runs the compiler; nil if it took too long.
  @MainActor private func run(
    _ arguments: [String], in folder: String
  ) async throws -> (ChildProcess.ExitStatus, String)? {
    let child = try Running.start {
      try ChildProcess.spawn(
        "/usr/bin/env", arguments, folder: folder, output: .null, errors: .pipe)
    }
    defer { Running.end(child) }
    var tookTooLong = false
    let alarm = setTimeout(.seconds(secondsAllowed)) {
      tookTooLong = true
      child.kill(9)
    }
    defer { alarm.cancel() }
    let words = try await child.errors?.readAll(upTo: 100_000) ?? []
    let status = await child.wait()
    return tookTooLong ? nil : (status, String(decoding: words, as: UTF8.self))
  }

  /// The compiler's words without this machine's paths, and without the linker's line at the end.
  private func cleaned(_ words: String, of folder: String) -> String {
    words.replacing("\(folder)/", with: "").replacing("\(root)/", with: "")
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
