// What must come back: `HTTP 200`, header fields, [Captures], [Asserts], a body.

extension ScriptParser {
  /// The expectation that follows a request; nil if the next request follows at once.
  mutating func parseResponse() throws(ScriptError) -> ResponseSpec? {
    guard isAtResponse() else { return nil }
    let start = cursor.index
    let version = try parseVersion()
    cursor.skipSpaces()
    let status = try parseStatus()
    try cursor.endLine()
    var response = ResponseSpec(
      version: version, status: status, position: cursor.position(at: start))
    response.headers = try parseKeyValues()
    try parseResponseSections(into: &response)
    response.body = try parseBody()
    return response
  }

  /// Whether the next line that says something begins with HTTP; goes there.
  mutating func isAtResponse() -> Bool {
    cursor.skipBlankLines()
    cursor.skipSpaces()
    return cursor.isAt("HTTP") && !cursor.isLetter(behind: "HTTP")
  }

  private mutating func parseVersion() throws(ScriptError) -> String? {
    let start = cursor.index
    let word = cursor.takeWord()
    switch word {
    case "HTTP": return nil
    case "HTTP/1.1", "HTTP/1.0": return word
    default:
      throw cursor.error(
        "\(word) is not spoken here; HTTP/1.1 and HTTP/1.0 are, and HTTP stands for both", at: start
      )
    }
  }

  private mutating func parseStatus() throws(ScriptError) -> Int? {
    let start = cursor.index
    let word = cursor.takeWord()
    if word == "*" { return nil }
    guard let status = Int(word), (100...999).contains(status) else {
      throw cursor.error(
        "a status is a number of three digits, or * for any; not \"\(word)\"", at: start)
    }
    return status
  }

  private mutating func parseResponseSections(into response: inout ResponseSpec) throws(ScriptError)
  {
    var seen: Set<String> = []
    while let (name, start) = try takeSectionName(
      known: Self.requestSections + ["Captures", "Asserts"])
    {
      guard name == "Captures" || name == "Asserts" else {
        throw cursor.error("[\(name)] belongs to the request, before the line HTTP …", at: start)
      }
      guard seen.insert(name).inserted else {
        throw cursor.error("[\(name)] stands twice behind one request", at: start)
      }
      if name == "Captures" {
        while let capture = try parseCapture() { response.captures.append(capture) }
      } else {
        while let assert = try parseAssert() { response.asserts.append(assert) }
      }
    }
  }

  /// `name: query filter…`
  private mutating func parseCapture() throws(ScriptError) -> Capture? {
    cursor.skipBlankLines()
    var ahead = cursor
    ahead.skipSpaces()
    let start = ahead.index
    let name = ahead.take { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
    guard !name.isEmpty, ahead.take(":") else { return nil }
    cursor = ahead
    let query = try parseQuery()
    let filters = try parseFilters()
    let text = cursor.text(from: start)
    try cursor.endLine()
    return Capture(
      name: name, query: query, filters: filters, position: cursor.position(at: start), text: text)
  }
}
