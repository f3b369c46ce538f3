// The command as a whole: all its commands, and what happens around each.

import Engine
import Foundation

/// The command `workbook`.
@MainActor public enum Workbook {
  public static let commands: [Command] = [
    listCommand, showCommand, runCommand, checkCommand, diffCommand, gradeCommand, watchCommand,
    hintCommand, solutionCommand, resetCommand, gradeClassCommand, mergeCommand, verifyCommand,
    autograderCommand, helpCommand,
  ]

  /// Whether Ctrl-C is the way in which the present command ends.
  static var interruptIsFine = false

  /// The status of a command that Ctrl-C ended; as a shell would say it where it was not done yet.
  public static var statusWhenInterrupted: Int32 { interruptIsFine ? 0 : 130 }

  /// Ends what was started and makes the terminal what it was.
  public static func cleanUp() async {
    await Running.endAll()
    KeyReader.restoreTerminal()
  }

  /// Runs one command line and returns the status to exit with.
  public static func run(_ words: [String]) async -> ExitCode {
    let arguments: Arguments
    do { arguments = try Arguments.parse(words, commands) } catch {
      report("workbook: \(error)")
      return .failed
    }
    let colour = arguments.options["color"].flatMap(Terminal.Colour.init(rawValue:)) ?? .auto
    var terminal = Terminal.current(colour)
    if let width = arguments.options["width"].flatMap({ Int($0) }) { terminal.width = width }
    if arguments.wantsHelp {
      terminal.say(Help(terminal).text(for: arguments.command))
      return .fine
    }
    do {
      let found = Result { try Course.find() }
      if let course = try? found.get() { Records(course: course).keepStarts() }
      return try await arguments.command.run(
        Invocation(
          operands: arguments.operands, options: arguments.options, terminal: terminal, found: found
        ))
    } catch is CancellationError {
      return .failed
    } catch {
      report("workbook: \(error)")
      return .failed
    }
  }
}
