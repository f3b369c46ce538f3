// From a script's text to its values. This file reads entries: notes, request, answer. The other files of the parser read one
// kind of thing each: `+Request`, `+Sections`, `+Body`, `+Response`, `+Asserts`, `+Values`.
//
// What the parser does not know it refuses, with the place and the nearest word it knows; it never skips anything.

extension Script {
  /// Parses a script.
  ///
  /// ```swift
  /// let script = try Script.parse("GET {{host}}/\nHTTP 200\n", file: "lesson.hurl")
  /// ```
  ///
  /// Throws `ScriptError`, which names file, line and column.
  ///
  /// Source: the grammar of Hurl, https://hurl.dev/docs/grammar.html
  public static func parse(_ text: String, file: String) throws(ScriptError) -> Script {
    var parser = ScriptParser(cursor: ScriptCursor(text, file: file))
    return Script(file: file, entries: try parser.parseEntries())
  }
}

/// Reads one script.
struct ScriptParser {
  var cursor: ScriptCursor

  mutating func parseEntries() throws(ScriptError) -> [Entry] {
    var entries: [Entry] = []
    while true {
      let (notes, comment) = try parseNotes()
      if cursor.isAtEnd {
        guard let note = notes.first else { return entries }
        throw ScriptError(
          file: cursor.file, position: note.position,
          message: "@\(note.kind.rawValue) belongs to the request behind it, and none follows")
      }
      let request = try parseRequest(isFirst: entries.isEmpty)
      let response = try parseResponse()
      // Looking for more of this entry went over comments that belong to the next one.
      cursor.goBackOverComments()
      if let note = cursor.skippedNotes.first {
        throw cursor.error("a note belongs before its request", at: note)
      }
      entries.append(Entry(notes: notes, comment: comment, request: request, response: response))
    }
  }

  /// The comments before a request: sentences, and notes that begin with `@`. An empty line starts afresh, so that a file may
  /// open with words about all of it.
  private mutating func parseNotes() throws(ScriptError) -> (notes: [Note], comment: [String]) {
    var notes: [Note] = []
    var comment: [String] = []
    while !cursor.isAtEnd {
      let start = cursor.index
      cursor.skipSpaces()
      if cursor.next == "#" {
        cursor.take { $0 == "#" || $0 == " " || $0 == "\t" }
        if cursor.next == "@" {
          notes.append(try parseNote())
        } else {
          comment.append(cursor.take { $0 != "\n" })
        }
      } else if cursor.isAtLineEnd {
        if notes.isEmpty { comment = [] }
      } else {
        cursor.go(to: start)
        break
      }
      if !cursor.isAtEnd { cursor.advance() }
    }
    return (notes, comment)
  }

  private mutating func parseNote() throws(ScriptError) -> Note {
    let start = cursor.index
    cursor.advance()
    let word = cursor.takeWord()
    guard let kind = Note.Kind(rawValue: word) else {
      let known = Note.Kind.allCases.map { "@\($0.rawValue)" }
      throw cursor.error(
        "unknown note \"@\(word)\"\(suggestion(for: "@\(word)", among: known))", at: start)
    }
    cursor.skipSpaces()
    let valueStart = cursor.index
    let value = cursor.takeWord()
    guard !value.isEmpty else {
      throw cursor.error("@\(word) wants a word behind it", at: valueStart)
    }
    let note = Note(kind: kind, value: value, position: cursor.position(at: start))
    if let wanted = note.wantedInstead {
      throw cursor.error("@\(word) wants \(wanted), not \"\(value)\"", at: valueStart)
    }
    cursor.skipSpaces()
    guard cursor.isAtLineEnd else { throw cursor.error("@\(word) takes one word only") }
    return note
  }
}
