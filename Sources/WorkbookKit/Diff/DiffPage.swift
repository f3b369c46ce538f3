// A comparison as one page that needs nothing but itself: for the projector, for a screen in the dark, for paper.
//
// All text comes through `HTMLText.escaped`. Should something get past it all the same, the page's own policy lets no
// other script run than the page's, which it knows by its digest, and fetches nothing from anywhere.

import Engine

/// Writes a page.
@MainActor struct DiffPage {
  let title: String
  let diff: ProgramDiff

  var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="\(policy)">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>\(shown(title))</title>
    <style>\(Self.style)</style>
    </head>
    <body>
    \(header)
    <main>
    \(diff.files.enumerated().map(file).joined(separator: "\n"))
    \(summary)
    </main>
    <script>\(Self.script)</script>
    </body>
    </html>

    """
  }

  private var policy: String {
    let digest = Base64.encode(SHA256.digest(of: Self.script))
    return "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-\(digest)'; "
      + "base-uri 'none'; form-action 'none'"
  }

  private var header: String {
    """
    <header>
    <h1>\(shown(title))</h1>
    <p id="place" role="status"></p>
    <p class="keys"><kbd>n</kbd> <kbd>p</kbd> next step, previous step · <kbd>+</kbd> <kbd>−</kbd> larger, smaller</p>
    <div class="names"><span>\(shown(diff.left.name))</span><span>\(shown(diff.right.name))</span></div>
    </header>
    """
  }

  // MARK: Code

  private func file(_ index: Int, _ file: DiffFile) -> String {
    let names =
      diff.files.count == 1
      ? ""
      : "<h2 class=\"names\"><span>\(name(diff.left, file.leftName))</span>"
        + "<span>\(name(diff.right, file.rightName))</span></h2>\n"
    return names
      + file.sections.map { section($0, in: file, index) }.joined(separator: "\n")
  }

  private func name(_ program: Listing, _ file: String?) -> String {
    shown(file.map { program.prefix + $0 } ?? "\(program.name): no such file")
  }

  private func section(_ section: DiffSection, in file: DiffFile, _ fileIndex: Int) -> String {
    let rows = section.rows.enumerated().map { index, row in
      let isFirst = index == 0
      let left =
        row.left.map { cell($0, true, fileIndex) }
        ?? empty(isFirst && section.left == nil ? diff.left.wordForNoStep : "")
      let right =
        row.right.map { cell($0, false, fileIndex) }
        ?? empty(isFirst && section.right == nil ? diff.right.wordForNoStep : "")
      return notes(row, file) + "<tr>\(left)\(right)</tr>"
    }
    return """
      <section tabindex="-1" aria-label="\(shown(section.title))">
      <table>
      \(rows.joined(separator: "\n"))
      </table>
      </section>
      """
  }

  private func empty(_ word: String) -> String {
    "<td class=\"number empty\"></td><td class=\"sign empty\"></td>"
      + "<td class=\"code empty\">\(shown(word))</td>"
  }

  private func cell(_ cell: DiffCell, _ isLeft: Bool, _ fileIndex: Int) -> String {
    let side = isLeft ? "left" : "right"
    let kind =
      switch cell.mark {
      case .same: "same"
      case .renamed: "renamed"
      case .changed: "changed \(side)"
      case .only: "only \(side)"
      case .moved: "moved"
      }
    let number = cell.line.number
    let indentation = cell.line.text.prefix { $0 == " " }.count
    return "<td class=\"number \(kind)\" id=\"\(side)-\(fileIndex)-\(number)\">\(number)</td>"
      + "<td class=\"sign \(kind)\">\(shown(cell.sign(isLeft: isLeft)))</td>"
      + "<td class=\"code \(kind)\" style=\"--in:\(indentation)\">\(code(cell, isLeft))</td>"
  }

  /// A row above a block that moved: where it is on the other side.
  private func notes(_ row: DiffRow, _ file: DiffFile) -> String {
    let notes = [note(row.left, true, file), note(row.right, false, file)]
    guard notes.contains(where: { $0 != nil }) else { return "" }
    return "<tr>\(notes.map { $0 ?? empty("") }.joined())</tr>\n"
  }

  private func note(_ cell: DiffCell?, _ isLeft: Bool, _ file: DiffFile) -> String? {
    guard let note = cell?.movedNote(isLeft: isLeft, in: file), let place = cell?.elsewhere,
      let target = diff.files.firstIndex(where: {
        (isLeft ? $0.rightName : $0.leftName) == place.file
      })
    else { return nil }
    let id = "\(isLeft ? "right" : "left")-\(target)-\(place.lines.lowerBound)"
    return "<td class=\"number moved\"></td><td class=\"sign moved\"></td>"
      + "<td class=\"code moved note\"><a href=\"#\(id)\">\(shown(note))</a></td>"
  }

  /// The line's tokens; what changed in a line is deleted on the left and inserted on the right, for those too who hear
  /// the page.
  private func code(_ cell: DiffCell, _ isLeft: Bool) -> String {
    let change = cell.mark == .renamed ? "b" : isLeft ? "del" : "ins"
    var html = ""
    var isOpen = false
    for run in runs(cell) {
      if run.isChanged != isOpen { html += run.isChanged ? "<\(change)>" : "</\(change)>" }
      isOpen = run.isChanged
      let text = shown(run.text)
      html += run.kind.isPlain ? text : "<span class=\"\(run.kind.rawValue)\">\(text)</span>"
    }
    return isOpen ? html + "</\(change)>" : html
  }

  /// The line in pieces that look alike.
  private func runs(_ cell: DiffCell) -> [(isChanged: Bool, kind: SwiftToken.Kind, text: String)] {
    var runs: [(isChanged: Bool, kind: SwiftToken.Kind, text: String)] = []
    for (index, token) in cell.line.tokens.enumerated() {
      let isChanged = cell.changed.contains(index)
      let last = runs.indices.last
      if let last, runs[last].isChanged == isChanged, runs[last].kind == token.kind {
        runs[last].text += token.text
      } else {
        runs.append((isChanged, token.kind, token.text))
      }
    }
    return runs
  }

  // MARK: Figures

  private var summary: String {
    let summary = DiffSummary(diff)
    let rows = summary.table.enumerated().map { index, cells in
      let name = index == 0 ? "th" : "td"
      return "<tr>" + cells.map { "<\(name)>\(shown($0))</\(name)>" }.joined() + "</tr>"
    }
    return """
      <section tabindex="-1" class="summary" aria-label="Summary">
      <table>
      \(rows.joined(separator: "\n"))
      </table>
      \(summary.remarks.map { "<p>\(shown($0))</p>" }.joined(separator: "\n"))
      </section>
      """
  }

  private func shown(_ text: String) -> String { HTMLText.escaped(shownCode(text)) }
}

extension SwiftToken.Kind {
  /// Looks like any other text on the page.
  fileprivate var isPlain: Bool {
    switch self {
    case .space, .identifier, .operator, .punctuation, .unknown: true
    case .comment, .text, .number, .keyword, .type, .attribute, .directive: false
    }
  }
}
