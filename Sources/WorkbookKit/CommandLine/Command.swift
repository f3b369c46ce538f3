// A command of `workbook`, as data: what it is called, what it takes, and what it does.

/// One command.
@MainActor public struct Command {
  /// Something that stands behind the command: `LESSON`.
  public struct Operand: Sendable {
    public var name: String
    public var isRequired = true
    /// Whether there may be several; only the last one can say so.
    public var isRepeated = false

    var shown: String {
      let name = isRepeated ? "\(name)…" : name
      return isRequired ? name : "[\(name)]"
    }
  }

  /// `--width N`, `--once`
  public struct Option: Sendable {
    public var name: String
    /// The name of its value; nil for one that takes none.
    public var value: String?
    public var meaning: String
    /// Says what is wrong with a value, nil if nothing is.
    public var problem: @Sendable (String) -> String? = { _ in nil }
  }

  public var name: String
  public var summary: String
  public var operands: [Operand] = []
  public var options: [Option] = []
  /// What it does, in some sentences.
  public var details: String
  public var example: String
  public var run: @MainActor (Invocation) async throws -> ExitCode

  /// `run LESSON [--once]`
  var usage: String {
    let operands = operands.map(\.shown)
    let options = options.map { "[--\($0.name)\($0.value.map { " \($0)" } ?? "")]" }
    return ([name] + operands + options).joined(separator: " ")
  }
}

/// How a command ends.
public enum ExitCode: Int32, Sendable {
  case fine = 0
  /// Something is not as it should be: the command was not understood, a check failed, a program did not compile.
  case failed = 1
}

/// A command with what it was given.
@MainActor public struct Invocation {
  public var operands: [String]
  public var options: [String: String]
  public var terminal: Terminal
  /// Where the course is; what was found when it was looked for.
  let found: Result<Course, any Error>

  /// The course.
  ///
  /// Throws `WorkbookError` where it is not here, or not as it should be.
  public var course: Course {
    get throws { try found.get() }
  }

  /// What is remembered of the student.
  public var records: Records {
    get throws { Records(course: try course) }
  }

  func has(_ option: String) -> Bool { options[option] != nil }
}
