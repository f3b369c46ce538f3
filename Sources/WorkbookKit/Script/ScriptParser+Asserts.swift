// Assertions: `query filter… [not] predicate`, each of them a word that Hurl's manual lists.

extension ScriptParser {
  private static let queries = [
    "status", "version", "url", "header", "cookie", "body", "bytes", "rawbytes", "jsonpath",
    "regex", "variable", "duration", "redirects",
  ]

  /// One line of [Asserts]; nil where the section ends.
  mutating func parseAssert() throws(ScriptError) -> Assert? {
    cursor.skipBlankLines()
    var ahead = cursor
    ahead.skipSpaces()
    let start = ahead.index
    let word = ahead.take { $0.isLetter || $0.isNumber }
    // What begins in capitals is the next request, what begins with a sign a body or a section.
    guard let first = word.first, first.isLowercase, !ahead.isAt(","), !isJSONWord(word, ahead)
    else { return nil }
    cursor.skipSpaces()
    let query = try parseQuery()
    let filters = try parseFilters()
    let isNegated = takeWord("not")
    let predicate = try parsePredicate()
    let text = cursor.text(from: start)
    try cursor.endLine()
    return Assert(
      query: query, filters: filters, isNegated: isNegated, predicate: predicate,
      position: cursor.position(at: start), text: text)
  }

  /// A body may follow that is only `true`.
  private func isJSONWord(_ word: String, _ ahead: ScriptCursor) -> Bool {
    ["true", "false", "null"].contains(word) && ahead.isAtLineEnd
  }

  mutating func parseQuery() throws(ScriptError) -> Query {
    cursor.skipSpaces()
    let start = cursor.index
    let word = cursor.take { $0.isLetter || $0.isNumber }
    switch word {
    case "status": return .status
    case "version": return .version
    case "url": return .url
    case "body": return .body
    case "bytes": return .bytes
    case "rawbytes": return .rawBytes
    case "duration": return .duration
    case "redirects": return .redirects
    case "header": return .header(try parseArgument("header \"Name\""))
    case "cookie": return try parseCookieQuery()
    case "jsonpath": return .jsonPath(try parseArgument("jsonpath \"$.name\""))
    case "regex": return .regex(try parsePattern("regex"))
    case "variable": return .variable(try parsePlainText("variable \"name\""))
    case "xpath", "certificate", "ip", "sha256", "md5":
      throw cursor.error("the query \(word) is not supported here", at: start)
    default:
      throw cursor.error(
        "unknown query \"\(word)\"\(suggestion(for: word, among: Self.queries))", at: start)
    }
  }

  /// `cookie "name"` or `cookie "name[Attribute]"`
  private mutating func parseCookieQuery() throws(ScriptError) -> Query {
    let start = cursor.index + 1
    let argument = try parseArgument("cookie \"name\"")
    guard case .text(let text) = argument.parts.last, text.hasSuffix("]"),
      let open = text.firstIndex(of: "[")
    else {
      return .cookie(name: argument, attribute: nil)
    }
    let attribute = String(text[text.index(after: open)...].dropLast())
    let known = ["Value", "Expires", "Max-Age", "Domain", "Path", "Secure", "HttpOnly", "SameSite"]
    guard known.contains(attribute) else {
      throw cursor.error(
        "unknown attribute \"\(attribute)\" of a cookie\(suggestion(for: attribute, among: known))",
        at: start)
    }
    let name = Template(
      parts: argument.parts.dropLast()
        + (open == text.startIndex ? [] : [.text(String(text[..<open]))]))
    return .cookie(name: name, attribute: attribute)
  }

  // MARK: Predicates

  private mutating func parsePredicate() throws(ScriptError) -> Predicate {
    cursor.skipSpaces()
    let start = cursor.index
    guard !cursor.isAtLineEnd, cursor.next != "#" else {
      throw cursor.error("a predicate is missing: == \"…\", contains \"…\", exists, …")
    }
    let word = cursor.takeWord()
    if let simple = Self.simplePredicates[word] { return simple }
    if let make = Self.literalPredicates[word] { return make(try parseLiteral(behind: word)) }
    if word == "matches" { return .matches(try parsePattern("matches")) }
    let known =
      Array(Self.simplePredicates.keys) + Array(Self.literalPredicates.keys) + ["matches", "not"]
    let meant = ["=": "==", "===": "==", "equals": "==", "equal": "==", "is": "=="][word].map {
      ": did you mean \"\($0)\"?"
    }
    throw cursor.error(
      "unknown predicate \"\(word)\"\(meant ?? suggestion(for: word, among: known.sorted()))",
      at: start)
  }

  private static let simplePredicates: [String: Predicate] = [
    "exists": .exists, "isEmpty": .isEmpty, "isBoolean": .isBoolean, "isCollection": .isCollection,
    "isDate": .isDate, "isFloat": .isFloat, "isInteger": .isInteger, "isIpv4": .isIpv4,
    "isIpv6": .isIpv6,
    "isIsoDate": .isIsoDate, "isList": .isList, "isNumber": .isNumber, "isObject": .isObject,
    "isString": .isString, "isUuid": .isUuid,
  ]

  private static let literalPredicates: [String: @Sendable (Literal) -> Predicate] = [
    "==": { .equals($0) }, "!=": { .notEquals($0) }, ">": { .greater($0) },
    ">=": { .greaterOrEqual($0) },
    "<": { .less($0) }, "<=": { .lessOrEqual($0) }, "startsWith": { .startsWith($0) },
    "endsWith": { .endsWith($0) }, "contains": { .contains($0) }, "includes": { .includes($0) },
  ]

  /// Takes a word if it stands here as a whole.
  private mutating func takeWord(_ word: String) -> Bool {
    cursor.skipSpaces()
    var ahead = cursor
    guard ahead.takeWord() == word else { return false }
    cursor = ahead
    return true
  }
}
