// Bodies: JSON, text between backquotes, bytes in base64 or hexadecimal, a file.

import Foundation

extension ScriptParser {
  /// The body that stands here, nil if none does.
  mutating func parseBody() throws(ScriptError) -> Body? {
    cursor.skipBlankLines()
    cursor.skipSpaces()
    guard let body = try parseBodyHere() else { return nil }
    try cursor.endLine()
    return body
  }

  private mutating func parseBodyHere() throws(ScriptError) -> Body? {
    if cursor.isAt("```") { return try parseMultiline() }
    if cursor.isAt("`") { return .text(try parseOneline(), language: nil) }
    if cursor.isAt("base64,") || cursor.isAt("hex,") { return .bytes(try parseBytes()) }
    if cursor.isAt("file,") { return .file(try parseFileName()) }
    if cursor.isAt("<") {
      throw cursor.error("XML bodies are not supported here: write the text between ```")
    }
    return try parseJSONBody()
  }

  private mutating func parseJSONBody() throws(ScriptError) -> Body? {
    let isJSON = cursor.next.map { "{[\"-0123456789".contains($0) } ?? false
    guard isJSON || cursor.isAt("true") || cursor.isAt("false") || cursor.isAt("null") else {
      return nil
    }
    var parts = TemplateParts()
    try parseJSONValue(into: &parts)
    return .json(parts.template)
  }

  // MARK: Text

  /// Three backquotes, perhaps a language, then lines until three backquotes again.
  mutating func parseMultiline() throws(ScriptError) -> Body {
    let start = cursor.index
    _ = cursor.take("```")
    let languageStart = cursor.index
    let language = cursor.take { $0 != "\n" && $0 != "`" }.trimmingCharacters(in: .whitespaces)
    guard ["", "json", "text"].contains(language) else {
      throw cursor.error(
        "a body in \"\(language)\" is not supported here; json and text are", at: languageStart)
    }
    _ = cursor.take("\n")
    let template = try parseText(until: "```", opened: start)
    return .text(template, language: language.isEmpty ? nil : language)
  }

  mutating func parseOneline() throws(ScriptError) -> Template {
    let start = cursor.index
    _ = cursor.take("`")
    return try parseText(until: "`", opened: start)
  }

  private mutating func parseText(until end: String, opened start: Int) throws(ScriptError)
    -> Template
  {
    var parts = TemplateParts()
    while !cursor.take(end) {
      guard let next = cursor.next, end == "```" || next != "\n" else {
        throw cursor.error("the text that begins here has no closing \(end)", at: start)
      }
      if cursor.isAt("{{") {
        parts.append(try parsePlaceholder())
      } else {
        parts.append(next)
        cursor.advance()
      }
    }
    return parts.template
  }

  // MARK: Bytes

  /// `base64,…;` or `hex,…;`
  mutating func parseBytes() throws(ScriptError) -> [UInt8] {
    let start = cursor.index
    let isBase64 = cursor.take("base64,")
    if !isBase64 { _ = cursor.take("hex,") }
    let text = cursor.take { $0 != ";" }.filter { !$0.isWhitespace }
    guard cursor.take(";") else {
      throw cursor.error("the bytes that begin here have no closing ;", at: start)
    }
    if isBase64, let data = Data(base64Encoded: text) { return Array(data) }
    if !isBase64, let bytes = bytes(hexadecimal: text) { return bytes }
    throw cursor.error(isBase64 ? "this is no base64" : "this is no hexadecimal", at: start)
  }

  private func bytes(hexadecimal text: String) -> [UInt8]? {
    let digits = text.compactMap(\.hexDigitValue)
    guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
  }

  /// `file,name;`
  mutating func parseFileName() throws(ScriptError) -> Template {
    let start = cursor.index
    _ = cursor.take("file,")
    cursor.skipSpaces()
    let name = try parseTemplate { $0 == ";" || $0 == "\n" }
    guard cursor.take(";") else { throw cursor.error("a file is written file,name;", at: start) }
    return name
  }
}
