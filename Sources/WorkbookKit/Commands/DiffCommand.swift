// `diff`: a lesson's two columns beside each other.

import Foundation

extension Workbook {
  static let diffCommand = Command(
    name: "diff", summary: "a lesson's two columns side by side",
    operands: [.init(name: "LESSON")],
    options: [
      .init(
        name: "width", value: "N", meaning: "columns to use, instead of the terminal's own",
        problem: {
          Int($0).map { $0 >= 40 && $0 <= 1_000 } == true
            ? nil : "a number from 40 to 1000, not \"\($0)\""
        })
    ],
    details: """
      Shows the raw column beside the framework column, aligned on the numbered steps that both have. A step that the \
      framework does not need is an empty cell. It is best seen in 147 columns or more; narrower ones wrap long lines, and \
      below 80 the columns stand under each other.
      """, example: "diff 1 --width 160"
  ) { invocation in
    let lesson = try invocation.course.lesson(invocation.operands[0])
    let (raw, framework) = try (
      swiftFiles(in: lesson.rawFolder), swiftFiles(in: lesson.frameworkFolder)
    )
    let view = SideBySide(style: invocation.terminal.style, width: invocation.terminal.width)
    for name in Set(raw.keys).union(framework.keys).sorted() {
      invocation.terminal.say(
        view.text(raw[name] ?? "", "Raw/\(name)", framework[name] ?? "", "Framework/\(name)"))
    }
    invocation.terminal.say(summary(raw, framework))
    return .fine
  }

  /// The Swift files of a folder, by name.
  private static func swiftFiles(in folder: String) throws -> [String: String] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
      $0.hasSuffix(".swift")
    }
    return try Dictionary(
      uniqueKeysWithValues: names.map { ($0, try readText("\(folder)/\($0)", shown: $0)) })
  }

  private static func summary(_ raw: [String: String], _ framework: [String: String]) -> String {
    let (left, right) = (
      CodeFigures(raw.values.joined(separator: "\n")),
      CodeFigures(framework.values.joined(separator: "\n"))
    )
    return
      "Raw: \(left.lines) lines of code, \(left.branches) branches. Framework: \(right.lines) lines, \(right.branches) branches."
  }
}
