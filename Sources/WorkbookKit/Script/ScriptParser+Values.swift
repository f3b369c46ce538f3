// Values in assertions: texts, numbers, bytes, regular expressions.

extension ScriptParser {
  /// The value behind a predicate.
  mutating func parseLiteral(behind word: String) throws(ScriptError) -> Literal {
    cursor.skipSpaces()
    let start = cursor.index
    guard !cursor.isAtLineEnd, cursor.next != "#" else {
      throw cursor.error("a value is missing behind \(word)")
    }
    switch cursor.next {
    case "\"": return .text(try parseQuotedText())
    case "/": return .regex(try parseRegex())
    case "`" where cursor.isAt("```"):
      guard case .text(let template, _) = try parseMultiline() else { return .null }
      return .text(template)
    case "`": return .text(try parseOneline())
    case "{" where cursor.isAt("{{"): return try parseVariableValue()
    default: break
    }
    if cursor.isAt("hex,") || cursor.isAt("base64,") { return .bytes(try parseBytes()) }
    if cursor.isAt("file,") { return .file(try parseFileName()) }
    let value = cursor.takeWord()
    guard let literal = plainLiteral(value) else {
      throw cursor.error(
        "\"\(value)\" is no value: a text stands between quotation marks", at: start)
    }
    return literal
  }

  /// `{{name}}` without quotation marks: the variable's own value, a number if it is one.
  private mutating func parseVariableValue() throws(ScriptError) -> Literal {
    guard case .placeholder(let name, _) = try parsePlaceholder() else { return .null }
    return .variable(name)
  }

  /// A word that is a value by itself, written as in JSON; nil if it is none.
  func plainLiteral(_ word: String) -> Literal? {
    switch word {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null": return .null
    default:
      guard isJSONNumber(word) else { return nil }
      return Int64(word).map { .integer($0) } ?? Double(word).map { .float($0) }
    }
  }

  /// A text between quotation marks, as an argument; `form` shows how it is written.
  mutating func parseArgument(_ form: String) throws(ScriptError) -> Template {
    cursor.skipSpaces()
    guard cursor.next == "\"" else {
      throw cursor.error("a text is missing here; it is written \(form)")
    }
    return try parseQuotedText()
  }

  /// An argument in which no variable stands.
  mutating func parsePlainText(_ form: String) throws(ScriptError) -> String {
    cursor.skipSpaces()
    let start = cursor.index
    let template = try parseArgument(form)
    guard template.parts.count == 1, case .text(let text) = template.parts[0] else {
      throw cursor.error("a plain name belongs here", at: start)
    }
    return text
  }

  /// `/…/` or a text.
  mutating func parsePattern(_ word: String) throws(ScriptError) -> Pattern {
    cursor.skipSpaces()
    if cursor.next == "/" { return .literal(try parseRegex()) }
    return .template(try parseArgument("\(word) /…/"))
  }

  /// `/…/`; a slash inside is written `\/`.
  private mutating func parseRegex() throws(ScriptError) -> String {
    let start = cursor.index
    cursor.advance()
    var text = ""
    while let next = cursor.next, next != "/", next != "\n" {
      cursor.advance()
      if next == "\\", let escaped = cursor.next, escaped != "\n" {
        text += escaped == "/" ? "/" : "\\\(escaped)"
        cursor.advance()
      } else {
        text.append(next)
      }
    }
    guard cursor.take("/") else {
      throw cursor.error("the expression that begins here has no closing /", at: start)
    }
    do { _ = try Regex(text) } catch {
      throw cursor.error("this is no regular expression", at: start)
    }
    return text
  }

  /// `"…"` with `\"`, `\\`, `\n`, `\r`, `\t`, `\b`, `\f`, `\u{…}` and variables.
  mutating func parseQuotedText() throws(ScriptError) -> Template {
    let start = cursor.index
    cursor.advance()
    var parts = TemplateParts()
    while !cursor.take("\"") {
      guard let next = cursor.next, next != "\n" else {
        throw cursor.error("the text that begins here has no closing quotation mark", at: start)
      }
      if cursor.isAt("{{") {
        parts.append(try parsePlaceholder())
      } else if next == "\\" {
        parts.append(try parseEscape())
      } else {
        parts.append(next)
        cursor.advance()
      }
    }
    return parts.template
  }

  private mutating func parseEscape() throws(ScriptError) -> Character {
    let start = cursor.index
    cursor.advance()
    let plain: [Character: Character] = [
      "\"": "\"", "\\": "\\", "n": "\n", "r": "\r", "t": "\t", "b": "\u{8}", "f": "\u{c}", "#": "#",
    ]
    if let letter = cursor.next, let character = plain[letter] {
      cursor.advance()
      return character
    }
    if cursor.take("u{") {
      let digits = cursor.take { $0.isHexDigit }
      if cursor.take("}"), let number = UInt32(digits, radix: 16),
        let scalar = Unicode.Scalar(number)
      {
        return Character(scalar)
      }
    }
    throw cursor.error(#"unknown escape; known are \" \\ \n \r \t \b \f \u{…}"#, at: start)
  }
}
