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
    /// It was ended, because it went over a limit.
    case overLimit(ResourceLimits.Excess)
  }

  let modules: BuiltModules
  /// The course's folder.
  let root: String
  /// Where programs are kept.
  let cache: ProgramCache
  let secondsAllowed: Int
  private let containment: Containment

  /// A compiler that keeps its programs under `root/.workbook/build`.
  ///
  /// - Parameters:
  ///   - cache: keeps them there instead.
  ///   - sandbox: where it works, for the sources of strangers.
  public init(
    root: String, modules: BuiltModules, cache: String? = nil, secondsAllowed: Int = 60,
    sandbox: Bubblewrap? = nil
  ) {
    self.root = root
    self.modules = modules
    // The compiler remembers the path under which it made something of a header, and takes it by no other.
    self.cache = ProgramCache(
      folder: URL(fileURLWithPath: cache ?? "\(root)/.workbook/build")
        .resolvingSymlinksInPath().path)
    self.secondsAllowed = secondsAllowed
    containment = Containment(limits: .compiler(seconds: secondsAllowed), sandbox: sandbox)
  }

  /// Compiles the Swift files of a folder.
  ///
  /// Throws `WorkbookError` where there are none, or one is no text file of that folder, or the compiler cannot be
  /// started.
  @MainActor public func compile(folder: String, for column: BuiltModules.Column) async throws
    -> Outcome
  {
    try await compile(try await SourceFiles(folder: folder), for: column)
  }

  /// Compiles one `main.swift`, given as text: a mutant, say.
  @MainActor public func compile(text: String, for column: BuiltModules.Column) async throws
    -> Outcome
  {
    try await compile(SourceFiles(text: text), for: column)
  }

  /// Compiles sources that have been read.
  @MainActor func compile(_ sources: SourceFiles, for column: BuiltModules.Column)
    async throws -> Outcome
  {
    let names = sources.files.map(\.name)
    let key = key(of: sources, column)
    if let program = cache.program(key) { return .built(program) }
    // A folder of its own, where nobody exchanges what has been read. The program is built there and then renamed, so
    // that one that stands in the cache is whole.
    let making = try PrivateFolder(in: cache.folder)
    defer { making.remove() }
    let folder = making.path
    for file in sources.files {
      try file.text.write(to: URL(fileURLWithPath: "\(folder)/\(file.name)"))
    }
    let imports = try modules.importFolder(for: column, in: cache.folder)
    let headers = ["\(root)/Sources/CPlatform/include", "\(root)/Sources/CZlib"]
    let objects = try modules.objects(for: column)
    let arguments =
      Self.settings + names + ([imports] + headers).flatMap { ["-I", $0] }
      + ["-o", "\(folder)/program"] + objects
    let readable = modules.readable(for: column) + [imports] + headers
    let (end, words) = try await run(arguments, in: folder, readable)
    switch end {
    case .exited(0): break
    case .overLimit(.wallClock), .overLimit(.processorTime):
      return .tookTooLong(seconds: secondsAllowed)
    case .overLimit(let excess): return .overLimit(excess)
    // What a shell says of a program that it does not find, and so does env.
    case .exited(127): throw WorkbookError("the compiler cannot be started: \(words)")
    case .exited, .signalled: return .refused(column.explained(cleaned(words, of: folder)))
    }
    let program = cache.path(of: key)
    guard rename("\(folder)/program", program) == 0 else {
      throw SystemError("rename", path: program)
    }
    cache.prune()
    return .built(program)
  }

  /// Removes a program, if it was kept: it is some megabytes large, and nobody will start it again.
  func forget(_ sources: SourceFiles, for column: BuiltModules.Column) {
    try? FileManager.default.removeItem(atPath: cache.path(of: key(of: sources, column)))
  }

  /// Tells everything that a program is made from.
  private func key(of sources: SourceFiles, _ column: BuiltModules.Column) -> Fingerprint {
    let names = sources.files.map(\.name)
    let settings = [column.rawValue, modules.folder, modules.stamp] + Self.settings + names
    return Fingerprint(
      sources.files.map(\.text) + [Data(settings.joined(separator: "\n").utf8)])
  }

  /// The settings that Package.swift gives to lessons and exercises.
  private static let settings = [
    "-swift-version", "6", "-default-isolation", "MainActor", "-Onone", "-module-name", "main",
  ]

  /// Runs the compiler to its end, or to that of its patience.
  @MainActor private func run(
    _ arguments: [String], in folder: String, _ readable: [String]
  ) async throws -> (ProgramEnd, String) {
    if containment.sandbox != nil {
      try FileManager.default.createDirectory(
        atPath: headerCache, withIntermediateDirectories: true)
    }
    let command = containment.command(
      swiftc + arguments, folder: folder, readable: readable,
      writable: containment.sandbox == nil ? [] : [headerCache])
    let child = try Running.start {
      try ChildProcess.spawn(
        command.path, command.arguments,
        environment: environment.all.merging(["TMPDIR": folder]) { $1 }, folder: folder,
        input: .pipe, output: .null, errors: .pipe)
    }
    defer { Running.end(child) }
    let watch = ProcessWatch(child, containment.limits)
    var words = FirstLines(limit: 100_000)
    if let errors = child.errors {
      for try await chunk in errors { words.append(chunk) }
    }
    let status = await child.wait()
    await watch.finish()
    let end =
      watch.excess.map(ProgramEnd.overLimit)
      ?? LimitedCommand.end(of: status, under: containment.limits)
    return (end, words.text)
  }

  private var swiftc: [String] {
    guard let sandbox = containment.sandbox else { return ["/usr/bin/env", "swiftc"] }
    return ["\(sandbox.toolchain ?? "/usr")/bin/swiftc", "-module-cache-path", headerCache]
  }

  /// What the compiler has made of C's headers. It keeps that in the home folder, which a sandbox does not have. Nothing
  /// that a stranger writes ends up here. It notes its own place, and is refused by way of a link.
  private var headerCache: String {
    URL(fileURLWithPath: "\(root)/.workbook/build").resolvingSymlinksInPath().path + "/headers"
  }

  /// The compiler's words without this machine's paths, and without the linker's line at the end.
  private func cleaned(_ words: String, of folder: String) -> String {
    words.replacing("\(folder)/", with: "").replacing("\(root)/", with: "")
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
