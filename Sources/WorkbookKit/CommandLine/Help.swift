// What `help` says, made from the same data that the command line is read by.

/// Writes help texts.
@MainActor struct Help {
  let terminal: Terminal

  init(_ terminal: Terminal) { self.terminal = terminal }

  /// All commands, a line each.
  func overview() -> String {
    let style = terminal.style
    let width = Workbook.commands.map(\.name.count).max() ?? 0
    let lines = Workbook.commands.map {
      "  \(style.cyan($0.name.padded(to: width)))  \($0.summary)"
    }
    return """
      \(style.bold("workbook")): raw and framework servers side by side

      swift run workbook COMMAND …

      \(lines.joined(separator: "\n"))

      swift run workbook help COMMAND tells more about one.
      """
  }

  /// One command in full.
  func text(for command: Command) -> String {
    let style = terminal.style
    let columns = min(terminal.width, 90)
    var text = """
      \(style.bold("workbook \(command.usage)".wrapped(to: columns, indent: "  ")))

      \(command.details.wrapped(to: columns))

      """
    let options = command.options + Arguments.common
    let names = options.map { "--\($0.name)\($0.value.map { " \($0)" } ?? "")" }
    let width = names.map(\.count).max() ?? 0
    for (name, option) in zip(names, options) {
      let indent = String(repeating: " ", count: width + 4)
      let meaning = option.meaning.wrapped(to: columns, indent: indent)
      text += "\n  \(style.cyan(name.padded(to: width)))  \(meaning)"
    }
    return text + "\n\nFor example: swift run workbook \(command.example)"
  }
}

extension Workbook {
  static let helpCommand: Command = Command(
    name: "help", summary: "this list, or more about one command",
    operands: [.init(name: "COMMAND", isRequired: false)],
    details: "Lists the commands, or tells what one does, what it takes, and shows an example.",
    example: "help run"
  ) { invocation in
    let help = Help(invocation.terminal)
    guard let word = invocation.operands.first else {
      invocation.terminal.say(help.overview())
      return .fine
    }
    guard let command = commands.first(where: { $0.name == word }) else {
      throw Arguments.unknown(word, among: commands)
    }
    invocation.terminal.say(help.text(for: command))
    return .fine
  }
}
