// `diff`: two programs beside each other, in the terminal, on a page, or as a patch.

import Foundation

extension Workbook {
  static let diffCommand = Command(
    name: "diff", summary: "two programs side by side: a lesson's columns, yours and the start",
    operands: [.init(name: "WHAT"), .init(name: "OTHER", isRequired: false)],
    options: [
      .init(name: "raw", value: nil, meaning: "with two lessons (7..8): compare their raw columns"),
      .init(name: "framework", value: nil, meaning: "with two lessons: their framework columns"),
      .init(name: "solution", value: nil, meaning: "with an exercise: the solution, once earned"),
      .init(
        name: "html", value: "FILE", meaning: "write one page, for the projector or for paper",
        problem: { $0.hasSuffix(".html") ? nil : "a name that ends in .html, not \"\($0)\"" }),
      .init(
        name: "patch", value: nil, meaning: "write a patch for `git apply`: left becomes right"),
      .init(
        name: "width", value: "N", meaning: "columns to use, instead of the terminal's own",
        problem: {
          Int($0).map { $0 >= 40 && $0 <= 1_000 } == true
            ? nil : "a number from 40 to 1000, not \"\($0)\""
        }),
    ],
    details: """
      WHAT is a lesson (its raw column beside its framework column), two lessons as 7..8, an exercise (what it \
      began with, beside yours), or a file or folder to be compared with OTHER. Both are aligned on the numbered \
      steps that they have; a step that one side lacks is an empty cell. Beside the numbers stands what became of \
      a line: - only left, + only right, ~ changed in the marked words, = the same but for a renamed name, > \
      moved. Below, the figures: lines, branches and checks, step by step. It is best seen in \
      \(SideBySide.comfortable) columns or more; narrower ones wrap long lines, and below \(SideBySide.narrowest) \
      the columns stand under each other, and - or + before the number says whose line it is.
      """, example: "diff 1 --width 160"
  ) { invocation in
    let terminal = invocation.terminal
    if invocation.has("patch"), invocation.has("html") {
      throw WorkbookError("diff writes a page or a patch: --html FILE, or --patch")
    }
    let subject = try DiffSubject.read(invocation)
    if invocation.has("patch") {
      let patch = UnifiedPatch.text(subject.left, subject.right)
      // A line that ends with CR LF is one character at its end; what is left to the terminal is the line feed alone.
      if !patch.isEmpty { terminal.say(String(patch.unicodeScalars.dropLast())) }
      return .fine
    }
    let diff = ProgramDiff(subject.left, subject.right)
    if let file = invocation.options["html"] {
      try write(DiffPage(title: subject.title, diff: diff).html, to: file)
      terminal.say("\(file) is written; open it in a browser, n and p go from step to step")
    } else {
      terminal.say(SideBySide(style: terminal.style, width: terminal.width).text(diff))
    }
    return .fine
  }

  /// Writes a file in one step: whoever reads it sees the old text or the new one.
  nonisolated static func write(_ text: String, to file: String) throws {
    do {
      try text.write(to: URL(fileURLWithPath: file), atomically: true, encoding: .utf8)
    } catch {
      throw WorkbookError("\(file) cannot be written; is its folder there, and yours to write to?")
    }
  }
}
