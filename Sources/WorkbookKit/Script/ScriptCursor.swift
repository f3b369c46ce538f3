// A place in a script's text that moves forward: what every part of the parser reads from.

/// Reads a script's text character by character, and knows line and column.
struct ScriptCursor {
  let file: String
  private let characters: [Character]
  /// Where lines begin.
  private let lineStarts: [Int]
  private(set) var index = 0
  /// Where notes stand that were gone over like any comment.
  private(set) var skippedNotes: [Int] = []

  /// Line ends are one character each, whether they are `\n` or `\r\n`.
  init(_ text: String, file: String) {
    self.file = file
    let characters = text.map { $0 == "\r\n" ? "\n" : $0 }
    self.characters = characters
    lineStarts = [0] + characters.indices.filter { characters[$0] == "\n" }.map { $0 + 1 }
  }

  var isAtEnd: Bool { index == characters.count }
  /// The next character, nil at the end.
  var next: Character? { isAtEnd ? nil : characters[index] }
  var isAtLineEnd: Bool { isAtEnd || next == "\n" }

  var position: Position { position(at: index) }

  func position(at index: Int) -> Position {
    // Every placeholder asks for its place, so lines are not counted anew each time: the last one that begins here or
    // before is found by halving.
    var lines = lineStarts.indices
    while lines.count > 1 {
      let middle = lines.lowerBound + lines.count / 2
      lines = lineStarts[middle] <= index ? middle..<lines.upperBound : lines.lowerBound..<middle
    }
    let line = lines.lowerBound
    return Position(line: line + 1, column: index - lineStarts[line] + 1)
  }

  func error(_ message: String, at index: Int? = nil) -> ScriptError {
    ScriptError(file: file, position: position(at: index ?? self.index), message: message)
  }

  /// The text from `start` to here.
  func text(from start: Int) -> String { String(characters[start..<index]) }

  /// What stands ahead, without moving.
  func isAt(_ text: String) -> Bool { characters[index...].starts(with: text) }

  /// Whether a letter, a digit or a dash follows a text that stands here.
  func isLetter(behind text: String) -> Bool {
    let place = index + text.count
    guard place < characters.count else { return false }
    return characters[place].isLetter || characters[place].isNumber || characters[place] == "-"
  }

  mutating func go(to index: Int) { self.index = index }

  mutating func advance() { index += 1 }

  /// Moves behind `text` if it stands here.
  mutating func take(_ text: String) -> Bool {
    guard isAt(text) else { return false }
    index += text.count
    return true
  }

  @discardableResult
  mutating func take(while condition: (Character) -> Bool) -> String {
    let start = index
    while let next, condition(next) { advance() }
    return text(from: start)
  }

  mutating func skipSpaces() { take { $0 == " " || $0 == "\t" } }

  /// A word: what stands until the next space, line end or comment.
  mutating func takeWord() -> String { take { !$0.isWhitespace && $0 != "#" } }

  /// Goes to the next line; only spaces and a comment may stand before it.
  mutating func endLine() throws(ScriptError) {
    skipSpaces()
    skipComment()
    guard isAtLineEnd else {
      let start = index
      let word = takeWord()
      throw error("\"\(word)\" is one word too many on this line", at: start)
    }
    if !isAtEnd { advance() }
  }

  /// Skips empty lines and comments.
  mutating func skipBlankLines() {
    while !isAtEnd {
      let start = index
      skipSpaces()
      skipComment()
      guard isAtLineEnd else {
        index = start
        return
      }
      if isAtEnd { return }
      advance()
    }
  }

  /// Skips the comment that stands here, if one does, and remembers it if it is a note.
  private mutating func skipComment() {
    guard next == "#" else { return }
    take { $0 == "#" || $0 == " " || $0 == "\t" }
    if next == "@" { skippedNotes.append(index) }
    take { $0 != "\n" }
  }

  /// Goes back to the first of the empty lines and comments that stand directly before this place.
  mutating func goBackOverComments() {
    while index > 0 {
      let lineStart = characters[..<(index - 1)].lastIndex(of: "\n").map { $0 + 1 } ?? 0
      let first = characters[lineStart..<index].first { !$0.isWhitespace }
      guard first == nil || first == "#" else { return }
      index = lineStart
      skippedNotes.removeAll { $0 >= lineStart }
    }
  }
}
