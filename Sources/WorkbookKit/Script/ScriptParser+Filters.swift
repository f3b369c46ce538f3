// Filters: what is done to a value before it is judged, `count`, `nth 2`, `replace "a" "b"`.

extension ScriptParser {
  private static let plainFilters: [String: Filter] = [
    "base64Decode": .base64Decode, "base64Encode": .base64Encode,
    "base64UrlSafeDecode": .base64UrlSafeDecode, "base64UrlSafeEncode": .base64UrlSafeEncode,
    "count": .count, "first": .first, "last": .last, "daysAfterNow": .daysAfterNow,
    "daysBeforeNow": .daysBeforeNow, "htmlEscape": .htmlEscape, "htmlUnescape": .htmlUnescape,
    "location": .location, "toFloat": .toFloat, "toHex": .toHex, "toInt": .toInt,
    "toString": .toString,
    "urlDecode": .urlDecode, "urlEncode": .urlEncode, "utf8Decode": .utf8Decode,
    "utf8Encode": .utf8Encode,
  ]
  private static let filtersWithArguments = [
    "nth", "jsonpath", "regex", "replace", "replaceRegex", "split", "toDate", "dateFormat",
    "format", "urlQueryParam",
  ]
  private static let unsupportedFilters = ["xpath", "decode", "charsetDecode"]

  /// The filters that stand here, in order.
  mutating func parseFilters() throws(ScriptError) -> [Filter] {
    var filters: [Filter] = []
    while true {
      cursor.skipSpaces()
      var ahead = cursor
      let word = ahead.takeWord()
      if let plain = Self.plainFilters[word] {
        cursor = ahead
        filters.append(plain)
      } else if Self.filtersWithArguments.contains(word) {
        cursor = ahead
        filters.append(try parseFilter(word))
      } else if Self.unsupportedFilters.contains(word) {
        throw cursor.error("the filter \(word) is not supported here")
      } else {
        try refuseMisspeltFilter(word, ahead)
        return filters
      }
    }
  }

  /// A word that is no predicate and very near to a filter is a slip.
  private func refuseMisspeltFilter(_ word: String, _ ahead: ScriptCursor) throws(ScriptError) {
    let filters = Array(Self.plainFilters.keys) + Self.filtersWithArguments
    guard word.first?.isLetter == true, word != "not", !word.hasPrefix("is"),
      !["contains", "includes", "matches", "exists", "startsWith", "endsWith"].contains(word),
      let meant = nearestWord(to: word, among: filters.sorted())
    else { return }
    throw cursor.error("unknown filter \"\(word)\": did you mean \"\(meant)\"?")
  }

  private mutating func parseFilter(_ word: String) throws(ScriptError) -> Filter {
    switch word {
    case "nth": return .nth(try parseIndex())
    case "jsonpath": return .jsonPath(try parseArgument("jsonpath \"$.name\""))
    case "regex": return .regex(try parsePattern("regex"))
    case "replace":
      let old = try parseArgument("replace \"old\" \"new\"")
      return .replace(old: old, new: try parseArgument("replace \"old\" \"new\""))
    case "replaceRegex":
      let pattern = try parsePattern("replaceRegex")
      return .replaceRegex(pattern, new: try parseArgument("replaceRegex /old/ \"new\""))
    case "split": return .split(try parseArgument("split \",\""))
    case "toDate": return .toDate(try parseArgument("toDate \"%Y-%m-%d\""))
    case "dateFormat", "format": return .dateFormat(try parseArgument("dateFormat \"%Y-%m-%d\""))
    default: return .urlQueryParam(try parseArgument("urlQueryParam \"name\""))
    }
  }

  private mutating func parseIndex() throws(ScriptError) -> Int {
    cursor.skipSpaces()
    let start = cursor.index
    let word = cursor.takeWord()
    guard let index = Int(word) else {
      throw cursor.error("nth wants a whole number, not \"\(word)\"", at: start)
    }
    return index
  }
}
