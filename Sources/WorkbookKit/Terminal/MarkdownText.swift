// Markdown for the terminal: headings, paragraphs, lists, tables, code and emphasis; enough for the course's own READMEs.

/// A README as lines for a terminal.
struct MarkdownText {
  let style: Style
  let width: Int

  /// Prose is no wider than this: longer lines are hard to read.
  private var proseWidth: Int { min(width, 100) }

  func render(_ text: String) -> String {
    var lines: [String] = []
    for block in Self.blocks(of: text) {
      switch block {
      case .blank: lines.append("")
      case .heading(let title): lines.append(style.bold(title))
      case .code(let code): lines += code.map { "    " + style.cyan($0) }
      case .table(let rows):
        lines += MarkdownTable(rows: rows, paint: emphasised).lines(width: proseWidth)
      case .paragraph(let words, let indent):
        let wrapped = joined(words).wrapped(to: proseWidth, indent: indent)
        lines += textLines(wrapped).map(emphasised)
      }
    }
    return lines.joined(separator: "\n")
  }

  // MARK: Blocks

  private enum Block {
    case blank
    case heading(String)
    case code([String])
    case table([String])
    /// A paragraph or an item of a list; lines behind the first are indented.
    case paragraph(String, indent: String)
  }

  private static func blocks(of text: String) -> [Block] {
    var blocks: [Block] = []
    var code: [String]?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.trimmingPrefix(while: { $0 == " " }).hasPrefix("```") {
        if let finished = code { blocks.append(.code(finished)) }
        code = code == nil ? [] : nil
      } else if code != nil {
        code?.append(line)
      } else {
        add(withoutHTML(line), isMarkup: line != "" && withoutHTML(line) == "", to: &blocks)
      }
    }
    return blocks
  }

  /// Adds a line of prose: to the paragraph before it, or as the beginning of something new.
  private static func add(_ line: String, isMarkup: Bool, to blocks: inout [Block]) {
    if line.isEmpty {
      if !isMarkup { blocks.append(.blank) }
    } else if line.hasPrefix("#") {
      blocks.append(.heading(String(line.drop { $0 == "#" || $0 == " " })))
    } else if line.hasPrefix("|") {
      if case .table(let rows)? = blocks.last {
        blocks[blocks.count - 1] = .table(rows + [line])
      } else {
        blocks.append(.table([line]))
      }
    } else if let item = line.firstMatch(of: #/^ *(?:-|\d+\.) /#) {
      blocks.append(.paragraph(line, indent: String(repeating: " ", count: item.0.count)))
    } else if case .paragraph(let before, let indent)? = blocks.last {
      let words = line.drop { $0 == " " }
      blocks[blocks.count - 1] = .paragraph("\(before) \(words)", indent: indent)
    } else {
      blocks.append(.paragraph(line, indent: ""))
    }
  }

  /// Questions whose answers are folded on a page stand open here.
  private static func withoutHTML(_ line: String) -> String {
    line.replacing(/<\/?(details|summary)>/, with: "").replacing("&lt;", with: "<")
      .replacing("&gt;", with: ">")
  }

  // MARK: Within a line

  /// Code that has spaces stays on one line: they become such as do not break, until the line is written.
  private func joined(_ text: String) -> String {
    text.replacing(/`[^`]+`/) { $0.0.replacing(" ", with: "\u{A0}") }
  }

  /// `code`, **bold** and *emphasis* without their signs; links without their targets. Without colours, code keeps its.
  private func emphasised(_ line: String) -> String {
    // Links first: the codes of colours have a bracket, too.
    line.replacing("\u{A0}", with: " ")
      .replacing(/\[([^\]]+)\]\([^)]+\)/) { String($0.1) }
      .replacing(/`([^`]+)`/) { style.isColoured ? style.cyan(String($0.1)) : String($0.0) }
      .replacing(/\*\*([^*]+)\*\*/) { style.bold(String($0.1)) }
      .replacing(/\*([^*]+)\*/) { String($0.1) }
  }
}
