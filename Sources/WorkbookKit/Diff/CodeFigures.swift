// How much a column holds: lines of code and places where it branches. Comments and texts do not count.

/// The figures of one column.
struct CodeFigures: Equatable {
  var lines = 0
  var branches = 0

  init(_ text: String) {
    for line in Self.withoutCommentsAndTexts(text) {
      guard line.contains(where: { !$0.isWhitespace }) else { continue }
      lines += 1
      let words = line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
      branches += words.count {
        ["if", "guard", "case", "default", "catch", "while", "for"].contains($0)
      }
    }
  }

  /// The code's lines with everything blanked that is a comment or stands between quotation marks.
  private static func withoutCommentsAndTexts(_ text: String) -> [String] {
    textLines(text).map { line in
      var kept = ""
      var isText = false
      var previous: Character = " "
      for character in line {
        if !isText, character == "/", previous == "/" {
          kept.removeLast()
          break
        }
        if character == "\"", previous != "\\" { isText.toggle() }
        if !isText { kept.append(character) }
        previous = character
      }
      return kept
    }
  }
}
