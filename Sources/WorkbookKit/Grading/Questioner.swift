// Asks one freshly started program the requests of one check, and listens to what it answers.
//
// Each check has a program of its own, so that no check depends on what another one left behind, and a crash costs
// one check alone.

import Engine

/// Asks programs, each with the same patience and the same random values.
@MainActor struct Questioner {
  /// Where the script's files stand.
  let folder: String
  let seed: UInt64
  let secondsToListen: Int
  let answerLimit: Duration
  /// What holds the programs.
  let containment: Containment
  /// What the program prints before anybody asks it, line by line, with a word for its port.
  var greeting: [String] = []

  /// What came of asking a program.
  struct Hearing {
    /// The answers, up to the turn in which the first did not come.
    var reports: [EntryReport]
    /// How the program ended, if it did so while it was asked.
    var end: ProgramEnd?
    /// What it printed, to both its streams and to standard error alone.
    var output: String
    var errorOutput: String

    /// The first answer that is not as the script expects it.
    var firstWrong: EntryReport? { reports.first { !$0.isFine } }
    /// Why an answer did not come, the first of a turn if several did not.
    var firstError: WireError? { reports.lazy.compactMap(\.wireError).first }
  }

  /// Starts a program, asks it everything, and ends it.
  ///
  /// - Parameter untilWrong: whether to stop at the first answer that is not as expected.
  ///
  /// Throws `Program.StartFailure`, and `CancellationError`.
  func ask(_ path: String, _ entries: [Entry], untilWrong: Bool = false) async throws -> Hearing {
    var program = try await start(path)
    let runner = ScriptRunner(
      port: program.port, folder: folder, seed: seed, timeLimit: answerLimit)
    defer { runner.close() }
    var reports: [EntryReport] = []
    for turn in entries.turns {
      if let signal = turn[0].timing.restart {
        runner.close()
        program = try await program.restarted(by: signal)
      }
      let answers = await runner.run(turn: turn)
      reports += answers
      if answers.contains(where: { $0.wireError != nil || untilWrong && !$0.isFine }) { break }
    }
    var hearing = Hearing(reports: reports, output: "", errorOutput: "")
    hearing.end = await hasEnded(program, after: hearing.firstError)
    await program.stop()
    try Task.checkCancellation()
    (hearing.output, hearing.errorOutput) = (withoutGreeting(program), program.errorOutput)
    return hearing
  }

  /// Whether the program can be spoken to at all; the one that comes back knows what it prints then.
  ///
  /// Throws `Program.StartFailure`.
  func greeted(by path: String) async throws -> Questioner {
    let program = try await start(path)
    await program.stop()
    var questioner = self
    questioner.greeting = program.outputLines.map { withoutPort($0, program) }
    return questioner
  }

  /// What a program has printed, without the lines that it also prints when nobody asks it anything. Where it has printed
  /// no others, they are all that there is to see.
  private func withoutGreeting(_ program: Program) -> String {
    let lines = program.outputLines
    let known = zip(lines, greeting).prefix { withoutPort($0, program) == $1 }.count
    let rest = lines.dropFirst(known)
    return rest.isEmpty || known == 0 ? program.output : rest.map { $0 + "\n" }.joined()
  }

  /// `Listening on http://127.0.0.1:PORT/`: each start has another port.
  private func withoutPort(_ line: String, _ program: Program) -> String {
    line.replacing("\(program.port)", with: "PORT")
  }

  private func start(_ path: String) async throws -> Program {
    try await Program.start(path, secondsToListen: secondsToListen, containment: containment)
  }

  /// A connection that broke is the first that is seen of a program's end; the system says so a little later.
  private func hasEnded(_ program: Program, after error: WireError?) async -> ProgramEnd? {
    switch error {
    case nil: program.excess.map(ProgramEnd.overLimit)
    case .tooLate: await program.ended(within: .zero)
    default: await program.ended(within: .seconds(1))
    }
  }
}

extension Program {
  fileprivate var outputLines: [String] { textLines(output) }
}
