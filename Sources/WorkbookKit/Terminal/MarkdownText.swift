// Markdown for the terminal: headings, lists, code and emphasis; enough for the course's own READMEs.

/// A README as lines for a terminal.
struct MarkdownText {
  let style: Style
  let width: Int

  func render(_ text: String) -> String {
    var lines: [String] = []
    var isCode = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("```") {
        isCode.toggle()
      } else if isCode {
        lines.append("    " + style.cyan(line))
      } else {
        lines += prose(line)
      }
    }
    return lines.joined(separator: "\n")
  }

  private func prose(_ line: String) -> [String] {
    if line.hasPrefix("#") { return [style.bold(String(line.drop { $0 == "#" || $0 == " " }))] }
    if line.hasPrefix("|") { return [line] }
    let plain = line.replacing(/<\/?(details|summary)>/, with: "").replacing("&lt;", with: "<")
      .replacing("&gt;", with: ">")
    if plain.isEmpty, !line.isEmpty { return [] }
    let isItem = plain.hasPrefix("- ") || plain.wholeMatch(of: /\d+\. .*/) != nil
    let wrapped = plain.wrapped(to: min(width, 100), indent: isItem ? "  " : "")
    return wrapped.split(separator: "\n", omittingEmptySubsequences: false).map {
      emphasised(String($0))
    }
  }

  /// `code`, **bold** and *emphasis* without their signs.
  private func emphasised(_ line: String) -> String {
    line.replacing(/`([^`]+)`/) { style.cyan(String($0.1)) }
      .replacing(/\*\*([^*]+)\*\*/) { style.bold(String($0.1)) }
      .replacing(/\*([^*]+)\*/) { String($0.1) }
  }
}
