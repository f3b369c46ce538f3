// From the words behind `workbook` to a command and what it is given.

/// What the words mean.
@MainActor struct Arguments {
  var command: Command
  var operands: [String] = []
  var options: [String: String] = [:]
  var wantsHelp = false

  /// Options that every command takes.
  static let common = [
    Command.Option(
      name: "color", value: "WHEN", meaning: "auto, always or never",
      problem: {
        Terminal.Colour(rawValue: $0) == nil ? "auto, always or never, not \"\($0)\"" : nil
      })
  ]

  /// Reads the words; none at all mean `list`.
  ///
  /// Throws `WorkbookError`.
  static func parse(_ words: [String], _ commands: [Command]) throws -> Arguments {
    var words = words[...]
    let first = words.first.map { $0 == "--help" || $0 == "-h" ? "help" : $0 } ?? "list"
    guard let command = commands.first(where: { $0.name == first }) else {
      throw unknown(first, among: commands)
    }
    words = words.dropFirst()
    var arguments = Arguments(command: command)
    while let word = words.popFirst() {
      if word == "--help" || word == "-h" {
        arguments.wantsHelp = true
      } else if word.hasPrefix("-"), word.count > 1 {
        try arguments.readOption(word, &words)
      } else {
        arguments.operands.append(word)
      }
    }
    if !arguments.wantsHelp { try arguments.checkOperands() }
    return arguments
  }

  /// What is said of a command that there is not.
  static func unknown(_ word: String, among commands: [Command]) -> WorkbookError {
    let meant =
      nearestWord(to: word, among: commands.map(\.name)).map { "did you mean \"\($0)\"?" }
      ?? "swift run workbook help lists them all"
    return WorkbookError("there is no command \"\(word)\"; \(meant)")
  }

  /// `--name`, `--name value` or `--name=value`
  private mutating func readOption(_ word: String, _ rest: inout ArraySlice<String>) throws {
    let parts = word.drop { $0 == "-" }.split(
      separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    let known = command.options + Self.common
    guard let option = known.first(where: { $0.name == name }) else {
      let meant = nearestWord(to: name, among: known.map(\.name) + ["help"]).map {
        "did you mean --\($0)?"
      }
      throw WorkbookError(
        "\(command.name) has no option \(word); \(meant ?? "see: swift run workbook help \(command.name)")"
      )
    }
    guard let valueName = option.value else {
      guard parts.count == 1 else { throw WorkbookError("--\(name) takes no value") }
      options[name] = ""
      return
    }
    guard let value = parts.count > 1 ? String(parts[1]) : rest.popFirst() else {
      throw WorkbookError("--\(name) wants a value: --\(name) \(valueName)")
    }
    if let problem = option.problem(value) {
      throw WorkbookError("--\(name) wants \(problem)")
    }
    options[name] = value
  }

  private func checkOperands() throws {
    let wanted = command.operands
    if operands.count > wanted.count, wanted.last?.isRepeated != true {
      throw WorkbookError(
        "\"\(operands[wanted.count])\" is one word too many; it is: swift run workbook \(command.usage)"
      )
    }
    if operands.count < wanted.filter(\.isRequired).count {
      throw WorkbookError(
        "\(command.name) wants \(wanted[operands.count].name); it is: swift run workbook \(command.usage)"
      )
    }
  }
}
