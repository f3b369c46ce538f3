// A request: method and URL, header fields, sections, body.

extension ScriptParser {
  /// - Parameter isFirst: whether no other request stands before it, to which the line could belong.
  mutating func parseRequest(isFirst: Bool) throws(ScriptError) -> RequestSpec {
    cursor.skipSpaces()
    let start = cursor.index
    let method = cursor.take { !$0.isWhitespace }
    if let problem = problem(ofMethod: method, isFirst: isFirst) {
      throw cursor.error(problem, at: start)
    }
    cursor.skipSpaces()
    guard !cursor.isAtLineEnd, cursor.next != "#" else {
      throw cursor.error("a URL is missing behind \(method)")
    }
    if cursor.next == "/" {
      throw cursor.error("an address begins with the server: write {{host}} before the slash")
    }
    let url = try parseTemplate { $0.isWhitespace || $0 == "#" }
    try cursor.endLine()
    var request = RequestSpec(method: method, url: url, position: cursor.position(at: start))
    request.headers = try parseKeyValues()
    try parseRequestSections(into: &request)
    cursor.skipBlankLines()
    let bodyStart = cursor.index
    request.body = try parseBody()
    if request.body.map(isStatus) ?? false, !isAtResponse() {
      throw cursor.error(problem(ofStatus: cursor.text(from: bodyStart)), at: bodyStart)
    }
    return request
  }

  /// Lines of `name: value`, as long as there are some.
  mutating func parseKeyValues() throws(ScriptError) -> [KeyValue] {
    var pairs: [KeyValue] = []
    while isAtKeyValue() { pairs.append(try parseKeyValue()) }
    return pairs
  }

  /// Whether the next line that says something reads `name: value`. A JSON body, a request and `HTTP` do not.
  private mutating func isAtKeyValue() -> Bool {
    cursor.skipBlankLines()
    var ahead = cursor
    ahead.skipSpaces()
    guard let first = ahead.next, !"[{\"`:".contains(first) || ahead.isAt("{{") else {
      return false
    }
    // The braces of a template are stepped over.
    var depth = 0
    ahead.take { character in
      if character == "{" { depth += 1 }
      if character == "}" { depth -= 1 }
      return depth > 0
        ? character != "\n" : !character.isWhitespace && character != ":" && character != "#"
    }
    // A request line has a URL with a colon too, but a space and a word before it.
    ahead.skipSpaces()
    return ahead.next == ":"
  }

  private mutating func parseKeyValue() throws(ScriptError) -> KeyValue {
    cursor.skipSpaces()
    let start = cursor.index
    let name = try parseTemplate { $0 == ":" || $0 == "\n" }
    _ = cursor.take(":")
    cursor.skipSpaces()
    let value = try parseTemplate { $0 == "\n" || $0 == "#" }
    try cursor.endLine()
    return KeyValue(
      name: name.trimmingSpacesAtEnd, value: value.trimmingSpacesAtEnd,
      position: cursor.position(at: start))
  }

  /// A text with `{{…}}` in it, up to a character that `ends` it. `\#` stands for a number sign.
  mutating func parseTemplate(until ends: (Character) -> Bool) throws(ScriptError) -> Template {
    var parts = TemplateParts()
    while let next = cursor.next, !ends(next) {
      if cursor.isAt("{{") {
        parts.append(try parsePlaceholder())
      } else if cursor.take("\\#") {
        parts.append("#")
      } else {
        parts.append(next)
        cursor.advance()
      }
    }
    return parts.template
  }

  /// `{{name}}`
  mutating func parsePlaceholder() throws(ScriptError) -> Template.Part {
    let start = cursor.index
    _ = cursor.take("{{")
    cursor.skipSpaces()
    let name = cursor.take { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
    cursor.skipSpaces()
    guard !name.isEmpty, cursor.take("}}") else {
      throw cursor.error("a place for a variable is written {{name}}", at: start)
    }
    return .placeholder(name, cursor.position(at: start))
  }
}

/// Collects a template: neighbouring characters become one text.
struct TemplateParts {
  private var parts: [Template.Part] = []
  private var text = ""

  mutating func append(_ character: Character) { text.append(character) }

  mutating func append(_ part: Template.Part) {
    finishText()
    parts.append(part)
  }

  private mutating func finishText() {
    if !text.isEmpty { parts.append(.text(text)) }
    text = ""
  }

  var template: Template {
    var copy = self
    copy.finishText()
    return Template(parts: copy.parts)
  }
}

extension Template {
  /// A template that is only text.
  public init(_ text: String) { self.init(parts: text.isEmpty ? [] : [.text(text)]) }

  var trimmingSpacesAtEnd: Template {
    guard case .text(let text) = parts.last else { return self }
    let kept = String(text.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    return Template(parts: parts.dropLast() + (kept.isEmpty ? [] : [.text(kept)]))
  }
}
