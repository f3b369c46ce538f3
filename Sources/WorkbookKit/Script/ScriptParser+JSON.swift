// Finds the extent of a JSON body and checks its grammar, so that a slip is told with its place. Variables may stand inside
// of texts and as values.

extension ScriptParser {
  /// - Parameter depth: how many lists and objects are open. There is a limit, because a stranger's script must not exhaust
  ///   the stack.
  mutating func parseJSONValue(into parts: inout TemplateParts, depth: Int = 0)
    throws(ScriptError)
  {
    guard depth <= JSONText.deepest else {
      throw cursor.error("nested deeper than \(JSONText.deepest)")
    }
    copySpaces(into: &parts)
    switch cursor.next {
    case "{" where cursor.isAt("{{"): parts.append(try parsePlaceholder())
    case "{":
      try parseJSONList(from: "{", to: "}", into: &parts) { parser, parts throws(ScriptError) in
        parser.copySpaces(into: &parts)
        guard parser.cursor.next == "\"" else {
          throw parser.cursor.error("a name between quotation marks belongs here")
        }
        try parser.parseJSONText(into: &parts)
        parser.copySpaces(into: &parts)
        guard parser.cursor.next == ":" else {
          throw parser.cursor.error("a colon belongs behind a name")
        }
        parser.copy(into: &parts)
        try parser.parseJSONValue(into: &parts, depth: depth + 1)
      }
    case "[":
      try parseJSONList(from: "[", to: "]", into: &parts) { parser, parts throws(ScriptError) in
        try parser.parseJSONValue(into: &parts, depth: depth + 1)
      }
    case "\"": try parseJSONText(into: &parts)
    default: try parseJSONWord(into: &parts)
    }
  }

  private mutating func parseJSONList(
    from open: Character, to close: Character, into parts: inout TemplateParts,
    _ element: (inout ScriptParser, inout TemplateParts) throws(ScriptError) -> Void
  ) throws(ScriptError) {
    let start = cursor.index
    copy(into: &parts)
    copySpaces(into: &parts)
    if cursor.next == close { return copy(into: &parts) }
    while true {
      try element(&self, &parts)
      copySpaces(into: &parts)
      guard let next = cursor.next else {
        throw cursor.error("the JSON that begins here has no closing \(close)", at: start)
      }
      guard next == "," || next == close else {
        throw cursor.error("a comma or \(close) belongs here")
      }
      copy(into: &parts)
      if next == close { return }
    }
  }

  private mutating func parseJSONText(into parts: inout TemplateParts) throws(ScriptError) {
    let start = cursor.index
    copy(into: &parts)
    while cursor.next != "\"" {
      guard let next = cursor.next, next != "\n" else {
        throw cursor.error("the text that begins here has no closing quotation mark", at: start)
      }
      if cursor.isAt("{{") {
        parts.append(try parsePlaceholder())
      } else {
        copy(into: &parts)
        if next == "\\" { try copyEscape(into: &parts) }
      }
    }
    copy(into: &parts)
  }

  /// What stands behind a backslash.
  private mutating func copyEscape(into parts: inout TemplateParts) throws(ScriptError) {
    let start = cursor.index - 1
    let isUnicode = cursor.next == "u"
    guard let next = cursor.next, "\"\\/bfnrtu".contains(next) else {
      throw cursor.error(
        #"unknown escape; JSON knows \" \\ \/ \b \f \n \r \t \u0041"#, at: start)
    }
    copy(into: &parts)
    for _ in 0..<(isUnicode ? 4 : 0) {
      guard cursor.next?.isHexDigit == true else {
        throw cursor.error(#"four hexadecimal digits belong behind \u"#, at: start)
      }
      copy(into: &parts)
    }
  }

  /// A number, true, false or null.
  private mutating func parseJSONWord(into parts: inout TemplateParts) throws(ScriptError) {
    let start = cursor.index
    let word = cursor.take { $0.isLetter || $0.isNumber || "+-.".contains($0) }
    guard ["true", "false", "null"].contains(word) || isJSONNumber(word) else {
      throw cursor.error(
        word.isEmpty ? "a JSON value belongs here" : "\"\(word)\" is no JSON value", at: start)
    }
    for character in word { parts.append(character) }
  }

  private mutating func copy(into parts: inout TemplateParts) {
    guard let next = cursor.next else { return }
    parts.append(next)
    cursor.advance()
  }

  private mutating func copySpaces(into parts: inout TemplateParts) {
    while let next = cursor.next, next.isWhitespace { copy(into: &parts) }
  }
}
