// The stranger's program of Tests/Hostile, compiled once, and what becomes of it when it is asked to do its worst.

import Engine
import Foundation
import Testing

@testable import WorkbookKit

/// How a program is held in a test.
enum Hold: String, Sendable, CaseIterable {
  case limits, sandbox

  /// Those that this machine has.
  static var available: [Hold] {
    get async { await Containment.forStrangers().gaps == nil ? allCases : [.limits] }
  }

  /// With little patience, so that the tests are short.
  @MainActor func containment(_ change: (inout ResourceLimits) -> Void = { _ in }) async
    -> Containment
  {
    var limits = ResourceLimits(
      processorSeconds: 20, memoryBytes: 128 * ResourceLimits.mebibyte, processes: 24,
      fileBytes: ResourceLimits.mebibyte, outputBytes: ResourceLimits.mebibyte,
      wallClockSeconds: 40)
    change(&limits)
    guard self == .sandbox else { return Containment(limits: limits) }
    return await Containment.forStrangers(limits: limits).containment
  }
}

extension Trait where Self == ConditionTrait {
  /// For tests of what only a sandbox holds.
  static var needsSandbox: Self {
    .enabled("bubblewrap is not installed, or may make no sandbox here") {
      await Hold.available.contains(.sandbox)
    }
  }
}

/// What came of a deed.
struct Deed: Sendable, Equatable {
  /// What it answered, where it did.
  var answer: String?
  /// How it ended, where it did by itself.
  var end: ProgramEnd?
}

@MainActor enum HostileProgram {
  private static var compiling: Task<String, any Error>?

  /// The program's file.
  static func file() async throws -> String {
    let task = compiling ?? Task { try await compile() }
    compiling = task
    return try await task.value
  }

  private static func compile() async throws -> String {
    let root = TemporaryCourse.package
    let compiler = Compiler(root: root, modules: try BuiltModules.find())
    let outcome = try await compiler.compile(folder: "\(root)/Tests/Hostile", for: .raw)
    guard case .built(let file) = outcome else { throw WorkbookError("\(outcome)") }
    return file
  }

  /// Starts it.
  static func start(_ deed: String, _ containment: Containment, target: String = "") async throws
    -> Program
  {
    try await Program.start(
      try await file(), variables: ["DEED": deed, "TARGET": target], secondsToListen: 60,
      containment: containment)
  }

  /// Starts it, asks it to do its deed, and ends it. All that belonged to it must be gone afterwards, and the next
  /// program must be held as well as the first.
  static func perform(_ deed: String, _ containment: Containment, target: String = "") async throws
    -> Deed
  {
    let program = try await start(deed, containment, target: target)
    let answer = await ask(program.port)
    let end = answer == nil ? await program.ended(within: .seconds(10)) : nil
    let family = ProcessTable.now().family(of: program.child.pid).map(\.identity)
    await program.stop()
    try await expectGone(family, program)
    return Deed(answer: answer, end: end)
  }

  /// What is answered on a port; nil where nothing is.
  static func ask(_ port: Int) async -> String? {
    let client = HTTPClient()
    defer { client.close() }
    return try? await client.get("http://127.0.0.1:\(port)/").text()
  }

  private static func expectGone(_ family: [ProcessTable.Identity], _ program: Program) async throws
  {
    let table = ProcessTable.now()
    let left =
      table.entries.map(\.identity).filter(Set(family).contains)
      + table.family(of: program.child.pid).map(\.identity)
    guard left.isEmpty else { throw WorkbookError("still running: \(left)") }
  }
}
