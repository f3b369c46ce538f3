// The sections of a request: [Query], [Form], [Cookies], [BasicAuth], [Options].

extension ScriptParser {
  static let requestSections = [
    "Query", "QueryStringParams", "Form", "FormParams", "Cookies", "BasicAuth", "Options",
  ]
  /// Sections that Hurl has and this runner does not.
  private static let unsupported = [
    "Multipart": "write the parts as a text body with its own Content-Type",
    "MultipartFormData": "write the parts as a text body with its own Content-Type",
  ]

  mutating func parseRequestSections(into request: inout RequestSpec) throws(ScriptError) {
    var seen: Set<String> = []
    while let (name, start) = try takeSectionName(
      known: Self.requestSections + ["Captures", "Asserts"])
    {
      if name == "Captures" || name == "Asserts" {
        throw cursor.error("[\(name)] belongs behind the line HTTP …", at: start)
      }
      let section = ["QueryStringParams": "Query", "FormParams": "Form"][name] ?? name
      guard seen.insert(section).inserted else {
        throw cursor.error("[\(name)] stands twice in one request", at: start)
      }
      switch section {
      case "Query": request.query = try parseKeyValues()
      case "Form": request.form = try parseKeyValues()
      case "Cookies": request.cookies = try parseKeyValues()
      case "BasicAuth": request.basicAuth = try parseBasicAuth(at: start)
      default: try parseOptions(into: &request.options)
      }
    }
  }

  /// `[Name]` at the beginning of a line; nil if none stands here (a JSON list is none).
  mutating func takeSectionName(known: [String]) throws(ScriptError) -> (name: String, start: Int)?
  {
    cursor.skipBlankLines()
    var ahead = cursor
    ahead.skipSpaces()
    let start = ahead.index
    guard ahead.take("[") else { return nil }
    let name = ahead.take { $0.isLetter }
    guard !name.isEmpty, ahead.take("]"), name.first?.isUppercase == true else { return nil }
    if let instead = Self.unsupported[name] {
      throw cursor.error("[\(name)] is not supported here: \(instead)", at: start)
    }
    guard known.contains(name) else {
      throw cursor.error(
        "unknown section [\(name)]\(suggestion(for: name, among: known))", at: start)
    }
    cursor = ahead
    try cursor.endLine()
    return (name, start)
  }

  private mutating func parseBasicAuth(at start: Int) throws(ScriptError) -> KeyValue {
    let pairs = try parseKeyValues()
    guard pairs.count == 1, let pair = pairs.first else {
      throw cursor.error("[BasicAuth] holds one line, user: password", at: start)
    }
    return pair
  }

  private mutating func parseOptions(into options: inout Options) throws(ScriptError) {
    while true {
      cursor.skipBlankLines()
      var ahead = cursor
      ahead.skipSpaces()
      let start = ahead.index
      let name = ahead.take { $0.isLetter || $0 == "-" || $0.isNumber || $0 == "." }
      guard !name.isEmpty, ahead.take(":") else { return }
      cursor = ahead
      cursor.skipSpaces()
      try parseOption(name, at: start, into: &options)
      try cursor.endLine()
    }
  }

  private mutating func parseOption(
    _ name: String, at start: Int, into options: inout Options
  ) throws(ScriptError) {
    switch name {
    case "retry": options.retry = try parseCount("retry", "a number of tries")
    case "retry-interval": options.retryInterval = try parseMilliseconds()
    case "max-redirs": options.maxRedirects = try parseCount("max-redirs", "a number of redirects")
    case "location": options.location = try parseFlag()
    case "skip": options.skip = try parseFlag()
    case "http1.0": options.http10 = try parseFlag()
    case "variable": options.variables.append(try parseVariable())
    default:
      let known = [
        "retry", "retry-interval", "max-redirs", "location", "skip", "variable", "http1.0",
      ]
      throw cursor.error(
        "option \"\(name)\" is not supported here\(suggestion(for: name, among: known))", at: start)
    }
  }

  private mutating func parseCount(_ name: String, _ what: String) throws(ScriptError) -> Int {
    let start = cursor.index
    let word = cursor.takeWord()
    guard let count = Int(word), count >= 0 else {
      throw cursor.error("\(name) wants \(what), not \"\(word)\"", at: start)
    }
    return count
  }

  /// `500`, `500ms`, `2s`
  private mutating func parseMilliseconds() throws(ScriptError) -> Int {
    let start = cursor.index
    let word = cursor.takeWord()
    let number = word.prefix { $0.isNumber }
    let factor = ["": 1, "ms": 1, "s": 1_000][String(word.dropFirst(number.count))]
    guard let count = Int(number), count < 1_000_000, let factor else {
      throw cursor.error("a duration is written 500ms or 2s, not \"\(word)\"", at: start)
    }
    return count * factor
  }

  private mutating func parseFlag() throws(ScriptError) -> Bool {
    let start = cursor.index
    let word = cursor.takeWord()
    guard let flag = Bool(word) else {
      throw cursor.error("true or false, not \"\(word)\"", at: start)
    }
    return flag
  }

  /// `name=value`; the value is a number, true, false or null where it reads like one, as in JSON.
  private mutating func parseVariable() throws(ScriptError) -> (name: String, value: Literal) {
    let start = cursor.index
    let name = cursor.take { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
    guard !name.isEmpty, cursor.take("=") else {
      throw cursor.error("a variable is written name=value", at: start)
    }
    if cursor.next == "\"" { return (name, .text(try parseQuotedText())) }
    let value = try parseTemplate { $0 == "\n" || $0 == "#" }.trimmingSpacesAtEnd
    return (name, plainLiteral(value.source) ?? .text(value))
  }
}
