// Does a lesson hold? Both columns must answer its script as expected, and identically on the wire.

import Engine

/// What came of one request on both columns.
public struct PairReport: Sendable, Equatable {
  public var raw: EntryReport
  public var framework: EntryReport
  /// In what the two answers differ.
  public var differences: [WireDifference]

  public var isFine: Bool { raw.isFine && framework.isFine && differences.isEmpty }
}

/// Both columns of a lesson, running side by side.
@MainActor public final class LessonPair {
  public let raw: Program
  public let framework: Program

  /// Starts both programs.
  ///
  /// Throws `Program.StartFailure`, after ending whichever had started.
  public init(raw: String, framework: String, variables: [String: String] = [:]) async throws {
    // Our own programs do listen; a machine that is busy may take its time.
    self.raw = try await Program.start(raw, variables: variables, secondsToListen: 30)
    do {
      self.framework = try await Program.start(
        framework, variables: variables, secondsToListen: 30)
    } catch {
      await self.raw.stop()
      throw error
    }
  }

  public func stop() async {
    await raw.stop()
    await framework.stop()
  }

  /// Sends each request of the script to both columns; `tell` hears of each as it is answered.
  public func run(
    _ script: Script, folder: String, seed: UInt64,
    _ tell: @MainActor (PairReport) -> Void = { _ in }
  ) async -> [PairReport] {
    // And they do answer.
    let patience = Duration.seconds(30)
    let left = ScriptRunner(port: raw.port, folder: folder, seed: seed, timeLimit: patience)
    let right = ScriptRunner(port: framework.port, folder: folder, seed: seed, timeLimit: patience)
    defer {
      left.close()
      right.close()
    }
    var reports: [PairReport] = []
    for turn in script.entries.turns {
      for (rawReport, frameworkReport) in await Self.run(turn, left, right) {
        let report = PairReport(
          raw: rawReport, framework: frameworkReport,
          differences: Self.compare(
            rawReport.withoutOwnIDs(left.variables), frameworkReport.withoutOwnIDs(right.variables)
          ))
        reports.append(report)
        tell(report)
      }
    }
    return reports
  }

  /// One turn on both columns.
  private static func run(
    _ turn: [Entry], _ left: ScriptRunner, _ right: ScriptRunner
  ) async -> [(EntryReport, EntryReport)] {
    // One after the other where the time counts, so that neither takes the processor from the other.
    guard turn.isPlain else {
      let rawReports = await left.run(turn: turn)
      return Array(zip(rawReports, await right.run(turn: turn)))
    }
    // At the same time, so that what depends on time (a loop that was late) is the same for both.
    async let (rawAnswer, frameworkAnswer) = (left.run(turn[0]), right.run(turn[0]))
    return await [(rawAnswer, frameworkAnswer)]
  }

  private static func compare(_ left: EntryReport, _ right: EntryReport) -> [WireDifference] {
    switch (left.response, right.response) {
    case (let left?, let right?): return wireDifferences(left, right)
    case (nil, nil): return []
    default:
      let shown = { (report: EntryReport) in report.response == nil ? "no answer" : "an answer" }
      return [WireDifference(subject: "answer", left: shown(left), right: shown(right))]
    }
  }
}

extension EntryReport {
  /// The same with each text that the script captures from a cookie replaced by the capture's name: the id of a session is
  /// each column's own, and no two may share one. All around it must agree.
  fileprivate func withoutOwnIDs(_ variables: ScriptVariables) -> EntryReport {
    var report = self
    for capture in entry.response?.captures ?? [] {
      guard case .cookie = capture.query, case .text(let value)? = variables[capture.name],
        !value.isEmpty
      else { continue }
      for index in report.response?.fields.indices ?? 0..<0 {
        report.response?.fields[index].value.replace(value, with: "{{\(capture.name)}}")
      }
    }
    return report
  }
}
