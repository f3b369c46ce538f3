// The command as a process: what it prints, and how it ends.

import Engine
import WorkbookKit

/// What came of one call of `workbook`.
struct CommandResult: Equatable {
  var status: ChildProcess.ExitStatus
  var output: String
  var errors: String
}

@MainActor extension TemporaryCourse {
  /// Starts `workbook` in the course's folder.
  func start(_ words: [String], environment: [String: String] = [:]) throws -> ChildProcess {
    var variables = ["PATH": Engine.environment["PATH"] ?? "/usr/bin:/bin"]
    variables.merge(environment) { $1 }
    if let path = Engine.environment["LD_LIBRARY_PATH"] { variables["LD_LIBRARY_PATH"] = path }
    return try ChildProcess.spawn(
      "\(try BuiltModules.find().folder)/workbook", words, environment: variables, folder: root,
      output: .pipe, errors: .pipe)
  }

  /// Runs `workbook` to its end.
  func run(_ words: String..., environment: [String: String] = [:]) async throws -> CommandResult {
    try await run(words, environment: environment)
  }

  func run(_ words: [String], environment: [String: String] = [:]) async throws -> CommandResult {
    let child = try start(words, environment: environment)
    async let output = child.output?.readAll(upTo: 1_000_000)
    async let errors = child.errors?.readAll(upTo: 1_000_000)
    let (shown, complaints) = (try await output ?? [], try await errors ?? [])
    return CommandResult(
      status: await child.wait(), output: String(decoding: shown, as: UTF8.self),
      errors: String(decoding: complaints, as: UTF8.self))
  }
}

/// Runs a test with a course of its own.
@MainActor func withCourse(_ body: @MainActor (TemporaryCourse) async throws -> Void) async throws {
  let course = try TemporaryCourse()
  defer { course.remove() }
  try await body(course)
}
